import type { ApiNoticeListener } from '../notices/api-notice.js';
import { readDeprecation } from '../notices/deprecation-headers.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';

/**
 * Passes on what an answer says about the end of its endpoint, whatever its status. It stands within the cache, so that
 * kept answers tell nothing twice, and before whoever reads the answer, so that one of no use tells it all the same.
 */
export class DeprecationInterceptor implements OutboundInterceptor {
  constructor(private readonly notices: Pick<ApiNoticeListener, 'deprecated'>) {}

  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const response = await next(call);
    const deprecation = readDeprecation(response.headers, call.url.origin);
    if (deprecation) this.notices.deprecated(call.provider, call.operation, call.endpoint, deprecation);
    return response;
  }
}
