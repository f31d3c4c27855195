import type { Fault } from '../faults.js';
import { type Answer, errorAnswer } from './errors.js';

/** A fault to happen to the next matching requests. `status`: nothing happens but an answer of `status` with `headers`. */
export interface StripeFault extends Fault<'status'> {
  /** @default 500 */
  status?: number;
  headers?: Record<string, string>;
}

/** What Stripe would say with that status. */
export function injectedAnswer(status: number): Answer {
  if (status === 429) {
    return errorAnswer(status, {
      type: 'invalid_request_error',
      code: 'rate_limit',
      message: 'Request rate limit exceeded.',
    });
  }
  const type = status >= 500 ? 'api_error' : 'invalid_request_error';
  return errorAnswer(status, { type, message: 'An unknown error occurred' });
}
