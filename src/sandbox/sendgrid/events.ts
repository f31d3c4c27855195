import { randomBytes } from 'node:crypto';
import type { State } from '../state.js';
import type { Envelope, MailEvent, SendGridRows, Sending } from './rows.js';

/** Something that happens to a message on its way to one address. */
interface Happening {
  readonly sending: Sending;
  readonly envelope: Envelope;
  readonly email: string;
  readonly event: string;
  readonly details?: Readonly<Record<string, unknown>>;
  /** Unix seconds: it happens then, when that is still to come. @default now */
  readonly notBefore?: number;
}

/**
 * Keeps an event, and that it is to be delivered. Call it inside a transaction.
 * @see https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event
 */
export function recordEvent(state: State<SendGridRows>, happening: Happening): void {
  const { sending, envelope, email, event, details, notBefore = 0 } = happening;
  const timestamp = Math.max(Math.floor(Date.now() / 1000), notBefore);
  const id = randomBytes(24).toString('base64url');
  const body = {
    // First, as SendGrid's own fields win over custom arguments of their names.
    ...envelope.customArgs,
    email,
    timestamp,
    'smtp-id': `<${sending.id}@geopod-ismtpd-sandbox>`,
    event,
    ...(sending.categories.length > 0 && { category: sending.categories }),
    ...(sending.templateId !== undefined && { sg_template_id: sending.templateId }),
    ...details,
    sg_event_id: id,
    sg_message_id: envelope.id,
  };
  state.put('event', { id, envelope: envelope.id, body, created: timestamp });
  state.put('delivery', { id, dueAt: timestamp * 1000, created: timestamp });
}

/** What has happened to a message so far, oldest first. */
export function eventsOf(state: State<SendGridRows>, envelopeId: string): MailEvent[] {
  const now = Date.now() / 1000;
  return [...state.table('event').values()].filter(
    ({ envelope, body }) => envelope === envelopeId && body.timestamp <= now,
  );
}
