import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/audit/audit-log.js';

/** Somebody who is signed in, as the pages know them. */
export interface ConsoleSession {
  readonly id: string;
  readonly adminId: string;
  readonly email: string;
  readonly role: 'admin' | 'viewer';
  /** Goes into every form as `csrf`; bound to this session. */
  readonly csrfToken: string;
  /** Whom the audit log names. */
  readonly actor: Actor;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is signed in, once the guard of a room has let the request in. */
    consoleSession?: ConsoleSession;
  }
}

/** The session of the request at hand, in a room of the console. */
export const Session = createParamDecorator((_data: unknown, context: ExecutionContext): ConsoleSession => {
  const session = context.switchToHttp().getRequest<FastifyRequest>().consoleSession;
  if (!session) throw new Error('A page of the console is not behind @Room().');
  return session;
});
