import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Call, Endpoint } from './call.js';
import { type Calendar, calendarOf, writableCalendarOf } from './calendars.js';
import { conferenceOf } from './conference.js';
import { alreadyDeleted, cannotInvite, conditionNotMet, duplicate, invalid, notFound } from './errors.js';
import { readContent } from './event-content.js';
import { patched } from './event-fields.js';
import { zoned } from './event-times.js';
import { readTimeZone } from './list-query.js';
import { eventById, recurrenceOf } from './occurrences.js';
import { SERVICE_ACCOUNT } from './people.js';
import { etagOf, presentedEvent } from './presented-event.js';
import type { EventContent, StoredEvent } from './rows.js';
import { READ_EVENTS, WRITE_EVENTS } from './scopes.js';

const EVENTS = '/calendars/:calendarId/events';
const EVENT = `${EVENTS}/:eventId`;

const get: Endpoint = {
  method: 'GET',
  path: EVENT,
  scopes: READ_EVENTS,
  run(call) {
    const calendar = calendarOf(call);
    return answer(call, calendar, eventOf(call, calendar));
  },
};

/** An id that the client chooses can be used once. */
const insert: Endpoint = {
  method: 'POST',
  path: EVENTS,
  scopes: WRITE_EVENTS,
  run(call) {
    const calendar = writableCalendarOf(call);
    const eventId = readId(call.body['id']) ?? newId();
    if (call.events.get(calendar.id, eventId)) throw duplicate();
    const content = contentOf(call, calendar, call.body, undefined);
    const { iCalUID } = call.body;
    const event = call.events.save({
      calendar: calendar.id,
      eventId,
      creator: call.account,
      organizer: calendar.id,
      iCalUID: typeof iCalUID === 'string' ? iCalUID : `${eventId}@google.com`,
      sequence: 0,
      content,
    });
    return answer(call, calendar, event);
  },
};

const patch: Endpoint = {
  method: 'PATCH',
  path: EVENT,
  scopes: WRITE_EVENTS,
  run: (call) => change(call, (content) => patched(content, call.body)),
};

const update: Endpoint = {
  method: 'PUT',
  path: EVENT,
  scopes: WRITE_EVENTS,
  run: (call) => change(call, () => call.body),
};

/** Of an event that recurs, its occurrences go as well. */
const remove: Endpoint = {
  method: 'DELETE',
  path: EVENT,
  scopes: WRITE_EVENTS,
  run(call) {
    const calendar = writableCalendarOf(call);
    const event = eventOf(call, calendar);
    requireMatch(call, event);
    if (event.content.status === 'cancelled') throw alreadyDeleted();
    cancel(call, event);
    for (const exception of call.events.exceptionsOf(event)) cancel(call, exception);
    return undefined;
  },
};

export const eventEndpoints: readonly Endpoint[] = [get, insert, patch, update, remove];

function change(call: Call, wishOf: (content: EventContent) => unknown): object {
  const calendar = writableCalendarOf(call);
  const before = eventOf(call, calendar);
  requireMatch(call, before);
  const content = contentOf(call, calendar, wishOf(before.content), before.content);
  const event = call.events.save({
    ...before,
    content,
    sequence: before.sequence + (isMoved(before.content, content) ? 1 : 0),
  });
  dropLostExceptions(call, event);
  return answer(call, calendar, event);
}

function contentOf(
  { query, account }: Call,
  calendar: Calendar,
  wish: unknown,
  before: EventContent | undefined,
): EventContent {
  const content = readContent(wish, calendar);
  if (account === SERVICE_ACCOUNT && invites(content, before)) throw cannotInvite();
  const version = query.get('conferenceDataVersion') === '1' ? '1' : '0';
  return {
    ...content,
    conferenceData: conferenceOf(content.conferenceData, before?.conferenceData, version),
  };
}

function invites({ attendees = [] }: EventContent, before: EventContent | undefined): boolean {
  const known = new Set(before?.attendees?.map(({ email }) => email));
  return attendees.some(({ email }) => !known.has(email));
}

function isMoved(before: EventContent, after: EventContent): boolean {
  const when = ({ start, end, recurrence }: EventContent) => ({ start, end, recurrence });
  return !isDeepStrictEqual(when(before), when(after));
}

/** What was changed about an occurrence that the rules no longer know goes with it. */
function dropLostExceptions(call: Call, event: StoredEvent): void {
  const recurrence = recurrenceOf(event);
  for (const exception of call.events.exceptionsOf(event)) {
    const { instance, content } = exception;
    if (!instance || content.status === 'cancelled') continue;
    if (!recurrence?.includes(zoned(instance.originalStart))) cancel(call, exception);
  }
}

function cancel({ events }: Call, event: StoredEvent): void {
  if (event.content.status === 'cancelled') return;
  events.save({ ...event, content: { ...event.content, status: 'cancelled' } });
}

/** @throws GoogleApiError 404 for one that never was there */
function eventOf(call: Call, calendar: Calendar): StoredEvent {
  const event = eventById(call.events, calendar.id, call.path('eventId'));
  if (!event) throw notFound();
  return event;
}

function requireMatch({ ifMatch }: Call, event: StoredEvent): void {
  if (ifMatch !== '' && ifMatch !== '*' && ifMatch !== etagOf(event)) throw conditionNotMet();
}

function answer({ baseUrl, query }: Call, calendar: Calendar, event: StoredEvent): object {
  return presentedEvent(event, { calendar, baseUrl, timeZone: readTimeZone(query) });
}

/** Base32hex (RFC 2938, 3.1.2). */
const ALPHABET = '0123456789abcdefghijklmnopqrstuv';

function readId(id: unknown): string | undefined {
  if (id === undefined || id === null) return undefined;
  if (typeof id === 'string' && /^[a-v0-9]{5,1024}$/.test(id)) return id;
  throw invalid('Invalid resource id value.');
}

function newId(): string {
  return Array.from({ length: 26 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}
