import type { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import { JwtAuthorization } from '../../outbound/authorization/jwt-authorization.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { readRateLimitHeaders } from '../../outbound/rate-limit/rate-limit-headers.js';
import type { RoadPolicy } from '../../outbound/road-policy.js';
import type { GoogleCalendarConfig, GoogleServiceAccount } from './google-calendar.config.js';
import { isThrottled } from './google-calendar.errors.js';
import { CALENDAR_SCOPES } from './google-calendar.scopes.js';

/** The longest that Google accepts, in seconds. */
const TOKEN_LIFETIME_SECONDS = 3_600;

/** How calls to Google behave on the road out. */
export function googleCalendarPolicy(
  { serviceAccount }: GoogleCalendarConfig,
  connections: Pick<ConnectionAuthorizations, 'forProvider'>,
): RoadPolicy {
  return {
    writes: { by: 'none' },
    answersJson: true,
    retryHint: (response) => (isThrottled(response) ? true : undefined),
    readRateLimit,
    authorization: connections.forProvider('google-calendar', serviceAccount && selfSigned(serviceAccount)),
  };
}

/** The account signs its tokens itself, so that none has to be fetched. @see https://google.aip.dev/auth/4111 */
function selfSigned({ email, keyId, privateKey }: GoogleServiceAccount): JwtAuthorization {
  return new JwtAuthorization({
    algorithm: 'RS256',
    key: privateKey,
    keyId,
    issuer: email,
    subject: email,
    lifetimeSeconds: TOKEN_LIFETIME_SECONDS,
    claims: () => ({ scope: CALENDAR_SCOPES.join(' ') }),
  });
}

function readRateLimit(response: OutboundResponse, nowMs: number) {
  const reading = readRateLimitHeaders(response, nowMs);
  return { ...reading, throttled: reading.throttled || isThrottled(response) };
}
