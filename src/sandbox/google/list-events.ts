import type { Call, Endpoint } from './call.js';
import { type Calendar, calendarOf } from './calendars.js';
import { notFound } from './errors.js';
import { readFilter } from './event-filter.js';
import { epochMs } from './event-times.js';
import {
  type ListQuery,
  type PageToken,
  readListQuery,
  readPageToken,
  readSize,
  readStretch,
  readTimeZone,
  written,
} from './list-query.js';
import { occurring, overlaps } from './occurring.js';
import { presentedEvent, presentedRemains, type Viewing } from './presented-event.js';
import type { StoredEvent } from './rows.js';
import { READ_EVENTS } from './scopes.js';

const list: Endpoint = {
  method: 'GET',
  path: '/calendars/:calendarId/events',
  scopes: READ_EVENTS,
  run(call) {
    const calendar = calendarOf(call);
    const { epoch } = call.events;
    const query = readListQuery(call.query, epoch);
    const seen = query.after?.seen ?? call.events.latest;
    const matches = readFilter(call.query);
    const all = call.events.of(calendar.id);
    const events = query.singleEvents
      ? occurring(all, query.within, calendar)
      : all.filter((event) => overlaps(event, query.within, calendar));
    const found = events.filter((event) => isShown(event, query, all) && matches(event));
    const { items, next } = page(found, query, (event) => orderOf(event, query, calendar), seen);
    const viewing = { calendar, baseUrl: call.baseUrl, timeZone: query.timeZone };
    return {
      ...heading(calendar, call),
      items: items.map((event) => presented(event, query, viewing)),
      ...(next && { nextPageToken: written(next) }),
      ...(!next && query.syncs && { nextSyncToken: written({ epoch, seen }) }),
    };
  },
};

/** The occurrences of one event, in the order of time. */
const instances: Endpoint = {
  method: 'GET',
  path: '/calendars/:calendarId/events/:eventId/instances',
  scopes: READ_EVENTS,
  run(call) {
    const calendar = calendarOf(call);
    const event = call.events.get(calendar.id, call.path('eventId'));
    if (!event) throw notFound();
    const within = readStretch(call.query);
    const showDeleted = call.query.get('showDeleted') === 'true';
    const family = [event, ...call.events.exceptionsOf(event)];
    const found = occurring(family, within, calendar).filter(
      ({ content, instance }) => instance && (showDeleted || content.status !== 'cancelled'),
    );
    const query = { after: readPageToken(call.query), size: readSize(call.query) };
    const startOf = ({ content }: StoredEvent) => epochMs(content.start, calendar.timeZone);
    const { items, next } = page(found, query, startOf, call.events.latest);
    const viewing = { calendar, baseUrl: call.baseUrl, timeZone: readTimeZone(call.query) };
    return {
      ...heading(calendar, call),
      items: items.map((each) => presentedEvent(each, viewing)),
      ...(next && { nextPageToken: written(next) }),
    };
  },
};

export const listEndpoints: readonly Endpoint[] = [list, instances];

function heading({ id, summary, timeZone, accessRole }: Calendar, { events }: Call): object {
  const changes = events.of(id).map(({ changedAt }) => changedAt);
  const latest = changes.reduce((one, other) => Math.max(one, other), 0);
  const updated = new Date(latest).toISOString();
  const about = { kind: 'calendar#events', etag: `"${latest}"`, summary, updated, timeZone, accessRole };
  return { ...about, defaultReminders: [] };
}

function isShown(event: StoredEvent, query: ListQuery, all: readonly StoredEvent[]): boolean {
  if (query.changedFrom !== undefined && event.changedAt < query.changedFrom) return false;
  if (event.content.status !== 'cancelled' || query.showDeleted || query.ofChanges) return true;
  // A client that repeats events by their rules itself must know which of the occurrences to leave out.
  return (
    !query.singleEvents &&
    all.some((each) => each.eventId === event.instance?.of && each.content.status !== 'cancelled')
  );
}

function orderOf(event: StoredEvent, { orderBy }: ListQuery, { timeZone }: Calendar): number {
  if (orderBy === 'startTime') return epochMs(event.content.start, timeZone);
  return orderBy === 'updated' ? event.changedAt : event.createdAt;
}

function presented(event: StoredEvent, { showDeleted }: ListQuery, viewing: Viewing): object {
  const isGone = event.content.status === 'cancelled';
  return isGone && !showDeleted ? presentedRemains(event, viewing) : presentedEvent(event, viewing);
}

/** A page goes on after the last event of the one before, so that what is made or deleted meanwhile moves none. */
function page(
  events: readonly StoredEvent[],
  { after, size }: Pick<ListQuery, 'after' | 'size'>,
  orderOfEvent: (event: StoredEvent) => number,
  seen: number,
): { items: StoredEvent[]; next: PageToken | undefined } {
  const keyed = events
    .map((event) => ({ event, order: orderOfEvent(event), id: event.eventId }))
    .toSorted(compareKeys)
    .filter((key) => !after || compareKeys(key, after) > 0);
  const items = keyed.slice(0, size);
  const last = items.at(-1);
  const next = last && keyed.length > size ? { seen, order: last.order, id: last.id } : undefined;
  return { items: items.map(({ event }) => event), next };
}

type Key = Pick<PageToken, 'order' | 'id'>;

function compareKeys(one: Key, other: Key): number {
  if (one.order !== other.order) return one.order - other.order;
  return one.id < other.id ? -1 : Number(one.id > other.id);
}
