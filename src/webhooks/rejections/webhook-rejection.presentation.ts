import { isUtf8 } from 'node:buffer';
import { redactText } from '../../platform/logging/redaction.js';
import { shownHeaders } from './kept-headers.js';
import type { WebhookRejection, WebhookRejectionSummary } from './rejected-requests.js';

/** A refused request as the API lists it. */
export function presentRejection(rejection: WebhookRejectionSummary) {
  return {
    id: rejection.id,
    provider: rejection.provider,
    connection_id: rejection.connectionId || null,
    reason: rejection.reason,
    message: rejection.message,
    received_at: rejection.receivedAt,
    request_id: rejection.requestId,
    truncated: rejection.truncated,
    accepted_at: rejection.acceptedAt,
  };
}

/** A refused request whole. A body that is not text is in base64. */
export function presentWholeRejection(rejection: WebhookRejection) {
  const body = Buffer.from(rejection.body);
  const encoding: 'utf8' | 'base64' = isUtf8(body) ? 'utf8' : 'base64';
  return {
    ...presentRejection(rejection),
    method: rejection.method,
    // It is kept whole, as some signatures cover it, but may have somebody's token in its query.
    url: redactText(rejection.url),
    headers: shownHeaders(rejection.headers),
    body_encoding: encoding,
    body: body.toString(encoding),
  };
}
