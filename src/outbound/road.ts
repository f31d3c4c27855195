import type { Logger } from '../platform/logging/logger.js';
import { currentCallScope } from './call-scope.js';
import { ContextInterceptor } from './interceptors/context.interceptor.js';
import { IdempotencyInterceptor } from './interceptors/idempotency.interceptor.js';
import { LoggingInterceptor } from './interceptors/logging.interceptor.js';
import { RetryInterceptor } from './interceptors/retry.interceptor.js';
import { TimeoutInterceptor } from './interceptors/timeout.interceptor.js';
import type { HttpRequest, OutboundResponse } from './outbound-call.js';
import { compose, type CallHandler, type OutboundInterceptor } from './outbound-interceptor.js';
import type { RoadPolicy } from './road-policy.js';
import type { Transport } from './transport.js';

/** The one road out to a provider. An SDK is mounted on it by handing its HTTP requests to {@link send}. */
export class Road {
  private readonly travel: CallHandler;

  constructor(
    readonly provider: string,
    policy: RoadPolicy,
    transport: Transport,
    logger: Logger,
  ) {
    this.travel = compose(interceptors(policy, logger), transport.send);
  }

  /**
   * Sends a request under the current call scope and gives back the provider's answer, whatever its status.
   * @throws OutcomeUnknownError when it left, may have acted, and no answer came
   * @throws TimeoutError, ConnectionError when nothing is in doubt
   * @throws ResponseFormatError when a success could not be read to the end
   * @throws the caller's abort reason
   */
  send(request: HttpRequest): Promise<OutboundResponse> {
    return this.travel({ ...request, ...currentCallScope(), provider: this.provider });
  }
}

/** The order of the road. What stands before `retry` sees a call once; what stands after it sees every attempt. */
export function interceptors(policy: RoadPolicy, logger: Logger): readonly OutboundInterceptor[] {
  return [
    new ContextInterceptor(),
    new LoggingInterceptor(logger),
    new IdempotencyInterceptor(policy.idempotencyHeader),
    new RetryInterceptor(policy),
    new TimeoutInterceptor(),
  ];
}
