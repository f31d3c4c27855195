import type { WebhookHeaders } from '../../contracts/webhooks.js';
import { REDACTED } from '../../platform/logging/redaction.js';

/** Headers that are somebody's credentials and no business of a stored event. */
const NOT_STORED = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** Where a provider sends the secret itself instead of a signature: whoever reads events could forge some. */
const SECRETS = new Set(['x-goog-channel-token']);

/**
 * Signatures with which whoever reads them could forge events: PayPal's covers only a CRC-32 of the body, which anybody can
 * have another body match. Those of all others are a MAC or a signature over the raw body itself: no other body fits, so
 * that they are harmless to show.
 */
const REUSABLE_SIGNATURES = new Set(['paypal-transmission-sig']);

const HIDDEN = new Set([...SECRETS, ...REUSABLE_SIGNATURES]);

/** The headers that are kept with an event, and of those of a refused request what may be shown. */
export function storedHeaders(headers: WebhookHeaders): Record<string, string> {
  return without(HIDDEN, headers);
}

/** The headers of a request whose signature will be looked at again. They are not to be shown as they are. */
export function verifiableHeaders(headers: WebhookHeaders): Record<string, string> {
  return without(SECRETS, headers);
}

function without(hidden: ReadonlySet<string>, headers: WebhookHeaders): Record<string, string> {
  const stored: Record<string, string> = {};
  for (const name in headers) {
    if (!NOT_STORED.has(name)) stored[name] = hidden.has(name) ? REDACTED : String(headers[name]);
  }
  return stored;
}
