import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { PortalTokens } from '../../../deliveries/portal/portal-tokens.js';
import { csrfToken } from '../../frame/csrf.guard.js';
import { portalCookie } from './portal-cookie.js';
import { PortalClosed } from './portal-closed.js';

/**
 * Lets in who came by a link, until it expires.
 * @throws PortalClosed for a browser that has no session; PortalTokenRefused for one whose session is over
 */
@Injectable()
export class PortalSessionGuard implements CanActivate {
  constructor(private readonly tokens: PortalTokens) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = portalCookie(request);
    if (!token) throw new PortalClosed();
    const { tenant, expiresAt } = await this.tokens.verify('portal_session', token);
    const actor = { kind: 'system', name: `tenant ${tenant}`, address: request.ip } as const;
    request.portalSession = { tenant, expiresAt, csrfToken: csrfToken(token), actor };
    return true;
  }
}
