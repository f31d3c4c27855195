import type { EventChange, EventInput, EventTime } from '../../../contracts/calendars.js';
import { eventIdFor } from './event-id.js';
import { toGoogleAttendee } from './event-mapping.js';
import { toRules } from './recurrence.js';
import { isWholeDay, toGoogleTime } from './times.js';

/** What is sent to Google to make or change an event. */
export interface EventWrite {
  readonly query: Readonly<Record<string, string>>;
  readonly body: object;
}

/** Makes the event of that idempotency key. The input has to be checked. */
export function insertion(input: EventInput, idempotencyKey: string): EventWrite & { readonly id: string } {
  const { title, description, location, start, end, recurrence, attendees, conference } = input;
  const id = eventIdFor(idempotencyKey);
  return {
    id,
    query: queryOf({ ...input, notifyAttendees: input.notifyAttendees ?? Boolean(attendees?.length) }),
    body: {
      id,
      summary: title,
      ...(description !== undefined && { description }),
      ...(location !== undefined && { location }),
      start: toGoogleTime(start),
      end: toGoogleTime(end),
      ...(recurrence && { recurrence: toRules(recurrence, start) }),
      ...(attendees && { attendees: attendees.map(toGoogleAttendee) }),
      ...(conference && { conferenceData: newConference(id) }),
    },
  };
}

/**
 * Changes an event. `null` takes a field away.
 * @param start when the event begins after the change, or what is known of it
 * @see https://developers.google.com/workspace/calendar/api/guides/performance#patch-semantics
 */
export function patch(change: EventChange, start: EventTime | undefined, idempotencyKey: string): EventWrite {
  const { title, description, location, end, recurrence, attendees, conference } = change;
  return {
    query: queryOf({ ...change, notifyAttendees: change.notifyAttendees ?? true }),
    body: {
      ...(title !== undefined && { summary: title }),
      ...(description !== undefined && { description }),
      ...(location !== undefined && { location }),
      ...(change.start && { start: replacement(change.start) }),
      ...(end && { end: replacement(end) }),
      ...(recurrence === null && { recurrence: null }),
      ...(recurrence && start && { recurrence: toRules(recurrence, start) }),
      ...(attendees && { attendees: attendees.map(toGoogleAttendee) }),
      ...(conference !== undefined && {
        conferenceData: conference ? newConference(eventIdFor(idempotencyKey)) : null,
      }),
    },
  };
}

/** Conferences are left alone by calls that do not say that they know of them. */
function queryOf({
  notifyAttendees,
  conference,
}: Pick<EventInput, 'notifyAttendees' | 'conference'>): Readonly<Record<string, string>> {
  return {
    sendUpdates: notifyAttendees ? 'all' : 'none',
    ...(conference !== undefined && { conferenceDataVersion: '1' }),
  };
}

/** A second request of the same id makes no second conference. */
function newConference(requestId: string): object {
  return { createRequest: { requestId, conferenceSolutionKey: { type: 'hangoutsMeet' } } };
}

/** A patch merges: what the time was before has to be taken away, if it was of the other kind. */
function replacement(time: EventTime): object {
  const gone = isWholeDay(time) ? { dateTime: null, timeZone: null } : { date: null };
  return { ...gone, ...toGoogleTime(time) };
}
