import { Body, Get, Header, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PortalTokenRefused } from '../../deliveries/portal/portal-token-refused.js';
import { PortalTokens, type PortalPass } from '../../deliveries/portal/portal-tokens.js';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { PAGE_HEADERS, Page } from '../../platform/pages/page-headers.js';
import { ChangeTenantPage } from './change-tenant-page.js';
import { givePortalCookie, portalCookie } from './frame/portal-cookie.js';
import { PortalDoor, PortalDoorAction } from './frame/portal-room.js';

const link = z.object({ token: z.string().catch('') });

/** Where a link to the portal leads. */
@PortalDoor('enter')
export class EnterController {
  constructor(
    private readonly tokens: PortalTokens,
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
  ) {}

  /**
   * The link becomes a cookie that ends with it, and its token leaves the address bar. Any site may lead here, as the
   * product's does, so a browser that is in another tenant's portal is asked first: somebody could be led into a portal
   * that is not theirs, and enter there what is.
   */
  @Get()
  @Header('Referrer-Policy', 'no-referrer') // above the headers of a page, which it is to outdo
  @Page()
  async enter(
    @Query({ schema: link }) { token }: z.output<typeof link>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const pass = await this.tokens.verify('portal_link', token);
    const open = await this.openTenant(request);
    if (open === undefined || open === pass.tenant) return this.letIn(pass, reply);
    // The form has to say where it comes from, and leads nowhere but here.
    void reply.header('Referrer-Policy', PAGE_HEADERS['Referrer-Policy']);
    void reply.send(await ChangeTenantPage({ open, next: pass.tenant, token }));
  }

  /** The same, for who was asked. */
  @PortalDoorAction('')
  async change(
    @Body({ schema: link }) { token }: z.output<typeof link>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.letIn(await this.tokens.verify('portal_link', token), reply);
  }

  /** Whose portal is open in the browser; `undefined` without a session, or when it is over. */
  private async openTenant(request: FastifyRequest): Promise<string | undefined> {
    const session = portalCookie(request);
    if (!session) return undefined;
    try {
      return (await this.tokens.verify('portal_session', session)).tenant;
    } catch (error) {
      if (error instanceof PortalTokenRefused) return undefined;
      throw error;
    }
  }

  private async letIn(pass: PortalPass, reply: FastifyReply): Promise<void> {
    const session = await this.tokens.sign('portal_session', pass);
    givePortalCookie(reply, session, pass.expiresAt, this.config.publicUrl);
    void reply.redirect('/portal', 303);
  }
}
