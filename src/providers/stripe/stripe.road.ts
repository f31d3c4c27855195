import { z } from 'zod';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import type { RoadPolicy } from '../../outbound/road-policy.js';
import type { StripeConfig } from './stripe.config.js';

/** Refusals that only ask to come back in a moment. */
const PASSING_CONFLICTS = new Set(['idempotency_key_in_use', 'lock_timeout']);

const errorBody = z.object({ error: z.object({ code: z.string() }) });

/** How calls to Stripe behave on the road out. @see https://docs.stripe.com/api/idempotent_requests */
export function stripeRoad({
  maxRetries,
  retryDelayMs,
}: Pick<StripeConfig, 'maxRetries' | 'retryDelayMs'>): RoadPolicy {
  return { maxRetries, retryDelayMs, idempotencyHeader: 'idempotency-key', retryHint };
}

/** @see https://docs.stripe.com/error-low-level#should-retry */
function retryHint({ status, headers, body }: OutboundResponse): boolean | undefined {
  const advice = headers['stripe-should-retry'];
  if (advice === 'true' || advice === 'false') return advice === 'true';
  if (status !== 409) return undefined;
  return PASSING_CONFLICTS.has(errorCode(body) ?? '') ? true : undefined;
}

function errorCode(body: Buffer): string | undefined {
  try {
    return errorBody.safeParse(JSON.parse(body.toString())).data?.error.code;
  } catch {
    return undefined; // not JSON: no word of Stripe's about repeating
  }
}
