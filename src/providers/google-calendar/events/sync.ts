import type { ApiOperation } from '../../../connections/roads/provider-api.js';
import type { CalendarEvent, EventChanges } from '../../../contracts/calendars.js';
import { ResponseFormatError } from '../../../contracts/errors.js';
import { EVENTS } from '../google-calendar.client.js';
import { isSyncEnded } from '../google-calendar.errors.js';
import { googleEventPage, toCalendarEvent, type GoogleCalendarEvent } from './event-mapping.js';

const PAGE_SIZE = '250';

/**
 * What has changed since a token, or all there is without one, and when Google no longer knows the token.
 * @see https://developers.google.com/workspace/calendar/api/guides/sync
 */
export async function readChanges(
  google: ApiOperation,
  calendarId: string,
  syncToken: string | undefined,
): Promise<EventChanges<GoogleCalendarEvent>> {
  if (syncToken === undefined) return readToEnd(google, calendarId, undefined);
  try {
    return await readToEnd(google, calendarId, syncToken);
  } catch (error) {
    if (!isSyncEnded(error)) throw error;
    return readToEnd(google, calendarId, undefined);
  }
}

async function readToEnd(
  google: ApiOperation,
  calendarId: string,
  syncToken: string | undefined,
): Promise<EventChanges<GoogleCalendarEvent>> {
  const events: CalendarEvent<GoogleCalendarEvent>[] = [];
  let pageToken: string | undefined;
  for (;;) {
    const page = await google.call({
      method: 'GET',
      path: EVENTS,
      params: { calendarId },
      query: { maxResults: PAGE_SIZE, syncToken, pageToken },
      answer: googleEventPage,
    });
    events.push(...page.items.map((event) => toCalendarEvent(event, calendarId, page.timeZone)));
    if (page.nextSyncToken !== undefined) {
      return { events, syncToken: page.nextSyncToken, full: syncToken === undefined };
    }
    if (page.nextPageToken === undefined) throw noToken(google);
    pageToken = page.nextPageToken;
  }
}

function noToken(google: ApiOperation): ResponseFormatError {
  const message = 'Google ended the list of changes without a sync token. Check GOOGLE_API_BASE_URL.';
  return new ResponseFormatError(message, google.describe());
}
