import { z } from 'zod';
import type { DeliveryReport, DeliveryReports, SuppressionReason } from '../../contracts/notifications.js';
import { REFERENCE_ARGUMENT } from './mail/mail.js';

const messageEvent = z.object({
  email: z.string().optional(),
  /** Unix seconds. */
  timestamp: z.number().int().min(0).max(8_640_000_000_000),
  /** Begins with the message's id; what comes after the first dot tells its copies apart. */
  sg_message_id: z.string().min(1).optional(),
  [REFERENCE_ARGUMENT]: z.string().min(1).optional(),
  type: z.string().optional(),
  reason: z.string().optional(),
  response: z.string().optional(),
});

type MessageEvent = z.output<typeof messageEvent>;

/** What an event says of its message, and of who is not to be written to again. */
interface Meaning {
  readonly status?: NonNullable<DeliveryReport['status']>;
  readonly suppress?: SuppressionReason;
}

/** @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event#events */
const MEANINGS: Readonly<Record<string, (event: MessageEvent) => Meaning>> = {
  processed: () => ({ status: 'sent' }),
  deferred: () => ({}),
  delivered: () => ({ status: 'delivered' }),
  // A block may pass on another day: the address itself is good.
  bounce: ({ type }) =>
    type === 'blocked' ? { status: 'bounced' } : { status: 'bounced', suppress: 'bounced' },
  dropped: () => ({ status: 'failed' }),
  open: () => ({}),
  click: () => ({}),
  spamreport: () => ({ suppress: 'complained' }),
  unsubscribe: () => ({ suppress: 'unsubscribed' }),
  group_unsubscribe: () => ({ suppress: 'unsubscribed' }),
};

/** What SendGrid's event webhook says of messages. */
export const sendgridReports: DeliveryReports = {
  types: Object.keys(MEANINGS),

  read({ type, payload }) {
    const event = messageEvent.safeParse(payload).data;
    const meaning = event && MEANINGS[type]?.(event);
    const message = event && messageOf(event);
    if (!meaning || !message) return undefined;
    const reason = reasonOf(type, event);
    return {
      message,
      type,
      ...(event.email !== undefined && { recipient: event.email }),
      occurredAt: new Date(event.timestamp * 1000),
      ...(meaning.status && { status: meaning.status }),
      ...(reason !== undefined && { reason }),
      ...(meaning.suppress &&
        event.email !== undefined && { suppress: { address: event.email, reason: meaning.suppress } }),
    };
  },
};

function messageOf(event: MessageEvent): DeliveryReport['message'] | undefined {
  const reference = event[REFERENCE_ARGUMENT];
  if (reference !== undefined) return { reference };
  return event.sg_message_id === undefined ? undefined : { messageId: messageIdOf(event.sg_message_id) };
}

/** The `X-Message-Id` that sending was answered with, of the id that each copy of the message has. */
export function messageIdOf(copyId: string): string {
  return copyId.split('.', 1)[0] ?? copyId;
}

/** The other server's words; what it says when all is well (`250 OK`) is no reason. */
function reasonOf(type: string, { reason, response }: MessageEvent): string | undefined {
  return reason ?? (type === 'deferred' ? response : undefined);
}
