import type { OutboundMetrics } from '../metrics/outbound-metrics.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';
import { TransportFailure, type FailureReason } from '../transport/transport-failure.js';

const TIMEOUTS: ReadonlySet<FailureReason> = new Set([
  'connect_timeout',
  'headers_timeout',
  'body_timeout',
  'deadline',
]);

/** Counts and times every attempt, by the provider's answer or by how it failed. */
export class MetricsInterceptor implements OutboundInterceptor {
  constructor(private readonly metrics: OutboundMetrics) {}

  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const startedAtMs = performance.now();
    try {
      const response = await next(call);
      this.metrics.attemptEnded(call, response.status, secondsSince(startedAtMs));
      return response;
    } catch (error) {
      // Any other error means that the attempt was refused before it left.
      if (error instanceof TransportFailure) this.failed(call, error, secondsSince(startedAtMs));
      throw error;
    }
  }

  private failed(call: OutboundCall, { fault, reason }: TransportFailure, seconds: number): void {
    this.metrics.attemptEnded(call, fault, seconds);
    if (TIMEOUTS.has(reason)) this.metrics.timedOut(call.provider);
  }
}

function secondsSince(startedAtMs: number): number {
  return (performance.now() - startedAtMs) / 1000;
}
