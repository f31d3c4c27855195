import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../../platform/audit/audit-log.js';

/** Somebody of a tenant, who came by a link. */
export interface PortalSession {
  /** The only tenant of which they see anything. */
  readonly tenant: string;
  readonly expiresAt: Date;
  /** Goes into every form as `csrf`; bound to this session. */
  readonly csrfToken: string;
  /** Whom the audit log names. */
  readonly actor: Actor;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who has come in by a link, once the guard of the portal has let the request in. */
    portalSession?: PortalSession;
  }
}

/** The session of the request at hand, in a room of the portal. */
export const InPortal = createParamDecorator((_data: unknown, context: ExecutionContext): PortalSession => {
  const session = context.switchToHttp().getRequest<FastifyRequest>().portalSession;
  if (!session) throw new Error('A page of the portal is not behind @PortalRoom().');
  return session;
});
