import { randomUUID } from 'node:crypto';
import { systemClock, type Clock } from '../clock.js';
import { Deadline } from '../deadline.js';
import type { HttpRequest, OutboundResponse } from '../outbound-call.js';
import type { CallHandler } from '../outbound-interceptor.js';
import type { TokenCall } from './client-credentials-authorization.js';

/** Sends a request for a token along the road. */
export type TokenSender = (request: HttpRequest, about: TokenCall) => Promise<OutboundResponse>;

/**
 * Token requests take a chain without authorization and with a bulkhead of its own: calls that wait for a token hold
 * none of its slots, and it none of theirs. They have a deadline of their own, since many calls may wait for one.
 */
export function tokenSender(
  provider: string,
  timeoutMs: number,
  travel: CallHandler,
  clock: Clock = systemClock,
): TokenSender {
  return async (request, about) => {
    const deadline = new Deadline(timeoutMs, undefined, clock);
    try {
      return await travel({
        ...request,
        ...about,
        provider,
        idempotencyKey: randomUUID(),
        priority: 'interactive',
        deadline,
        progress: { attempts: 0 },
      });
    } finally {
      deadline.clear();
    }
  };
}
