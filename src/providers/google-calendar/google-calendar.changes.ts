import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { CallOptions } from '../../contracts/calls.js';
import { NotConfiguredError, ResponseFormatError } from '../../contracts/errors.js';
import { runInCallScope } from '../../outbound/call-scope.js';
import { readJson } from '../../outbound/json.js';
import { Operation } from '../../outbound/operation.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { InjectRoad } from '../../outbound/outbound.module.js';
import type { Road } from '../../outbound/road.js';
import { googleCalendarConfig, type GoogleCalendarConfig } from './google-calendar.config.js';
import { toIntegrationError } from './google-calendar.errors.js';

const ABOUT = { provider: 'google-calendar', operation: 'events.changes' };
const ENDPOINT = '/calendar/v3/calendars/:calendarId/events';

const PAGE_SIZE = 250;

/** So many events in one go are no longer a change, but a whole calendar. */
const MAX_PAGES = 40;

/** An event as Google tells it: `status` is `cancelled` for one that was deleted. */
const event = z.looseObject({
  id: z.string(),
  status: z.string().optional(),
  etag: z.string().optional(),
  updated: z.string().optional(),
  summary: z.string().optional(),
});

const page = z.object({ items: z.array(event).default([]), nextPageToken: z.string().optional() });

/** @see https://developers.google.com/workspace/calendar/api/v3/reference/events#resource */
export type GoogleCalendarEvent = z.output<typeof event>;

/** Which events are asked for. */
interface Watched {
  calendarId: string;
  /** Empty for all. */
  eventTypes: readonly string[];
}

/** What has changed in calendars, by Google's own word. */
@Injectable()
export class GoogleCalendarChanges {
  constructor(
    @Inject(googleCalendarConfig.token) private readonly config: GoogleCalendarConfig,
    @InjectRoad('google-calendar') private readonly road: Road,
  ) {}

  /**
   * The events of a calendar that were made, changed or deleted since, in no order.
   * @param options of the call: `connectionId` for a connected account, `signal`
   * @throws NotConfiguredError without GOOGLE_SERVICE_ACCOUNT, unless it acts for a connected account
   * @throws NotFoundError when Google has no such calendar, or does not show it to the account
   * @throws ResponseFormatError when Google answers nonsense, or more than 10,000 events
   * @throws IntegrationError for everything else that Google refuses, and for what goes wrong on the way
   */
  since(watched: Watched, since: Date, options: CallOptions): Promise<GoogleCalendarEvent[]> {
    const about = { ...ABOUT, defaultTimeoutMs: this.road.settings.timeoutMs };
    return Operation.run(about, options, async (operation) => {
      if (options.connectionId === undefined) this.requireCredentials();
      const events: GoogleCalendarEvent[] = [];
      let pageToken: string | undefined;
      for (let pages = 0; pages < MAX_PAGES; pages += 1) {
        const url = this.pageUrl(watched, since, pageToken);
        const { items, nextPageToken } = readPage(await this.get(operation, url));
        events.push(...items);
        if (nextPageToken === undefined) return events;
        pageToken = nextPageToken;
      }
      throw new ResponseFormatError(
        `Google has more than ${MAX_PAGES * PAGE_SIZE} changed events for one notification. Read the calendar as a whole.`,
        ABOUT,
      );
    });
  }

  private requireCredentials(): void {
    if (this.config.serviceAccount) return;
    const message =
      'Google Calendar is not configured: what a notification means must be read from its API. ' +
      'Set GOOGLE_SERVICE_ACCOUNT (the content of a service account’s JSON key file), then replay the event.';
    throw new NotConfiguredError(message, ABOUT);
  }

  private pageUrl({ calendarId, eventTypes }: Watched, since: Date, pageToken: string | undefined): URL {
    const { baseUrl } = this.road.settings;
    const url = new URL(`${baseUrl}/calendar/v3/calendars/${encodeURIComponent(calendarId)}/events`);
    url.search = new URLSearchParams({
      updatedMin: since.toISOString(),
      showDeleted: 'true',
      maxResults: String(PAGE_SIZE),
      ...(pageToken !== undefined && { pageToken }),
    }).toString();
    for (const type of eventTypes) url.searchParams.append('eventTypes', type);
    return url;
  }

  private get(operation: Operation, url: URL): Promise<OutboundResponse> {
    return runInCallScope(operation.scope(ENDPOINT), () =>
      this.road.send({ method: 'GET', url, headers: { accept: 'application/json' } }),
    );
  }
}

function readPage(response: OutboundResponse): z.output<typeof page> {
  if (response.status !== 200) throw toIntegrationError(response, ABOUT);
  const result = page.safeParse(readJson(response, ABOUT));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.join('.') || 'body';
  throw new ResponseFormatError(
    `Google answered ${ABOUT.operation} with something else: ${where} ${issue?.message}.`,
    {
      ...ABOUT,
      status: 200,
    },
  );
}
