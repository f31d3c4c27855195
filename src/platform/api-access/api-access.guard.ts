import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../http/api-error.js';
import { SecurityEvents } from '../security/security-events.js';
import { ApiAccess } from './api-access.js';
import type { Scope } from './scopes.js';

/** The scope that a caller needs for a route. A route without one is closed to everybody. */
export const RequiresScope = Reflector.createDecorator<Scope>();

/** Lets a request in when its API key or access token is good and has the route's scope. */
@Injectable()
export class ApiAccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly access: ApiAccess,
    private readonly security: SecurityEvents,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    // Where the body may be large, its sender is known by now: see EarlyAccess.
    const caller = (request.caller ??= await this.access.authenticate(request));
    const scope = this.reflector.get(RequiresScope, context.getHandler());
    if (scope && (caller.scopes.includes(scope) || caller.scopes.includes('admin'))) return true;
    this.security.note('forbidden', { address: request.ip });
    const credential = caller.kind === 'api_key' ? 'API key' : 'access token';
    throw new ApiError('FORBIDDEN', `This ${credential} lacks the scope ${scope ?? 'for this route'}.`, {
      challenge: { error: 'insufficient_scope', scope },
    });
  }
}
