import { workLimits } from '../platform/context/request-context.js';
import type { Authorization } from './authorization/authorization.js';
import { tokenSender } from './authorization/token-sender.js';
import { Bulkhead } from './bulkhead/bulkhead.js';
import { currentCallScope } from './call-scope.js';
import { AnswerInterceptor } from './interceptors/answer.interceptor.js';
import { AuthorizationInterceptor } from './interceptors/authorization.interceptor.js';
import { BulkheadInterceptor } from './interceptors/bulkhead.interceptor.js';
import { CacheInterceptor } from './interceptors/cache.interceptor.js';
import { CircuitBreakerInterceptor } from './interceptors/circuit-breaker.interceptor.js';
import { CompressionInterceptor } from './interceptors/compression.interceptor.js';
import { ContextInterceptor } from './interceptors/context.interceptor.js';
import { DeprecationInterceptor } from './interceptors/deprecation.interceptor.js';
import { IdempotencyInterceptor } from './interceptors/idempotency.interceptor.js';
import { LoggingInterceptor } from './interceptors/logging.interceptor.js';
import { MetricsInterceptor } from './interceptors/metrics.interceptor.js';
import { RateLimitInterceptor } from './interceptors/rate-limit.interceptor.js';
import { RequestLogInterceptor } from './interceptors/request-log.interceptor.js';
import { RetryInterceptor } from './interceptors/retry.interceptor.js';
import { TimeoutInterceptor } from './interceptors/timeout.interceptor.js';
import type { HttpRequest, OutboundResponse } from './outbound-call.js';
import { compose, type CallHandler, type OutboundInterceptor } from './outbound-interceptor.js';
import { RetryBudget } from './retry/retry-budget.js';
import type { RoadPolicy } from './road-policy.js';
import type { RoadServices } from './road-services.js';
import type { RoadSettings } from './road-settings.js';
import type { Transport } from './transport/transport.js';

/** The one road out to a provider. An SDK is mounted on it by handing its HTTP requests to {@link send}. */
export class Road {
  private readonly travel: CallHandler;

  constructor(
    readonly provider: string,
    readonly settings: RoadSettings,
    readonly policy: RoadPolicy,
    services: RoadServices,
    transport: Transport,
  ) {
    const depart: CallHandler = (call) => {
      call.progress.attempts += 1;
      return transport.send(call);
    };
    const chain = (authorization?: Authorization) =>
      compose(interceptors(provider, settings, policy, services, authorization), depart);
    const authorization =
      typeof policy.authorization === 'function'
        ? policy.authorization(tokenSender(provider, settings.timeoutMs, chain(), services.clock))
        : policy.authorization;
    this.travel = chain(authorization);
  }

  /**
   * Sends a request under the current call scope and gives back the provider's answer, whatever its status.
   * @throws OutcomeUnknownError when it left, may have acted, and no answer came
   * @throws TimeoutError, ConnectionError when nothing is in doubt
   * @throws CircuitOpenError, RateLimitError, OverloadedError when it was held back and nothing was sent
   * @throws ResponseFormatError when a success could not be read to the end
   * @throws the caller's abort reason
   */
  send(request: HttpRequest): Promise<OutboundResponse> {
    return this.travel({
      ...request,
      safety: this.policy.writes,
      ...currentCallScope(),
      priority: workLimits()?.background ? 'background' : 'interactive',
      provider: this.provider,
    });
  }
}

/** The order of the road. What stands before `retry` sees a call once; what stands after it sees every attempt. */
export function interceptors(
  provider: string,
  settings: RoadSettings,
  policy: RoadPolicy,
  { logger, metrics, requestLog, cache, circuits, rateLimits, outcomes, notices, clock }: RoadServices,
  authorization?: Authorization,
): readonly OutboundInterceptor[] {
  return [
    new ContextInterceptor(),
    new LoggingInterceptor(logger, policy.successLogLevel),
    new RequestLogInterceptor(requestLog),
    new CacheInterceptor(cache, metrics),
    new AnswerInterceptor(),
    new DeprecationInterceptor(notices),
    new IdempotencyInterceptor(),
    new CompressionInterceptor(policy.compressFromBytes),
    new RetryInterceptor(settings, policy, new RetryBudget(clock), outcomes, metrics, clock),
    new CircuitBreakerInterceptor(circuits, policy),
    new RateLimitInterceptor(rateLimits, settings.rateLimitPerMinute, policy),
    new AuthorizationInterceptor(authorization, {
      allowedOrigin: new URL(settings.baseUrl).origin,
      refuses: policy.refusesCredential,
      onAuthFailure: () => metrics.authFailed(provider),
    }),
    new BulkheadInterceptor(
      new Bulkhead(provider, settings.maxConcurrent, () => metrics.overloaded(provider)),
    ),
    new MetricsInterceptor(metrics),
    new TimeoutInterceptor({ ...settings, ...policy }),
  ];
}
