import { Injectable } from '@nestjs/common';
import type { ApiOperation } from '../../connections/roads/provider-api.js';
import type { CallOptions } from '../../contracts/calls.js';
import type {
  CalendarEvent,
  CalendarProvider,
  EventChange,
  EventChanges,
  EventInput,
  EventOutcome,
  EventPage,
  EventTime,
  FreeBusy,
  FreeBusyQuery,
  ListEvents,
  Watch,
  WatchEvents,
} from '../../contracts/calendars.js';
import { NotFoundError } from '../../contracts/errors.js';
import { CalendarFacet } from '../../platform/facets/facets.js';
import { EVENT, EVENTS, GoogleCalendarClient } from './google-calendar.client.js';
import { createMany, createOne } from './events/creation.js';
import { isDeleted } from './google-calendar.errors.js';
import { patch } from './events/event-body.js';
import { checkChange, checkIds, refuse } from './events/event-checks.js';
import {
  googleEvent,
  googleEventPage,
  toCalendarEvent,
  type GoogleCalendarEvent,
} from './events/event-mapping.js';
import { readFreeBusy } from './events/free-busy.js';
import { listingIssues, listingQuery, rangeIssues } from './events/listing.js';
import { readChanges } from './events/sync.js';
import { GoogleCalendarWatching } from './webhooks/watching.js';
import { GoogleCalendarWatchWishes } from './webhooks/watch-wish.js';

type GoogleEvent = CalendarEvent<GoogleCalendarEvent>;

/** Calendars of Google. @see https://developers.google.com/workspace/calendar/api/v3/reference */
@Injectable()
@CalendarFacet('google-calendar')
export class GoogleCalendarProvider implements CalendarProvider<GoogleCalendarEvent> {
  constructor(
    private readonly google: GoogleCalendarClient,
    private readonly watching: GoogleCalendarWatching,
    private readonly wishes: GoogleCalendarWatchWishes,
  ) {}

  pageOfEvents(
    calendarId: string,
    query: ListEvents = {},
    options: CallOptions = {},
  ): Promise<EventPage<GoogleCalendarEvent>> {
    return this.google.perform('events.list', options, async (google) => {
      checkIds({ calendarId }, google.describe());
      refuse(listingIssues(query), google.describe());
      const page = await google.call({
        method: 'GET',
        path: EVENTS,
        params: { calendarId },
        query: listingQuery(query),
        answer: googleEventPage,
      });
      const events = page.items.map((event) => toCalendarEvent(event, calendarId, page.timeZone));
      return { events, nextPageToken: page.nextPageToken };
    });
  }

  /** The deadline of `options` is that of one page, so that a slow loop over many does not run out of time. */
  async *listEvents(
    calendarId: string,
    query: Omit<ListEvents, 'pageToken'> = {},
    options: CallOptions = {},
  ): AsyncGenerator<GoogleEvent, void> {
    let wish: ListEvents = query;
    for (;;) {
      const { events, nextPageToken } = await this.pageOfEvents(calendarId, wish, options);
      yield* events;
      if (nextPageToken === undefined) return;
      wish = { ...query, pageToken: nextPageToken };
    }
  }

  /** `full` says that these are all events: without a token, and when Google no longer knows it. */
  changedEvents(
    calendarId: string,
    syncToken?: string,
    options: CallOptions = {},
  ): Promise<EventChanges<GoogleCalendarEvent>> {
    return this.google.perform('events.changes', options, (google) => {
      checkIds({ calendarId }, google.describe());
      const isEmpty = syncToken === '';
      refuse(isEmpty ? [{ field: 'syncToken', issue: 'must not be empty' }] : [], google.describe());
      return readChanges(google, calendarId, syncToken);
    });
  }

  /** A deleted event is found for a while, as `cancelled`. @throws NotFoundError when there is none of that id */
  getEvent(calendarId: string, eventId: string, options: CallOptions = {}): Promise<GoogleEvent> {
    return this.google.perform('events.get', options, (google) => read(google, calendarId, eventId));
  }

  /** @throws IdempotencyConflictError, ConflictError when the key made another event, or one that was deleted since */
  createEvent(calendarId: string, input: EventInput, options: CallOptions = {}): Promise<GoogleEvent> {
    return this.google.perform('events.create', options, async (google) => {
      checkIds({ calendarId }, google.describe());
      return createOne(google, calendarId, input);
    });
  }

  /** Safe to repeat with the same idempotency key and the same inputs in the same order. */
  createEvents(
    calendarId: string,
    inputs: readonly EventInput[],
    options: CallOptions = {},
  ): Promise<readonly EventOutcome<GoogleCalendarEvent>[]> {
    return this.google.perform('events.create_many', options, async (google) => {
      checkIds({ calendarId }, google.describe());
      return createMany(google, calendarId, inputs);
    });
  }

  updateEvent(
    calendarId: string,
    eventId: string,
    change: EventChange,
    options: CallOptions = {},
  ): Promise<GoogleEvent> {
    return this.google.perform('events.update', options, async (google) => {
      checkIds({ calendarId, eventId }, google.describe());
      checkChange(change, google.describe());
      const start = await startAfter(google, calendarId, eventId, change);
      checkChange({ ...change, ...(start && { start }) }, google.describe());
      const { query, body } = patch(change, start, google.keyFor());
      const { ifVersion } = change;
      const raw = await google.call({
        method: 'PATCH',
        path: EVENT,
        params: { calendarId, eventId },
        query,
        json: body,
        ...(ifVersion !== undefined && { headers: { 'if-match': ifVersion } }),
        // Under a condition, a repeat would be refused for what the first attempt has done.
        safety: { by: ifVersion === undefined ? 'upsert' : 'none' },
        answer: googleEvent,
      });
      return toCalendarEvent(raw, calendarId);
    });
  }

  deleteEvent(calendarId: string, eventId: string, options: CallOptions = {}): Promise<void> {
    return this.google.perform('events.delete', options, async (google) => {
      checkIds({ calendarId, eventId }, google.describe());
      try {
        const params = { calendarId, eventId };
        await google.send({ method: 'DELETE', path: EVENT, params, query: { sendUpdates: 'all' } });
      } catch (error) {
        if (!isDeleted(error)) throw error;
      }
    });
  }

  freeBusy(
    calendarIds: readonly string[],
    { from, to }: FreeBusyQuery,
    options: CallOptions = {},
  ): Promise<readonly FreeBusy[]> {
    return this.google.perform('free_busy.read', options, async (google) => {
      for (const calendarId of calendarIds) checkIds({ calendarId }, google.describe());
      refuse(rangeIssues(from, to), google.describe());
      return readFreeBusy(google, calendarIds, { from, to });
    });
  }

  /** An `address` of the product's own needs a `token`, too: Hookline's stays between Google and Hookline. */
  watch(calendarId: string, wish: WatchEvents = {}, options: CallOptions = {}): Promise<Watch> {
    return this.google.perform('channels.create', options, async (google) => {
      checkIds({ calendarId }, google.describe());
      const complete = await this.wishes.complete(google, wish);
      const { id, resourceId, expiration } = await this.watching.open(google, calendarId, complete);
      return { id, provider: 'google-calendar', calendarId, resourceId, expiresAt: expiration };
    });
  }

  stopWatching(
    { id, resourceId }: Pick<Watch, 'id' | 'resourceId'>,
    options: CallOptions = {},
  ): Promise<void> {
    return this.google.perform('channels.stop', options, async (google) => {
      try {
        await this.watching.stop(google, { id, resourceId });
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
      }
    });
  }
}

async function read(google: ApiOperation, calendarId: string, eventId: string): Promise<GoogleEvent> {
  checkIds({ calendarId, eventId }, google.describe());
  const params = { calendarId, eventId };
  const raw = await google.call({ method: 'GET', path: EVENT, params, answer: googleEvent });
  return toCalendarEvent(raw, calendarId);
}

/** When the event begins after a change. Asked for only where a new recurrence counts from a start that stays. */
async function startAfter(
  google: ApiOperation,
  calendarId: string,
  eventId: string,
  { start, recurrence }: EventChange,
): Promise<EventTime | undefined> {
  if (start || !recurrence) return start;
  return (await read(google, calendarId, eventId)).start;
}
