import type { WebhookHeaders } from '../../contracts/webhooks.js';
import { REDACTED, redactText } from '../../platform/logging/redaction.js';
import { storedHeaders, verifiableHeaders } from '../ingest/stored-headers.js';

/** Headers that are a secret by their name: `X-Goog-Channel-Token`, `X-Gitlab-Token`, `X-Api-Key`. */
const SECRET = /authorization|cookie|password|secret|token|api-?key/;
/** Signatures are no secrets, and are what it takes to verify again. By chance, one may look like a token. */
const SIGNATURE = /sig|hmac|digest/;

/** The headers of a refused request as they are kept: what was no credential, as it came. */
export function keptHeaders(headers: WebhookHeaders): Record<string, string> {
  return withoutCredentials(verifiableHeaders(headers));
}

/** The headers of a request as they may be shown: as they are kept, without a signature that would fit another body. */
export function shownHeaders(headers: WebhookHeaders): Record<string, string> {
  return withoutCredentials(storedHeaders(headers));
}

function withoutCredentials(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, keptValue(name, value)]));
}

function keptValue(name: string, value: string): string {
  if (SECRET.test(name)) return REDACTED;
  return SIGNATURE.test(name) ? value : redactText(value);
}
