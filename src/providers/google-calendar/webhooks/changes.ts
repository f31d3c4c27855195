import { Injectable } from '@nestjs/common';
import type { CallOptions } from '../../../contracts/calls.js';
import { ResponseFormatError } from '../../../contracts/errors.js';
import { EVENTS, GoogleCalendarClient } from '../google-calendar.client.js';
import { googleEventPage, type GoogleCalendarEvent } from '../events/event-mapping.js';

const PAGE_SIZE = 250;

/** So many events in one go are no longer a change, but a whole calendar. */
const MAX_PAGES = 40;

/** Which events are asked for. */
interface Watched {
  calendarId: string;
  /** Empty for all. */
  eventTypes: readonly string[];
}

/** What has changed in calendars, by Google's own word. */
@Injectable()
export class GoogleCalendarChanges {
  constructor(private readonly google: GoogleCalendarClient) {}

  /**
   * The events of a calendar that were made, changed or deleted since, in no order.
   * @param options of the call: `connectionId` for a connected account, `signal`
   * @throws NotConfiguredError without GOOGLE_SERVICE_ACCOUNT, unless it acts for a connected account
   * @throws NotFoundError when Google has no such calendar, or does not show it to the account
   * @throws ResponseFormatError when Google answers nonsense, or more than 10,000 events
   * @throws IntegrationError for everything else that Google refuses, and for what goes wrong on the way
   */
  since(watched: Watched, since: Date, options: CallOptions): Promise<GoogleCalendarEvent[]> {
    return this.google.perform('events.changes', options, async (google) => {
      const params = { calendarId: watched.calendarId };
      const events: GoogleCalendarEvent[] = [];
      let pageToken: string | undefined;
      for (let pages = 0; pages < MAX_PAGES; pages += 1) {
        const query = queryOf(watched, since, pageToken);
        const page = await google.call({
          method: 'GET',
          path: EVENTS,
          params,
          query,
          answer: googleEventPage,
        });
        events.push(...page.items);
        pageToken = page.nextPageToken;
        if (pageToken === undefined) return events;
      }
      throw new ResponseFormatError(
        `Google has more than ${MAX_PAGES * PAGE_SIZE} changed events for one notification. Read the calendar as a whole.`,
        google.describe(),
      );
    });
  }
}

function queryOf({ eventTypes }: Watched, since: Date, pageToken: string | undefined): URLSearchParams {
  const query = new URLSearchParams({
    updatedMin: since.toISOString(),
    showDeleted: 'true',
    maxResults: String(PAGE_SIZE),
    ...(pageToken !== undefined && { pageToken }),
  });
  for (const type of eventTypes) query.append('eventTypes', type);
  return query;
}
