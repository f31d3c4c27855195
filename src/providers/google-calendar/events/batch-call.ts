import type { ApiOperation } from '../../../connections/roads/provider-api.js';
import { IntegrationError, ResponseFormatError } from '../../../contracts/errors.js';
import { readJson } from '../../../outbound/json.js';
import type { OutboundResponse } from '../../../outbound/outbound-call.js';
import { BATCH, readBatch, writeBatch, type BatchPart } from './batch.js';
import { refusalOf } from '../google-calendar.errors.js';
import type { About } from './event-checks.js';
import { googleEvent, type GoogleCalendarEvent } from './event-mapping.js';

/** What Google says about one item. */
export interface Told<Item> {
  readonly item: Item;
  readonly answer: BatchAnswer;
}

type BatchAnswer = { readonly raw: GoogleCalendarEvent } | { readonly error: IntegrationError };

/**
 * Makes a call about an event for each item, all at once; sending them again has to be safe. A batch that fails as a
 * whole has failed for each of its items.
 * @returns what Google says to each, in their order
 * @throws the caller's abort reason
 */
export async function callBatch<Item>(
  google: ApiOperation,
  items: readonly Item[],
  toPart: (item: Item) => BatchPart,
): Promise<readonly Told<Item>[]> {
  if (items.length === 0) return [];
  const { contentType, bytes } = writeBatch(items.map(toPart));
  try {
    const response = await google.send({
      method: 'POST',
      path: BATCH,
      headers: { accept: 'multipart/mixed', 'content-type': contentType },
      bytes,
      safety: { by: 'upsert' },
    });
    const answers = readBatch(response);
    return items.map((item, index) => ({ item, answer: readAnswer(google, answers.get(index)) }));
  } catch (error) {
    if (!(error instanceof IntegrationError)) throw error;
    return items.map((item) => ({ item, answer: { error } }));
  }
}

function readAnswer(google: ApiOperation, answer: OutboundResponse | undefined): BatchAnswer {
  const about = google.describe();
  if (!answer) {
    const message =
      'Google left this event out of its answer. Repeat the call with the same idempotency key.';
    return { error: new ResponseFormatError(message, about) };
  }
  const error = refusalOf(answer, about);
  return error ? { error } : readEvent(answer, about);
}

function readEvent(answer: OutboundResponse, about: About): BatchAnswer {
  try {
    const { data: raw } = googleEvent.safeParse(readJson(answer, about));
    if (raw) return { raw };
  } catch (error) {
    if (error instanceof IntegrationError) return { error };
    throw error;
  }
  const message = `Google answered ${about.operation} in a form that it does not document. Check GOOGLE_API_BASE_URL.`;
  return { error: new ResponseFormatError(message, { ...about, status: answer.status }) };
}
