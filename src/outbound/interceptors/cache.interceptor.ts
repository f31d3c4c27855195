import { IntegrationError, OutcomeUnknownError, ResponseFormatError } from '../../contracts/errors.js';
import type { ResponseCache } from '../cache/response-cache.js';
import { isReading, type CacheRule, type OutboundCall, type OutboundResponse } from '../outbound-call.js';
import type { CallHandler, OutboundInterceptor } from '../outbound-interceptor.js';

/** Who is told where each answer came from; `miss` is the provider's own. */
interface CacheListener {
  cacheAsked(provider: string, result: NonNullable<OutboundResponse['fromCache']> | 'miss'): void;
}

/** Answers reading calls that opted in from the cache, and makes it forget what a call that acts may have changed. */
export class CacheInterceptor implements OutboundInterceptor {
  constructor(
    private readonly cache: ResponseCache,
    private readonly listener: CacheListener,
  ) {}

  intercept(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    if (!isReading(call)) return this.write(call, next);
    if (!call.cache || call.method === 'OPTIONS') return next(call);
    return this.read(call, call.cache, next);
  }

  private async read(call: OutboundCall, rule: CacheRule, next: CallHandler): Promise<OutboundResponse> {
    const response = await this.cache.answer(call, rule, next);
    this.listener.cacheAsked(call.provider, response.fromCache ?? 'miss');
    return response;
  }

  private async write(call: OutboundCall, next: CallHandler): Promise<OutboundResponse> {
    let mayHaveActed = true;
    try {
      const response = await next(call);
      mayHaveActed = response.status < 400 || response.status >= 500;
      return response;
    } catch (error) {
      // What was answered and made no sense, or was refused in a part of it, may have acted.
      mayHaveActed = leavesDoubt(error) || call.progress.unusable !== undefined;
      throw error;
    } finally {
      if (mayHaveActed) await this.cache.forgetAfter(call);
    }
  }
}

/** Not so the errors of calls that were held back or provably not processed: kept answers are needed most just then. */
function leavesDoubt(error: unknown): boolean {
  const isCertain = error instanceof IntegrationError;
  return !isCertain || error instanceof OutcomeUnknownError || error instanceof ResponseFormatError;
}
