import { Body, Get, HttpStatus, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../platform/http/api-error.js';
import { Page } from '../../platform/pages/page-headers.js';
import { OpenAction, OpenRoom } from '../frame/room.js';
import { Entering, browserOf, tooMany } from './entering.js';
import { pathWithin } from './next-path.js';
import { oidcConfig, type OidcConfig } from './oidc/oidc.config.js';
import { LinkPage, LinkProblemPage, SignInPage, type SignInWays } from './sign-in-pages.js';
import { SignInService } from './sign-in.service.js';

const pageQuery = z.object({ next: z.string().optional() });
const linkFields = z.object({ token: z.string().max(200).default('') });
const passwordForm = z.object({
  email: z.string().max(320).default(''),
  password: z.string().max(1000).default(''),
  next: z.string().optional(),
});

/** The pages that let people in. */
@OpenRoom('sign-in')
export class SignInController {
  constructor(
    private readonly signIns: SignInService,
    private readonly entering: Entering,
    @Inject(oidcConfig.token) private readonly oidc: OidcConfig,
  ) {}

  @Get()
  @Page()
  page(@Query({ schema: pageQuery }) { next }: z.output<typeof pageQuery>) {
    return SignInPage({ ...this.ways(), next: pathWithin(next) });
  }

  @OpenAction('')
  async byPassword(
    @Body({ schema: passwordForm }) { email, password, next }: z.output<typeof passwordForm>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!this.oidc.passwords) {
      throw new ApiError('FORBIDDEN', 'Signing in by password is switched off (ADMIN_PASSWORD_SIGN_IN).');
    }
    const signIn = await this.signIns.byPassword(email, password, browserOf(request));
    if (signIn.outcome === 'signed_in')
      return this.entering.enter(request, reply, signIn.token, pathWithin(next));
    const again = { ...this.ways(), next: pathWithin(next), email };
    if (signIn.outcome === 'too_many') {
      const problem = tooMany(reply, signIn.waitSeconds);
      return void reply.send(await SignInPage({ ...again, problem }));
    }
    const problem = 'There is nobody with this e-mail address and this password.';
    void reply.status(HttpStatus.UNPROCESSABLE_ENTITY).send(await SignInPage({ ...again, problem }));
  }

  @Get('link')
  @Page()
  link(@Query({ schema: linkFields }) { token }: z.output<typeof linkFields>) {
    return LinkPage({ token });
  }

  @OpenAction('link')
  async byLink(
    @Body({ schema: linkFields }) { token }: z.output<typeof linkFields>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const signIn = await this.signIns.byLink(token, browserOf(request));
    if (signIn.outcome === 'signed_in') return this.entering.enter(request, reply, signIn.token, '/console');
    if (signIn.outcome === 'too_many') {
      const problem = tooMany(reply, signIn.waitSeconds);
      return void reply.send(await LinkProblemPage({ problem }));
    }
    const problem = 'This link was used already, or it is over.';
    void reply.status(HttpStatus.UNPROCESSABLE_ENTITY).send(await LinkProblemPage({ problem }));
  }

  private ways(): SignInWays {
    return { passwords: this.oidc.passwords, issuerName: this.oidc.issuer?.name };
  }
}
