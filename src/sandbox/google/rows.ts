import { z } from 'zod';
import { OAUTH_TABLES, type OAuthRows } from '../oauth/rows.js';
import type { State } from '../state.js';
import { eventFields } from './event-fields.js';
import { eventTime } from './event-times.js';
import { type SigningKey, signingKey } from './signing-keys.js';

/** {@link eventFields}, with both times read. */
const eventContent = eventFields.extend({ start: eventTime, end: eventTime });

export type EventContent = z.output<typeof eventContent>;

const storedEvent = z.object({
  /** Calendar and event id, by {@link keyOf}. */
  id: z.string(),
  calendar: z.string(),
  eventId: z.string(),
  /** Unix time in ms. */
  createdAt: z.number(),
  /** Unix time in ms. No two changes have the same, so that it also says in which order they were. */
  changedAt: z.number(),
  /** E-mail addresses. */
  creator: z.string(),
  organizer: z.string(),
  iCalUID: z.string(),
  sequence: z.number(),
  /** What it is an occurrence of, and when that would have begun by the rules. */
  instance: z.object({ of: z.string(), originalStart: eventTime }).optional(),
  content: eventContent,
});

/** An event as it is kept. A deleted one stays, with the status `cancelled`. */
export type StoredEvent = z.output<typeof storedEvent>;

const syncEpoch = z.object({ id: z.literal('now'), number: z.number() });

const channel = z.object({
  id: z.string(),
  /** The e-mail address of the account that opened it. */
  account: z.string(),
  calendar: z.string(),
  resourceId: z.string(),
  address: z.string(),
  token: z.string().optional(),
  /** Unix time in ms. */
  expiresAt: z.number(),
  /** How many have been sent, or are to be. */
  messages: z.number(),
});

/** A channel for notifications of a calendar's events. */
export type Channel = z.output<typeof channel>;

/** A message of a channel that is still to be delivered. */
const notification = z.object({
  id: z.string(),
  channel: z.string(),
  number: z.number(),
  resourceState: z.enum(['sync', 'exists']),
  attempts: z.number(),
  /** Unix time in ms. */
  nextAttemptAt: z.number(),
});

export type Notification = z.output<typeof notification>;

/** What the sandbox remembers, by table. */
export interface GoogleRows extends OAuthRows {
  event: StoredEvent;
  /** Sync tokens of an earlier epoch have expired. */
  sync_epoch: z.output<typeof syncEpoch>;
  channel: Channel;
  delivery: Notification;
  signing_key: SigningKey;
}

export type GoogleState = State<GoogleRows>;

export const GOOGLE_TABLES = {
  ...OAUTH_TABLES,
  event: { row: storedEvent },
  sync_epoch: { row: syncEpoch },
  channel: { row: channel },
  delivery: { row: notification },
  signing_key: { row: signingKey },
};

/** The key of an event in its table. */
export function keyOf(calendar: string, eventId: string): string {
  return `${calendar}/${eventId}`;
}
