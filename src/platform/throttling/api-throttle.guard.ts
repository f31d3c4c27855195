import { Inject, Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimitError } from '../../contracts/errors.js';
import { SecurityEvents } from '../security/security-events.js';
import { throttlingConfig, type ThrottlingConfig } from './throttling.config.js';
import { WindowCounters } from './window-counters.js';

const WINDOW_MS = 60_000;

/**
 * Bounds how many requests a minute one caller sends, over all routes together. Stands behind the guard that knows the
 * caller. Nest's own module for this is global, and would collide with a product's: the guard is enough.
 */
@Injectable()
export class ApiThrottleGuard extends ThrottlerGuard {
  protected override headerPrefix = 'RateLimit';

  constructor(
    @Inject(throttlingConfig.token) { apiRateLimit }: ThrottlingConfig,
    @Inject(WindowCounters) counters: WindowCounters,
    @Inject(Reflector) reflector: Reflector,
    @Inject(SecurityEvents) private readonly security: SecurityEvents,
  ) {
    super([{ limit: apiRateLimit, ttl: WINDOW_MS }], counters, reflector);
  }

  protected override getTracker({ caller }: FastifyRequest): Promise<string> {
    if (!caller) throw new Error('The throttle of the API needs the guard before it that knows the caller.');
    return Promise.resolve(`api:${caller.id}`);
  }

  protected override generateKey(_context: ExecutionContext, tracker: string): string {
    return tracker;
  }

  protected override throwThrottlingException(
    context: ExecutionContext,
    { limit, timeToExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    const http = context.switchToHttp();
    this.security.note('throttled', { address: http.getRequest<FastifyRequest>().ip });
    void http.getResponse<FastifyReply>().headers({
      'RateLimit-Limit': limit,
      'RateLimit-Remaining': 0,
      'RateLimit-Reset': timeToExpire,
    });
    throw new RateLimitError(
      `That was more than ${limit} requests in a minute. Wait a little, and go on.`,
      { provider: 'hookline', operation: 'api' },
      timeToExpire * 1000,
    );
  }
}
