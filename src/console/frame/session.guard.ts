import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ConsoleSessions } from '../sign-in/console-sessions.js';
import { sessionCookie } from '../sign-in/session-cookie.js';
import { SignInRequired } from './sign-in-required.js';

/**
 * Lets in who is signed in.
 * @throws SignInRequired, which becomes a redirect to the sign-in page
 */
@Injectable()
export class SessionGuard implements CanActivate {
  constructor(private readonly sessions: ConsoleSessions) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = sessionCookie(request);
    const session = token ? await this.sessions.find(token, request.ip) : undefined;
    if (!session) throw new SignInRequired();
    request.consoleSession = session;
    return true;
  }
}
