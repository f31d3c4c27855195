/**
 * The kinds of entries, in the order in which they stand when they happened in the same millisecond: what causes
 * before what is caused.
 */
export const ENTRY_KINDS = [
  'webhook',
  'handler',
  'call',
  'unknown_outcome',
  'event',
  'delivery',
  'delivery_attempt',
  'notification',
  'notification_event',
  'external_request',
  'external_result',
  'external_callback',
  'audit',
] as const;

export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Those with something behind them that is only shown by a reveal. */
export const REVEALABLE_KINDS = [
  'webhook',
  'event',
  'notification',
  'external_request',
] as const satisfies readonly EntryKind[];

export type RevealableKind = (typeof REVEALABLE_KINDS)[number];

/** How an entry went: `waiting` is not over, `failed` is for somebody who looks for trouble. */
type EntryOutcome = 'ok' | 'waiting' | 'failed';

/** One thing that happened, masked: no payload, no secret, and of addresses only enough to recognise them. */
export interface TimelineEntry {
  readonly at: Date;
  readonly kind: EntryKind;
  /** Unique among those of its kind. */
  readonly id: string;
  /** The request or job that it belongs to. */
  readonly requestId: string;
  /** What happened, in a few words. */
  readonly title: string;
  /** In the words of its own API: `processed`, `200`, `PROVIDER_TIMEOUT`. */
  readonly status: string;
  readonly outcome: EntryOutcome;
  readonly provider: string | undefined;
  readonly operation: string | undefined;
  readonly durationMs: number | undefined;
  /** What went wrong, or what else is worth knowing. */
  readonly detail: string | undefined;
  /** The id of what it is shown with: of an attempt its delivery, of a handler its webhook event. */
  readonly objectId: string;
  readonly revealable: boolean;
}

/** Where a page ended. */
export type EntryPosition = Pick<TimelineEntry, 'at' | 'kind' | 'id'>;
