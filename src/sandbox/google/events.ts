import { GoogleApiError } from './errors.js';

/** Every calendar has the same few, so that there is something to read. */
const EVENTS = [
  { id: 'sandboxstandup', summary: 'Stand-up', day: '2026-09-01', updated: '2026-08-20T09:00:00.000Z' },
  { id: 'sandboxreview', summary: 'Review', day: '2026-09-02', updated: '2026-08-25T14:30:00.000Z' },
  { id: 'sandboxdelivery', summary: 'Delivery', day: '2026-09-03', updated: '2026-08-28T08:15:00.000Z' },
];

/**
 * A page of a calendar's events, by `updatedMin`, `maxResults` and `pageToken`.
 * @throws GoogleApiError for values that Google would not take
 */
export function eventsOf(calendarId: string, query: Readonly<Record<string, string>>): object {
  const since = Date.parse(query.updatedMin ?? '1970-01-01T00:00:00Z');
  const start = Number(query.pageToken ?? 0);
  const size = Number(query.maxResults ?? 250);
  if (Number.isNaN(since) || !Number.isInteger(start) || !Number.isInteger(size) || size < 1) {
    throw new GoogleApiError(400, 'badRequest', 'Bad Request');
  }
  const events = EVENTS.filter(({ updated }) => Date.parse(updated) >= since);
  const more = events.length > start + size;
  return {
    updated: EVENTS.at(-1)?.updated,
    items: events.slice(start, start + size).map((event) => resource(calendarId, event)),
    ...(more ? { nextPageToken: String(start + size) } : { nextSyncToken: 'sandbox' }),
  };
}

function resource(calendarId: string, { id, summary, day, updated }: (typeof EVENTS)[number]): object {
  const person = { email: calendarId, self: true };
  return {
    kind: 'calendar#event',
    etag: `"${Date.parse(updated)}"`,
    id,
    status: 'confirmed',
    created: '2026-08-01T08:00:00.000Z',
    updated,
    summary,
    creator: person,
    organizer: person,
    start: { dateTime: `${day}T10:00:00+01:00`, timeZone: 'Europe/London' },
    end: { dateTime: `${day}T10:30:00+01:00`, timeZone: 'Europe/London' },
    iCalUID: `${id}@google.com`,
    sequence: 0,
    reminders: { useDefault: true },
    eventType: 'default',
  };
}
