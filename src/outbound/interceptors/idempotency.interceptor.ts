import { randomUUID } from 'node:crypto';
import { isIdempotent, type OutboundCall, type OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';

/** Gives a call that acts the provider's idempotency header: the caller's key or a new one, the same on every attempt. */
export class IdempotencyInterceptor implements OutboundInterceptor {
  /** `header` in lower case; `undefined` for a provider that knows no such thing. */
  constructor(private readonly header: string | undefined) {}

  intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    if (!this.header || isIdempotent(call.method)) return next(call);
    const key = call.idempotencyKey ?? randomUUID();
    return next({ ...call, headers: { ...call.headers, [this.header]: key } });
  }
}
