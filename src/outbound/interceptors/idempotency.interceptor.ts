import { randomUUID } from 'node:crypto';
import { isIdempotent, type OutboundCall, type OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';

/** Gives a call that acts the provider's idempotency header: the caller's key or a new one, the same on every attempt. */
export class IdempotencyInterceptor implements OutboundInterceptor {
  intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    if (call.safety.by !== 'header' || isIdempotent(call)) return next(call);
    const key = call.idempotencyKey ?? randomUUID();
    return next({ ...call, headers: { ...call.headers, [call.safety.header]: key } });
  }
}
