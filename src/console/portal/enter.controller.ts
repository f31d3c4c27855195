import { Get, Header, Inject, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { PortalTokens } from '../../deliveries/portal/portal-tokens.js';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { Page } from '../../platform/pages/page-headers.js';
import { givePortalCookie } from './frame/portal-cookie.js';
import { PortalDoor } from './frame/portal-room.js';

const linkQuery = z.object({ token: z.string().catch('') });

/** Where a link to the portal leads. */
@PortalDoor('enter')
export class EnterController {
  constructor(
    private readonly tokens: PortalTokens,
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
  ) {}

  /** The link becomes a cookie that ends with it, and its token leaves the address bar. */
  @Get()
  @Header('Referrer-Policy', 'no-referrer') // above the headers of a page, which it is to outdo
  @Page()
  async enter(
    @Query({ schema: linkQuery }) { token }: z.output<typeof linkQuery>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const pass = await this.tokens.verify('portal_link', token);
    const session = await this.tokens.sign('portal_session', pass);
    givePortalCookie(reply, session, pass.expiresAt, this.config.publicUrl);
    void reply.redirect('/portal', 303);
  }
}
