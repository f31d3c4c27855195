import type { NotificationEvent, NotificationReceipt } from '../notification-receipt.js';

/** A notification on the wire. */
export function presentReceipt(receipt: NotificationReceipt) {
  return {
    id: receipt.id,
    status: receipt.status,
    mode: receipt.mode,
    provider: receipt.provider,
    channel: receipt.channel,
    to: receipt.to,
    message_id: receipt.messageId ?? null,
    fallbacks_used: receipt.fallbacksUsed,
    attempts: receipt.attempts,
    outcome_unknown: receipt.outcomeUnknown,
    due_at: receipt.dueAt?.toISOString() ?? null,
    created_at: receipt.createdAt.toISOString(),
    sent_at: receipt.sentAt?.toISOString() ?? null,
    status_at: receipt.statusAt.toISOString(),
    error: receipt.error ?? null,
  };
}

/** A line of a notification's history on the wire. */
export function presentEvent({ type, provider, detail, occurredAt }: NotificationEvent) {
  return {
    type,
    provider: provider ?? null,
    detail: detail ?? null,
    occurred_at: occurredAt.toISOString(),
  };
}
