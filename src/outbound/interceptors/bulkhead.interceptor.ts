import type { Bulkhead } from '../bulkhead/bulkhead.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';

/** Lets a limited number of calls to a provider be in flight at once; the others wait for their turn. */
export class BulkheadInterceptor implements OutboundInterceptor {
  constructor(private readonly bulkhead: Bulkhead) {}

  /**
   * @throws OverloadedError when too many calls wait already
   * @throws TimeoutError when the deadline was over before the call's turn came
   * @throws CircuitOpenError when the circuit has opened meanwhile
   */
  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const turn = this.bulkhead.enter(call);
    if (turn) await turn;
    try {
      call.beforeDeparture?.();
      return await next(call);
    } finally {
      this.bulkhead.leave(call);
    }
  }
}
