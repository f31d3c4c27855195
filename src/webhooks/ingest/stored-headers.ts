import type { WebhookHeaders } from '../../contracts/webhooks.js';
import { REDACTED } from '../../platform/logging/redaction.js';

/** Headers that are somebody's credentials and no business of a stored event. */
const NOT_STORED = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** Where a provider sends the secret itself instead of a signature: whoever reads events could forge some. */
const SECRETS = new Set(['x-goog-channel-token']);

/** The headers that are kept with an event or a refused request. */
export function storedHeaders(headers: WebhookHeaders): Record<string, string> {
  const stored: Record<string, string> = {};
  for (const name in headers) {
    if (!NOT_STORED.has(name)) stored[name] = SECRETS.has(name) ? REDACTED : String(headers[name]);
  }
  return stored;
}
