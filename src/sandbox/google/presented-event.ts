import type { Calendar } from './calendars.js';
import { videoLink } from './conference.js';
import type { Attendee } from './event-fields.js';
import { htmlLink } from './event-page.js';
import { presentedTime } from './event-times.js';
import type { StoredEvent } from './rows.js';

/** For whom an event is told. */
export interface Viewing {
  calendar: Calendar;
  baseUrl: string;
  /** The zone of its times. @default the calendar's */
  timeZone?: string | undefined;
}

/**
 * An event in the form of the API.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/events#resource
 */
export function presentedEvent(event: StoredEvent, viewing: Viewing): object {
  const { calendar, baseUrl, timeZone: zone = calendar.timeZone } = viewing;
  const { start, end, attendees, ...content } = event.content;
  const { creator, organizer, iCalUID, sequence } = event;
  return {
    kind: 'calendar#event',
    etag: etagOf(event),
    id: event.eventId,
    htmlLink: htmlLink(event, baseUrl),
    created: new Date(event.createdAt).toISOString(),
    updated: new Date(event.changedAt).toISOString(),
    ...content,
    creator: person(creator, calendar),
    organizer: {
      ...person(organizer, calendar),
      ...(!calendar.primary && { displayName: calendar.summary }),
    },
    start: presentedTime(start, zone),
    end: presentedTime(end, zone),
    ...place(event, zone),
    iCalUID,
    sequence,
    attendees: attendees?.map((attendee) => presentedAttendee(attendee, event, calendar)),
    hangoutLink: videoLink(event.content.conferenceData),
  };
}

/** What is left of a deleted event for those who follow changes; of an occurrence, its place among the others. */
export function presentedRemains(event: StoredEvent, { calendar, timeZone: zone }: Viewing): object {
  const about = { kind: 'calendar#event', etag: etagOf(event), id: event.eventId, status: 'cancelled' };
  return { ...about, ...place(event, zone ?? calendar.timeZone) };
}

/** Changes whenever the event does. */
export function etagOf({ changedAt }: Pick<StoredEvent, 'changedAt'>): string {
  return `"${changedAt * 2000}"`;
}

function place({ instance }: StoredEvent, zone: string): object {
  if (!instance) return {};
  return { recurringEventId: instance.of, originalStartTime: presentedTime(instance.originalStart, zone) };
}

function person(email: string, calendar: Calendar): object {
  return { email, ...(email === calendar.id && { self: true }) };
}

function presentedAttendee(attendee: Attendee, { organizer }: StoredEvent, calendar: Calendar): object {
  const { email } = attendee;
  return {
    ...attendee,
    ...(email === organizer && { organizer: true }),
    ...(email === calendar.id && { self: true }),
  };
}
