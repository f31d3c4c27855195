import { HttpStatus, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { ConsoleSessions, type Browser } from './console-sessions.js';
import { giveSessionCookie, sessionCookie } from './session-cookie.js';

/** The last step of every way in. */
@Injectable()
export class Entering {
  constructor(
    private readonly sessions: ConsoleSessions,
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
  ) {}

  /** Lets the browser in: a new token at every sign-in; the session that this browser had before ends. */
  async enter(request: FastifyRequest, reply: FastifyReply, token: string, next: string): Promise<void> {
    const before = sessionCookie(request);
    if (before) await this.sessions.endByToken(before);
    giveSessionCookie(reply, token, this.config.publicUrl);
    void reply.redirect(next, HttpStatus.SEE_OTHER);
  }
}

/** The browser that a request comes from. */
export function browserOf({ ip, headers }: FastifyRequest): Browser {
  return { address: ip, userAgent: headers['user-agent'] ?? '' };
}

/** Answers 429, and says so in words. */
export function tooMany(reply: FastifyReply, waitSeconds: number): string {
  void reply.status(HttpStatus.TOO_MANY_REQUESTS).header('Retry-After', String(waitSeconds));
  const wait = waitSeconds < 90 ? `${waitSeconds} seconds` : `${Math.ceil(waitSeconds / 60)} minutes`;
  return `There were too many tries to sign in. Try again in ${wait}, or use a sign-in link.`;
}
