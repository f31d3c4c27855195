import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../audit/audit-log.js';

/** Who calls the API: the program with an API key, or the subject of an access token. */
export interface ApiCaller {
  readonly kind: 'api_key' | 'access_token';
  /** The key's id, or what stands for issuer and subject of a token: a UUID. */
  readonly id: string;
  /** As a person knows them: the key's name, the token's subject. */
  readonly name: string;
  readonly scopes: readonly string[];
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is calling, once their credential was found good. */
    caller?: ApiCaller;
  }
}

/** Who is behind a request, as the audit log names them. For routes of an `@ApiController`. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { caller, ip } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('A route asks for its caller, but is not behind the API’s guard.');
  return { kind: caller.kind, id: caller.id, name: caller.name, address: ip };
});
