import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';

/**
 * Lets the operation read a success, and notes one that makes no sense. It stands within the cache, which so keeps
 * nothing that cannot be used, and outside of retry: what cannot be read has happened and is not sent again.
 */
export class AnswerInterceptor implements OutboundInterceptor {
  /** @throws ResponseFormatError */
  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const response = await next(call);
    if (!call.read || response.status < 200 || response.status >= 300) return response;
    try {
      call.read(response);
    } catch (error) {
      call.progress.unusable = response;
      throw error;
    }
    return response;
  }
}
