import { randomUUID } from 'node:crypto';
import { requestId, runWithRequestId } from '../../platform/context/request-context.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';

/** Sends the id of the request or job at hand on as `X-Request-ID`; a call outside of any gets one of its own. */
export class ContextInterceptor implements OutboundInterceptor {
  intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const id = requestId();
    if (id) return next(withRequestId(call, id));
    const made = randomUUID();
    return runWithRequestId(made, () => next(withRequestId(call, made)));
  }
}

function withRequestId(call: OutboundCall, id: string): OutboundCall {
  return { ...call, headers: { ...call.headers, 'x-request-id': id } };
}
