import { Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../../../platform/http/api-error.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { OpenRoom } from '../../frame/room.js';
import { Entering, browserOf, tooMany } from '../entering.js';
import { pathWithin } from '../next-path.js';
import { SignInPage } from '../sign-in-pages.js';
import { SignInService } from '../sign-in.service.js';
import { OidcAttempts } from './oidc-attempts.js';
import { OidcSignIn } from './oidc-sign-in.js';
import { oidcConfig, type OidcConfig } from './oidc.config.js';
import { refusalWords } from './refusal-words.js';

const startQuery = z.object({ next: z.string().optional() });

/** The way to the issuer, and the way back. */
@OpenRoom('sign-in/oidc')
export class OidcController {
  constructor(
    private readonly oidc: OidcSignIn,
    private readonly attempts: OidcAttempts,
    private readonly signIns: SignInService,
    private readonly entering: Entering,
    @Inject(oidcConfig.token) private readonly config: OidcConfig,
  ) {}

  @Get()
  @Page()
  async start(
    @Query({ schema: startQuery }) { next: wanted }: z.output<typeof startQuery>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const name = this.issuerName();
    const next = pathWithin(wanted);
    const begun = await this.oidc.begin(next);
    if (!begun) return this.again(reply, next, refusalWords('issuer_unavailable', name));
    this.attempts.begin(reply, begun.attempt);
    void reply.redirect(begun.authorizationUrl.href, 303);
  }

  @Get('callback')
  @Page()
  async callback(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const name = this.issuerName();
    const browser = browserOf(request);
    const waitSeconds = await this.signIns.countByIssuer(browser);
    if (waitSeconds) {
      const problem = tooMany(reply, waitSeconds);
      return this.again(reply, '/console', { status: reply.statusCode, problem });
    }
    const parameters = new URL(request.url, 'http://console.invalid').searchParams;
    const [state, ...others] = parameters.getAll('state');
    const attempt = state && !others.length ? this.attempts.take(state, request, reply) : undefined;
    const result = await this.oidc.complete(attempt, parameters, browser);
    const next = attempt?.next ?? '/console';
    if (result.outcome === 'signed_in') return this.entering.enter(request, reply, result.token, next);
    return this.again(reply, next, refusalWords(result.why, name, result.email));
  }

  /** @throws ApiError NOT_FOUND when nobody signs in at an issuer */
  private issuerName(): string {
    if (this.config.issuer) return this.config.issuer.name;
    throw new ApiError('NOT_FOUND', 'Signing in at an issuer is not set up. Set ADMIN_OIDC_ISSUER.');
  }

  /** The sign-in page once more: other ways are still open. */
  private async again(
    reply: FastifyReply,
    next: string,
    { status, problem }: { status: number; problem: string },
  ): Promise<void> {
    const { passwords, issuer } = this.config;
    void reply.status(status).send(await SignInPage({ next, problem, passwords, issuerName: issuer?.name }));
  }
}
