import { z } from 'zod';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { readRateLimitHeaders } from '../../outbound/rate-limit/rate-limit-headers.js';
import type { RateLimitReading } from '../../outbound/rate-limit/rate-limit-reading.js';
import type { RoadPolicy } from '../../outbound/road-policy.js';
import type { RoadDefaults } from '../../outbound/road-settings.js';

/** Refusals that only ask to come back in a moment. */
const PASSING_CONFLICTS = new Set(['idempotency_key_in_use', 'lock_timeout']);

const errorBody = z.object({ error: z.object({ code: z.string() }) });

/** @see https://docs.stripe.com/rate-limits */
export const STRIPE_DEFAULTS: RoadDefaults = {
  retryDelaySeconds: 0.5,
  /** A hundred a second. */
  rateLimitPerMinute: 6_000,
};

/** How calls to Stripe behave on the road out. @see https://docs.stripe.com/api/idempotent_requests */
export const stripePolicy: RoadPolicy = {
  writes: { by: 'header', header: 'idempotency-key' },
  retryHint,
  rateLimitWindowSeconds: 1,
  readRateLimit,
};

/** @see https://docs.stripe.com/error-low-level#should-retry */
function retryHint({ status, headers, body }: OutboundResponse): boolean | undefined {
  const advice = headers['stripe-should-retry'];
  if (advice === 'true' || advice === 'false') return advice === 'true';
  if (status !== 409) return undefined;
  return PASSING_CONFLICTS.has(errorCode(body) ?? '') ? true : undefined;
}

/** `lock_timeout` is a quarrel over one object, and no reason to slow all others down. */
function readRateLimit(response: OutboundResponse, nowMs: number): RateLimitReading {
  const reading = readRateLimitHeaders(response, nowMs);
  if (!reading.throttled || errorCode(response.body) !== 'lock_timeout') return reading;
  return { ...reading, throttled: false };
}

function errorCode(body: Buffer): string | undefined {
  try {
    return errorBody.safeParse(JSON.parse(body.toString())).data?.error.code;
  } catch {
    return undefined; // not JSON: no word of Stripe's about repeating
  }
}
