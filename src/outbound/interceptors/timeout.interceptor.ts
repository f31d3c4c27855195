import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';
import { isRepeatable } from '../retry/repeatable.js';
import { failureOf } from '../transport/transport-failure.js';

/** What a first attempt may use of the time for its headers, so that a hang leaves enough for a repeat. */
const FIRST_SHARE = 1 / 3;

interface TimeoutOptions {
  /** To make a connection, in ms. @default 5 s */
  readonly connectTimeoutMs?: number;
  /** The longest silence within a body, in ms. @default 15 s */
  readonly bodyTimeoutMs?: number;
  /** How often the call may be sent again after the first try. */
  readonly maxRetries: number;
}

/** Gives an attempt its limits, all within the call's deadline, whose end closes the socket whatever it is doing. */
export class TimeoutInterceptor implements OutboundInterceptor {
  private readonly connectMs: number;
  private readonly bodyMs: number;
  private readonly maxRetries: number;

  constructor({ connectTimeoutMs = 5000, bodyTimeoutMs = 15_000, maxRetries }: TimeoutOptions) {
    this.connectMs = connectTimeoutMs;
    this.bodyMs = bodyTimeoutMs;
    this.maxRetries = maxRetries;
  }

  intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const { deadline, progress } = call;
    if (deadline.signal.aborted) return Promise.reject(failureOf(deadline, 'not_sent'));
    const leavesTime = progress.attempts === 0 && this.maxRetries > 0 && isRepeatable(call);
    const headersMs = Math.ceil(deadline.remainingMs() * (leavesTime ? FIRST_SHARE : 1));
    return next({ ...call, timeouts: { connectMs: this.connectMs, headersMs, bodyMs: this.bodyMs } });
  }
}
