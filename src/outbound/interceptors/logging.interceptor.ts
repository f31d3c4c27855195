import type { Logger } from '../../platform/logging/logger.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';
import { answeredWith, endedBy, type CallResult } from '../request-log/call-result.js';

/** Logs one line for each call when it ends, however often it was tried. The logger adds `request_id`. */
export class LoggingInterceptor implements OutboundInterceptor {
  /** @param successLevel at which calls are logged that did not fail; the others are warnings */
  constructor(
    private readonly logger: Logger,
    private readonly successLevel: 'info' | 'debug' = 'info',
  ) {}

  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const startedAtMs = performance.now();
    try {
      const response = await next(call);
      this.log(call, startedAtMs, answeredWith(response, call), String(response.status), response.fromCache);
      return response;
    } catch (error) {
      this.log(call, startedAtMs, endedBy(error, call), error instanceof Error ? error.name : 'aborted');
      throw error;
    }
  }

  private log(
    call: OutboundCall,
    startedAtMs: number,
    { statusCode, errorCode, failed }: CallResult,
    outcome: string,
    fromCache?: OutboundResponse['fromCache'],
  ): void {
    this.logger[failed ? 'warn' : this.successLevel](
      {
        event: 'external_api_request',
        provider: call.provider,
        operation: call.operation,
        endpoint: call.endpoint,
        method: call.method,
        status_code: statusCode,
        response_time: Math.round(performance.now() - startedAtMs) / 1000,
        retry_count: Math.max(0, call.progress.attempts - 1),
        // What is undefined is left out of the line.
        connection_id: call.connectionId,
        from_cache: fromCache,
        error: errorCode ?? undefined,
      },
      `${call.provider} ${call.operation}: ${outcome}`,
    );
  }
}
