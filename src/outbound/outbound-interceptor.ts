import type { OutboundCall, OutboundResponse } from './outbound-call.js';

export type CallHandler = (call: OutboundCall) => Promise<OutboundResponse>;

/**
 * One concern of every call: above `await next(call)` is the way out, below it the way back. Nest's interceptor,
 * turned outward.
 */
export interface OutboundInterceptor {
  intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse>;
}

/** Puts interceptors before a transport; the first of the list is the outermost. */
export function compose(interceptors: readonly OutboundInterceptor[], transport: CallHandler): CallHandler {
  return interceptors.reduceRight<CallHandler>(
    (next, interceptor) => (call) => interceptor.intercept(call, next),
    transport,
  );
}
