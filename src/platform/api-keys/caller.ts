import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../audit/audit-log.js';

/** The API key behind a request, as the audit log names it. For routes of an `@ApiController`. */
export const Caller = createParamDecorator((_data: unknown, context: ExecutionContext): Actor => {
  const { apiKey, ip } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!apiKey) throw new Error('A route asks for its caller, but is not behind an API key.');
  return { kind: 'api_key', id: apiKey.id, name: apiKey.name, address: ip };
});
