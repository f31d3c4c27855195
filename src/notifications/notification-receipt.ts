import type { NotificationChannel, NotificationStatus } from '../contracts/notifications.js';
import { wayOf, type NotificationRow } from './records/notification-row.js';

/** A notification as everybody may see it. */
export interface NotificationReceipt {
  /** Our id of it. */
  readonly id: string;
  readonly status: NotificationStatus;
  readonly mode: 'now' | 'durable';
  /** By whom it was sent, or is being sent. */
  readonly provider: string;
  readonly channel: NotificationChannel;
  /** Who gets it, that way. */
  readonly to: string;
  /** The provider's id of it, once it is sent; `thread` of an answer to it. */
  readonly messageId: string | undefined;
  /** How many of the ways to send it were given up: more than 0 when a fallback is at work. */
  readonly fallbacksUsed: number;
  /** How often anything left for a provider. */
  readonly attempts: number;
  /** Nobody knows whether the last attempt has arrived: it is being looked up, and nothing is sent meanwhile. */
  readonly outcomeUnknown: boolean;
  /** When there is something to do for it next. */
  readonly dueAt: Date | undefined;
  readonly createdAt: Date;
  readonly sentAt: Date | undefined;
  /** When it came into its state. */
  readonly statusAt: Date;
  /** Why the last attempt did not succeed. */
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

/** A notification that was sent before the call returned, with what its provider answered. */
export interface SentNotification extends NotificationReceipt {
  /** The provider's own answer, whole; `undefined` for one that is queued, or was sent by an earlier call. */
  readonly raw: unknown;
}

/** One line of a notification's history. */
export interface NotificationEvent {
  /** Ours (`queued`, `attempt_failed`, `outcome_unknown`, `sent`, `dead`…), or the provider's word (`open`). */
  readonly type: string;
  readonly provider: string | undefined;
  readonly detail: string | undefined;
  readonly occurredAt: Date;
}

export function receiptOf(row: NotificationRow): NotificationReceipt {
  const way = wayOf(row);
  return {
    id: row.id,
    status: row.status,
    mode: row.mode,
    provider: row.provider ?? way.provider,
    channel: way.channel,
    to: way.to,
    messageId: row.messageId ?? undefined,
    fallbacksUsed: row.step,
    attempts: row.attempts,
    outcomeUnknown: row.attemptUntil !== null && row.errorCode !== null,
    dueAt: row.dueAt ?? undefined,
    createdAt: row.createdAt,
    sentAt: row.sentAt ?? undefined,
    statusAt: row.statusAt,
    error: row.errorCode === null ? undefined : { code: row.errorCode, message: row.error ?? row.errorCode },
  };
}
