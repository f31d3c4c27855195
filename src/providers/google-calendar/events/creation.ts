import type { ApiOperation } from '../../../connections/roads/provider-api.js';
import type { CalendarEvent, EventInput, EventOutcome } from '../../../contracts/calendars.js';
import { ConflictError, IdempotencyConflictError, IntegrationError } from '../../../contracts/errors.js';
import { callBatch } from './batch-call.js';
import { BATCH_SIZE } from './batch.js';
import { EVENT, EVENTS } from '../google-calendar.client.js';
import { isDuplicate } from '../google-calendar.errors.js';
import { insertion } from './event-body.js';
import { checkInput, type About } from './event-checks.js';
import { googleEvent, toCalendarEvent, type GoogleCalendarEvent } from './event-mapping.js';
import { fromGoogleTime, isSameTime } from './times.js';

type GoogleEvent = CalendarEvent<GoogleCalendarEvent>;
type Outcome = EventOutcome<GoogleCalendarEvent>;

/** An event that is to be made. */
interface Creation {
  readonly input: EventInput;
  readonly insertion: ReturnType<typeof insertion>;
}

/**
 * Makes one event; once for one idempotency key.
 * @throws ValidationError before anything is sent
 * @throws IdempotencyConflictError when the key has made another event
 * @throws ConflictError when the event that the key has made was deleted since
 */
export async function createOne(
  google: ApiOperation,
  calendarId: string,
  input: EventInput,
): Promise<GoogleEvent> {
  checkInput(input, google.describe());
  const { id: eventId, query, body } = insertion(input, google.keyFor());
  try {
    const raw = await google.call({
      method: 'POST',
      path: EVENTS,
      params: { calendarId },
      query,
      json: body,
      // The event's id comes from the key, so that Google refuses to make a second one.
      safety: { by: 'upsert' },
      reference: eventId,
      answer: googleEvent,
    });
    return toCalendarEvent(raw, calendarId);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const params = { calendarId, eventId };
    const raw = await google.call({ method: 'GET', path: EVENT, params, answer: googleEvent });
    const difference = differenceOf(raw, input, google.describe());
    if (difference) throw difference;
    return toCalendarEvent(raw, calendarId);
  }
}

/**
 * Makes many events, as many at once as Google takes. One outcome for each, in their order.
 * @throws the caller's abort reason
 */
export async function createMany(
  google: ApiOperation,
  calendarId: string,
  inputs: readonly EventInput[],
): Promise<readonly Outcome[]> {
  const planned = inputs.map((input, index) => plan(google, input, index));
  const creations = planned.filter((each) => 'input' in each);
  const outcomes = new Map<Creation, Outcome>();
  for (let from = 0; from < creations.length; from += BATCH_SIZE) {
    await createBatch(google, calendarId, creations.slice(from, from + BATCH_SIZE), outcomes);
  }
  return planned.flatMap((each) => ('input' in each ? (outcomes.get(each) ?? []) : each));
}

/** What is wrong with one event is no matter of the others. */
function plan(
  google: ApiOperation,
  input: EventInput,
  index: number,
): Creation | { readonly error: IntegrationError } {
  try {
    checkInput(input, google.describe());
  } catch (error) {
    if (error instanceof IntegrationError) return { error };
    throw error;
  }
  return { input, insertion: insertion(input, google.keyFor(`event-${index}`)) };
}

/** Adds what becomes of each. Those that were made before are read in a second batch. */
async function createBatch(
  google: ApiOperation,
  calendarId: string,
  batch: readonly Creation[],
  outcomes: Map<Creation, Outcome>,
): Promise<void> {
  const events = EVENTS.replace(':calendarId', encodeURIComponent(calendarId));
  const inserted = await callBatch(google, batch, ({ insertion: { query, body } }) => ({
    method: 'POST',
    path: `${events}?${new URLSearchParams(query).toString()}`,
    json: body,
  }));
  for (const { item, answer } of inserted) {
    outcomes.set(item, 'raw' in answer ? { event: toCalendarEvent(answer.raw, calendarId) } : answer);
  }
  const repeated = inserted.filter(({ answer }) => 'error' in answer && isDuplicate(answer.error));
  const found = await callBatch(
    google,
    repeated,
    ({
      item: {
        insertion: { id },
      },
    }) => ({
      method: 'GET',
      path: `${events}/${id}`,
    }),
  );
  for (const {
    item: { item },
    answer,
  } of found) {
    outcomes.set(item, 'raw' in answer ? madeBefore(google, calendarId, item, answer.raw) : answer);
  }
}

function madeBefore(
  google: ApiOperation,
  calendarId: string,
  { input }: Creation,
  raw: GoogleCalendarEvent,
): Outcome {
  const error = differenceOf(raw, input, google.describe());
  return error ? { error } : { event: toCalendarEvent(raw, calendarId) };
}

/** Why the event that an earlier call with the same idempotency key has made is not the one that is asked for now. */
function differenceOf(
  raw: GoogleCalendarEvent,
  input: EventInput,
  about: About,
): IntegrationError | undefined {
  if (raw.status === 'cancelled') {
    return new ConflictError(
      'The event that this idempotency key made has been deleted since. Take another key to make it anew.',
      about,
    );
  }
  const isTheSame =
    raw.summary?.trim() === input.title.trim() &&
    isSameTime(fromGoogleTime(raw.start), input.start) &&
    isSameTime(fromGoogleTime(raw.end), input.end);
  if (isTheSame) return undefined;
  return new IdempotencyConflictError(
    'This idempotency key has made an event of another title or time. Take a key of its own for each event.',
    about,
  );
}
