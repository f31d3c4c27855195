import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';
import { answeredWith, endedBy, type CallResult } from '../request-log/call-result.js';
import { noteObserved } from '../request-log/observed-calls.js';

/** Who is told how each call ended. */
export interface CallListener {
  callEnded(call: OutboundCall, result: CallResult, durationMs: number, error?: unknown): void;
}

/** Tells the request log of each call when it ends, however often it was tried. */
export class RequestLogInterceptor implements OutboundInterceptor {
  constructor(private readonly requestLog: CallListener) {}

  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const startedAtMs = performance.now();
    try {
      const response = await next(call);
      noteObserved(call, response, performance.now() - startedAtMs);
      // A fresh answer from the cache is no request: nobody was asked.
      if (response.fromCache !== 'fresh') {
        this.requestLog.callEnded(call, answeredWith(response, call), performance.now() - startedAtMs);
      }
      return response;
    } catch (error) {
      if (error instanceof Error) noteObserved(call, error, performance.now() - startedAtMs);
      this.requestLog.callEnded(call, endedBy(error, call), performance.now() - startedAtMs, error);
      throw error;
    }
  }
}
