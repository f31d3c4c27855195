import { Body, Get, Inject, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { Page } from '../../platform/pages/page-headers.js';
import { OpenAction, OpenRoom } from '../frame/room.js';
import { ConsoleSessions, type Browser } from './console-sessions.js';
import { pathWithin } from './next-path.js';
import { giveSessionCookie, sessionCookie } from './session-cookie.js';
import { LinkPage, LinkProblemPage, SignInPage } from './sign-in-pages.js';
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
    private readonly sessions: ConsoleSessions,
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
  ) {}

  @Get()
  @Page()
  page(@Query({ schema: pageQuery }) { next }: z.output<typeof pageQuery>) {
    return SignInPage({ next: pathWithin(next) });
  }

  @OpenAction('')
  async byPassword(
    @Body({ schema: passwordForm }) { email, password, next }: z.output<typeof passwordForm>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const signIn = await this.signIns.byPassword(email, password, browserOf(request));
    if (signIn.outcome === 'signed_in') return this.enter(request, reply, signIn.token, pathWithin(next));
    const again = { next: pathWithin(next), email };
    if (signIn.outcome === 'too_many') {
      const problem = tooMany(reply, signIn.waitSeconds);
      return void reply.send(await SignInPage({ ...again, problem }));
    }
    const problem = 'There is nobody with this e-mail address and this password.';
    void reply.status(422).send(await SignInPage({ ...again, problem }));
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
    if (signIn.outcome === 'signed_in') return this.enter(request, reply, signIn.token, '/console');
    if (signIn.outcome === 'too_many') {
      const problem = tooMany(reply, signIn.waitSeconds);
      return void reply.send(await LinkProblemPage({ problem }));
    }
    const problem = 'This link was used already, or it is over.';
    void reply.status(422).send(await LinkProblemPage({ problem }));
  }

  /** A new token at every sign-in; the session that this browser had before ends. */
  private async enter(
    request: FastifyRequest,
    reply: FastifyReply,
    token: string,
    next: string,
  ): Promise<void> {
    const before = sessionCookie(request);
    if (before) await this.sessions.endByToken(before);
    giveSessionCookie(reply, token, this.config.publicUrl);
    void reply.redirect(next, 303);
  }
}

function browserOf({ ip, headers }: FastifyRequest): Browser {
  return { address: ip, userAgent: headers['user-agent'] ?? '' };
}

function tooMany(reply: FastifyReply, waitSeconds: number): string {
  void reply.status(429).header('Retry-After', String(waitSeconds));
  const wait = waitSeconds < 90 ? `${waitSeconds} seconds` : `${Math.ceil(waitSeconds / 60)} minutes`;
  return `There were too many tries to sign in. Try again in ${wait}, or use a sign-in link.`;
}
