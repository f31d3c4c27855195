import type { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import { BearerAuthorization } from '../../outbound/authorization/bearer-authorization.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { readRateLimitHeaders } from '../../outbound/rate-limit/rate-limit-headers.js';
import type { RateLimitReading } from '../../outbound/rate-limit/rate-limit-reading.js';
import type { RoadPolicy } from '../../outbound/road-policy.js';
import type { RoadDefaults } from '../../outbound/road-settings.js';
import type { HubSpotConfig } from './hubspot.config.js';
import { readRefusal } from './contacts/refusal.js';

/**
 * A hundred calls in ten seconds: what every account has, whatever it pays.
 * @see https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
 */
export const HUBSPOT_DEFAULTS: RoadDefaults = { rateLimitPerMinute: 600 };

/** A record that is being written by somebody else, and what Cloudflare says when HubSpot does not answer it. */
const PASSING = new Set([423, 521, 522, 523, 524]);

/** How calls to HubSpot behave on the road out. HubSpot has no idempotency keys; what is sent here are upserts. */
export function hubspotPolicy(
  { accessToken }: Pick<HubSpotConfig, 'accessToken'>,
  authorizations: ConnectionAuthorizations,
): RoadPolicy {
  const own = accessToken === undefined ? undefined : new BearerAuthorization({ token: accessToken });
  return {
    writes: { by: 'none' },
    authorization: authorizations.forProvider('hubspot', own),
    answersJson: true,
    rateLimitWindowSeconds: 10,
    readRateLimit,
    retryHint,
  };
}

/** The search has a limit of its own, five calls in a second, and is no reason to hold all others up. */
function readRateLimit(response: OutboundResponse, nowMs: number): RateLimitReading {
  const reading = readRateLimitHeaders(response, nowMs);
  if (!reading.throttled || policyOf(response) !== 'SECONDLY') return reading;
  return { ...reading, throttled: false, waitMs: undefined };
}

/** What is left of a day is nothing to wait for. */
function retryHint(response: OutboundResponse): boolean | undefined {
  if (PASSING.has(response.status)) return true;
  return response.status === 429 && policyOf(response) === 'DAILY' ? false : undefined;
}

function policyOf({ body }: OutboundResponse): string | undefined {
  return readRefusal(body).policyName;
}
