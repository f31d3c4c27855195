import type { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import { BearerAuthorization } from '../../outbound/authorization/bearer-authorization.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { readRateLimitHeaders } from '../../outbound/rate-limit/rate-limit-headers.js';
import type { RateLimitReading } from '../../outbound/rate-limit/rate-limit-reading.js';
import type { RoadPolicy } from '../../outbound/road-policy.js';
import type { SlackConfig } from './slack.config.js';
import { refusesToken } from './slack.errors.js';

/**
 * How calls to Slack behave on the road out. Slack has no idempotency keys: a message whose answer is lost is never
 * sent again, its outcome is unknown.
 * @see https://docs.slack.dev/apis/web-api/
 */
export function slackPolicy(
  { botToken }: Pick<SlackConfig, 'botToken'>,
  authorizations: ConnectionAuthorizations,
): RoadPolicy {
  const own = botToken === undefined ? undefined : new BearerAuthorization({ token: botToken });
  return {
    writes: { by: 'none' },
    authorization: authorizations.forProvider('slack', own),
    refusesCredential: refusesToken,
    readRateLimit,
  };
}

/**
 * A 429 of Slack's is about one method, and for messages about one channel: the call itself waits for as long as it says,
 * and nobody else does.
 * @see https://docs.slack.dev/apis/web-api/rate-limits
 */
function readRateLimit(response: OutboundResponse, nowMs: number): RateLimitReading {
  return { ...readRateLimitHeaders(response, nowMs), throttled: false };
}
