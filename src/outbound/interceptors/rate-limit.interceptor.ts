import { accountOf, type OutboundCall, type OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';
import { readRateLimitHeaders } from '../rate-limit/rate-limit-headers.js';
import type { RateLimitReading } from '../rate-limit/rate-limit-reading.js';
import type { RateLimitRule, RateLimits } from '../rate-limit/rate-limits.js';
import type { RoadPolicy } from '../road-policy.js';

const DEFAULT_WINDOW_SECONDS = 60;

/** Thrown at a call that had its turn and was held up on its way, while the provider asked for a pause: back in line. */
const PAUSED_MEANWHILE = new Error('The provider asked for a pause before the call had left');

/** Keeps an account's calls within the limit of the operator's and the provider's own, over all replicas. */
export class RateLimitInterceptor implements OutboundInterceptor {
  private readonly rule: RateLimitRule;
  private readonly read: (response: OutboundResponse, nowMs: number) => RateLimitReading;

  /** @param perMinute calls a minute for each account; `undefined` without a limit */
  constructor(
    private readonly limits: RateLimits,
    perMinute: number | undefined,
    policy: Pick<RoadPolicy, 'rateLimitWindowSeconds' | 'readRateLimit'>,
  ) {
    this.rule = { perMinute, windowSeconds: policy.rateLimitWindowSeconds ?? DEFAULT_WINDOW_SECONDS };
    this.read = policy.readRateLimit?.bind(policy) ?? readRateLimitHeaders;
  }

  /** @throws RateLimitError when the call's turn would come too late; it has not left then */
  async intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    const bucket = this.limits.bucketFor(call.provider, accountOf(call), this.rule);
    for (;;) {
      const turn = bucket.enter(call);
      const era = turn ? await turn : bucket.era;
      const beforeDeparture = (): void => {
        call.beforeDeparture?.();
        if (bucket.era !== era) throw PAUSED_MEANWHILE;
      };
      let reading: RateLimitReading | undefined;
      try {
        if (turn) beforeDeparture();
        const response = await next({ ...call, beforeDeparture });
        reading = this.read(response, this.limits.clock.dateMs());
        return response;
      } catch (error) {
        if (error !== PAUSED_MEANWHILE) throw error;
      } finally {
        bucket.leave(era, reading);
      }
    }
  }
}
