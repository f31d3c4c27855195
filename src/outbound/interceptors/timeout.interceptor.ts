import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';
import { TransportFailure } from '../transport-failure.js';

/** Gives an attempt what is left of the call's deadline. Its end closes the socket, in the middle of a body, too. */
export class TimeoutInterceptor implements OutboundInterceptor {
  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const { signal } = call.deadline;
    if (signal.aborted) throw new TransportFailure('not_sent', signal.reason);
    return next({ ...call, signal });
  }
}
