import {
  SetMetadata,
  UseInterceptors,
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { IDEMPOTENT, IdempotencyInterceptor, type IdempotentOptions } from './idempotency.interceptor.js';

/** A route that acts: a repeat with the same `Idempotency-Key` gets the first answer and does nothing. */
export function Idempotent(options: IdempotentOptions): MethodDecorator {
  return applyDecorators(SetMetadata(IDEMPOTENT, options), UseInterceptors(IdempotencyInterceptor));
}

/**
 * The key to hand to providers as `CallOptions.idempotencyKey`: derived from the caller and its `Idempotency-Key`, so
 * that the same request means the same call even after a crash, and two callers who chose one key never meet.
 */
export const CallKey = createParamDecorator(
  (_data: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>().callKey,
);
