import { z } from 'zod';
import type { Attendee, AttendeeResponse, CalendarEvent } from '../../../contracts/calendars.js';
import { readRules } from './recurrence.js';
import { fromGoogleTime, googleTime } from './times.js';

/** Google's words for an answer to an invitation, and ours. */
const RESPONSES: Readonly<Record<string, AttendeeResponse>> = {
  needsAction: 'needs_action',
  declined: 'declined',
  tentative: 'tentative',
  accepted: 'accepted',
};

const googleAttendee = z.looseObject({
  email: z.string().optional(),
  displayName: z.string().optional(),
  optional: z.boolean().optional(),
  responseStatus: z.string().optional(),
});

/**
 * An event as Google tells it. Of one that was deleted there may be nothing left but its id and the status `cancelled`.
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/events#resource
 */
export const googleEvent = z.looseObject({
  id: z.string(),
  status: z.string().optional(),
  etag: z.string().optional(),
  created: z.string().optional(),
  updated: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  location: z.string().optional(),
  start: googleTime.optional(),
  end: googleTime.optional(),
  recurrence: z.array(z.string()).optional(),
  recurringEventId: z.string().optional(),
  attendees: z.array(googleAttendee).optional(),
  hangoutLink: z.string().optional(),
  conferenceData: z
    .looseObject({
      entryPoints: z
        .array(z.looseObject({ entryPointType: z.string().optional(), uri: z.string().optional() }))
        .optional(),
    })
    .optional(),
  htmlLink: z.string().optional(),
});

export type GoogleCalendarEvent = z.output<typeof googleEvent>;

/** One page of a calendar's events. The sync token comes with the last. */
export const googleEventPage = z.object({
  items: z.array(googleEvent).default([]),
  timeZone: z.string().optional(),
  nextPageToken: z.string().optional(),
  nextSyncToken: z.string().optional(),
});

/** @param calendarZone the zone of the calendar, where it is known */
export function toCalendarEvent(
  raw: GoogleCalendarEvent,
  calendarId: string,
  calendarZone?: string,
): CalendarEvent<GoogleCalendarEvent> {
  const start = fromGoogleTime(raw.start, calendarZone);
  return {
    id: raw.id,
    provider: 'google-calendar',
    calendarId,
    status: raw.status === 'cancelled' || raw.status === 'tentative' ? raw.status : 'confirmed',
    title: raw.summary,
    description: raw.description,
    location: raw.location,
    start,
    end: fromGoogleTime(raw.end, calendarZone),
    ...readRules(raw.recurrence ?? [], start),
    recurringEventId: raw.recurringEventId,
    attendees: (raw.attendees ?? []).flatMap(toAttendees),
    conferenceUrl: conferenceUrlOf(raw),
    url: raw.htmlLink,
    version: raw.etag,
    createdAt: toDate(raw.created),
    updatedAt: toDate(raw.updated),
    raw,
  };
}

/** An attendee of ours in Google's words. */
export function toGoogleAttendee({ email, name, optional, response }: Attendee): object {
  const [responseStatus] = Object.entries(RESPONSES).find(([, ours]) => ours === response) ?? [];
  return {
    email,
    ...(name !== undefined && { displayName: name }),
    ...(optional !== undefined && { optional }),
    ...(responseStatus !== undefined && { responseStatus }),
  };
}

/** None for whom Google has no address; `raw` has them all. */
function toAttendees(attendee: z.output<typeof googleAttendee>): Attendee[] {
  const { email, displayName, optional, responseStatus = '' } = attendee;
  if (email === undefined) return [];
  const response = RESPONSES[responseStatus];
  return [
    {
      email,
      ...(displayName !== undefined && { name: displayName }),
      ...(optional !== undefined && { optional }),
      ...(response && { response }),
    },
  ];
}

function conferenceUrlOf({ conferenceData, hangoutLink }: GoogleCalendarEvent): string | undefined {
  const video = conferenceData?.entryPoints?.find(({ entryPointType }) => entryPointType === 'video');
  return video?.uri ?? hangoutLink;
}

/** Imported events may have times that are none. */
function toDate(text: string | undefined): Date | undefined {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
