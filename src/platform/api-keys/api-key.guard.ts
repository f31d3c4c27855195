import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ApiError } from '../http/api-error.js';
import { ApiKeysService, type ApiKey } from './api-keys.service.js';
import type { Scope } from './scopes.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is calling, once the guard has let the request in. */
    apiKey?: ApiKey;
  }
}

/** The scope that a key needs for a route. A route without one is closed to everybody. */
export const RequiresScope = Reflector.createDecorator<Scope>();

/** Lets a request in when its bearer token is a living API key that has the route's scope. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly apiKeys: ApiKeysService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const apiKey = await this.apiKeys.authenticate(bearerToken(request));
    if (!apiKey) {
      throw new ApiError(
        'UNAUTHENTICATED',
        'This API key is unknown or revoked. Make one with: npx hookline api-keys create',
      );
    }
    const scope = this.reflector.get(RequiresScope, context.getHandler());
    if (!scope || !(apiKey.scopes.includes(scope) || apiKey.scopes.includes('admin'))) {
      throw new ApiError('FORBIDDEN', `This API key lacks the scope ${scope ?? 'for this route'}.`);
    }
    request.apiKey = apiKey;
    return true;
  }
}

function bearerToken(request: FastifyRequest): string {
  const [, token] = /^Bearer +(hl_[\w-]{1,200})$/i.exec(request.headers.authorization ?? '') ?? [];
  if (!token) throw new ApiError('UNAUTHENTICATED', 'Send your API key as: Authorization: Bearer hl_…');
  return token;
}
