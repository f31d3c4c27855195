import { isUtf8 } from 'node:buffer';
import type { EventWithRuns, WholeEvent } from './webhook-events.js';

/** An event as the API lists it. */
export function presentEvent(event: EventWithRuns) {
  return {
    id: event.id,
    provider: event.provider,
    connection_id: event.connectionId || null,
    type: event.type,
    external_id: event.externalId,
    status: event.status,
    occurred_at: event.occurredAt,
    received_at: event.receivedAt,
    processed_at: event.processedAt,
    request_id: event.requestId,
    erased_at: event.erasedAt,
    handlers: event.handlerRuns.map((run) => ({
      handler: run.handler,
      status: run.status,
      attempts: run.attempts,
      order_key: run.orderKey,
      last_error: run.lastError,
      last_attempt_at: run.lastAttemptAt,
      next_attempt_at: run.nextAttemptAt,
    })),
  };
}

/**
 * An event whole, as JSON text. `payload` is the body as it came, by `payload_encoding`: `json` as the JSON that it is,
 * `text` (a form, XML) as a string, `base64` as a string of the bytes that are no UTF-8; both are `null` when there is no
 * body. JSON goes in verbatim: parsing and writing it again would change what JavaScript cannot hold (1e999, 2^53 + 1,
 * repeated keys), and fail on very deep nesting.
 */
export function presentWholeEvent(event: WholeEvent): string {
  const { headers = null, rawBody = new Uint8Array() } = event.payload ?? {};
  const { encoding, json } = presentPayload(rawBody);
  const head = JSON.stringify({ ...presentEvent(event), headers, payload_encoding: encoding });
  return `${head.slice(0, -1)},"payload":${json}}`;
}

interface PresentedPayload {
  encoding: 'json' | 'text' | 'base64' | null;
  /** One value of JSON. */
  json: string;
}

function presentPayload(rawBody: Uint8Array): PresentedPayload {
  if (rawBody.length === 0) return { encoding: null, json: 'null' };
  const bytes = Buffer.from(rawBody);
  if (!isUtf8(bytes)) return { encoding: 'base64', json: JSON.stringify(bytes.toString('base64')) };
  const text = bytes.toString('utf8');
  return isJson(text) ? { encoding: 'json', json: text } : { encoding: 'text', json: JSON.stringify(text) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false; // as some sources may have it
  }
}
