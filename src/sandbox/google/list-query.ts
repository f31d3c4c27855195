import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import {
  badRequest,
  fullSyncRequired,
  invalidParameter,
  timeRangeEmpty,
  updatedMinTooLongAgo,
} from './errors.js';
import { isTimeZone } from './event-times.js';
import type { Stretch } from './recurrence.js';

const DEFAULT_PAGE = 250;
const LARGEST_PAGE = 2500;

/** Google forgets what was deleted after that time. */
const OLDEST_UPDATE_MS = 28 * 86_400_000;

/** What cannot be asked for together with changes. */
const NOT_WITH_SYNC_TOKEN = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
];

/** With these, an answer says nothing about the rest of the calendar: no sync token comes of it. */
const NO_SYNC_TOKEN_AFTER = NOT_WITH_SYNC_TOKEN.filter((name) => !name.startsWith('time'));

/** What has been told already: all changes up to `seen`. */
const syncToken = z.object({ epoch: z.number(), seen: z.number() });

/** Where a page begins: after the event of that order and id, in a listing that began when `seen` was the latest change. */
const pageToken = z.object({ seen: z.number(), order: z.number(), id: z.string() });

export type SyncToken = z.output<typeof syncToken>;
export type PageToken = z.output<typeof pageToken>;

/** What a listing is of. */
export interface ListQuery {
  timeZone: string | undefined;
  singleEvents: boolean;
  /** Whether deleted events are told of, and with everything that is known of them. */
  showDeleted: boolean;
  orderBy: 'startTime' | 'updated' | undefined;
  /** Unix ms: ends after `from` and begins before `to`. */
  within: Stretch;
  /** Only what has changed at that time, in Unix ms, or later. */
  changedFrom: number | undefined;
  /** Whether it is of changes, deletions among them. */
  ofChanges: boolean;
  after: PageToken | undefined;
  size: number;
  /** Whether a sync token may come of it. */
  syncs: boolean;
}

/**
 * Reads the parameters of a listing.
 * @param epoch sync tokens of another have expired
 * @see https://developers.google.com/workspace/calendar/api/v3/reference/events/list
 * @throws GoogleApiError 400 for what cannot be asked for, 410 for what can no longer be told
 */
export function readListQuery(query: URLSearchParams, epoch: number): ListQuery {
  const sync = readSyncToken(query, epoch);
  const updatedMin = readMoment(query, 'updatedMin');
  if (updatedMin !== undefined && updatedMin < Date.now() - OLDEST_UPDATE_MS) throw updatedMinTooLongAgo();
  const singleEvents = query.get('singleEvents') === 'true';
  const changedFrom = sync ? sync.seen + 1 : updatedMin;
  return {
    timeZone: readTimeZone(query),
    singleEvents,
    showDeleted: query.get('showDeleted') === 'true',
    orderBy: readOrder(query, singleEvents),
    within: readStretch(query),
    changedFrom,
    ofChanges: changedFrom !== undefined,
    after: readPageToken(query),
    size: readSize(query),
    syncs: !NO_SYNC_TOKEN_AFTER.some((name) => query.has(name)),
  };
}

/** The text of a token that only the sandbox itself reads. */
export function written(token: SyncToken | PageToken): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

/** The stretch of `timeMin` and `timeMax`, in Unix ms. @throws GoogleApiError 400 when it is empty */
export function readStretch(query: URLSearchParams): Stretch {
  const [from, to] = [readMoment(query, 'timeMin'), readMoment(query, 'timeMax')];
  if (from !== undefined && to !== undefined && from >= to) throw timeRangeEmpty();
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** @throws GoogleApiError 400 for a zone that is none */
export function readTimeZone(query: URLSearchParams): string | undefined {
  const timeZone = query.get('timeZone') ?? undefined;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw invalidParameter('timeZone', 'Invalid time zone definition.');
  }
  return timeZone;
}

/** How many events a page has at most. @throws GoogleApiError 400 */
export function readSize(query: URLSearchParams): number {
  const text = query.get('maxResults') ?? String(DEFAULT_PAGE);
  if (!/^[1-9]\d{0,8}$/.test(text)) throw invalidParameter('maxResults', `Invalid value '${text}'.`);
  return Math.min(Number(text), LARGEST_PAGE);
}

/** @throws GoogleApiError 400 for one that is not the sandbox's */
export function readPageToken(query: URLSearchParams): PageToken | undefined {
  const text = query.get('pageToken');
  if (text === null) return undefined;
  const token = parse(pageToken, text);
  if (!token) throw invalidParameter('pageToken', 'Invalid page token value.');
  return token;
}

function readSyncToken(query: URLSearchParams, epoch: number): SyncToken | undefined {
  const text = query.get('syncToken');
  if (text === null) return undefined;
  const conflict = NOT_WITH_SYNC_TOKEN.find((name) => query.has(name));
  if (conflict !== undefined || query.get('showDeleted') === 'false') {
    const name = conflict ?? 'showDeleted';
    throw invalidParameter(name, `Sync token cannot be used together with ${name}.`);
  }
  const token = parse(syncToken, text);
  if (!token) throw invalidParameter('syncToken', 'Invalid sync token value.');
  if (token.epoch !== epoch) throw fullSyncRequired();
  return token;
}

function readOrder(query: URLSearchParams, singleEvents: boolean): ListQuery['orderBy'] {
  const order = query.get('orderBy');
  if (order === null) return undefined;
  if (order === 'updated' || (order === 'startTime' && singleEvents)) return order;
  throw order === 'startTime'
    ? invalidParameter('orderBy', 'The requested ordering is not available for the particular query.')
    : invalidParameter('orderBy', `Invalid string value: '${order}'. Allowed values: [starttime, updated]`);
}

function readMoment(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw badRequest();
  }
}

function parse<Token>(schema: z.ZodType<Token>, text: string): Token | undefined {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    return undefined; // not one of ours
  }
}
