import type { Logger } from '../../platform/logging/logger.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';

/** Logs one line for each call when it ends, however often it was tried. The logger adds `request_id`. */
export class LoggingInterceptor implements OutboundInterceptor {
  constructor(private readonly logger: Logger) {}

  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const startedAtMs = performance.now();
    try {
      const response = await next(call);
      this.log(call, startedAtMs, response.status, String(response.status));
      return response;
    } catch (error) {
      this.log(call, startedAtMs, null, error instanceof Error ? error.name : 'aborted');
      throw error;
    }
  }

  private log(call: OutboundCall, startedAtMs: number, status: number | null, outcome: string): void {
    const failed = !call.deadline.abandoned && (status === null || status >= 400);
    this.logger[failed ? 'warn' : 'info'](
      {
        event: 'external_api_request',
        provider: call.provider,
        operation: call.operation,
        endpoint: call.endpoint,
        method: call.method,
        status_code: status,
        response_time: Math.round(performance.now() - startedAtMs) / 1000,
        retry_count: Math.max(0, call.progress.attempts - 1),
      },
      `${call.provider} ${call.operation}: ${outcome}`,
    );
  }
}
