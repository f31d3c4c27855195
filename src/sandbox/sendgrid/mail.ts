import type { State } from '../state.js';
import type { Envelope, Mailbox, SendGridRows, Sending } from './rows.js';
import { fillIn } from './template.js';

/** A message as it arrives. */
export interface Mail {
  /** SendGrid's `sg_message_id`. */
  readonly id: string;
  /** The `X-Message-Id` of the request that it came with. */
  readonly messageId: string;
  readonly from: Mailbox;
  readonly replyTo: Mailbox | undefined;
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly bcc: readonly Mailbox[];
  readonly subject: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly attachments: Sending['attachments'];
  readonly categories: readonly string[];
  readonly customArgs: Readonly<Record<string, string>>;
  readonly templateId: string | undefined;
  readonly templateData: Readonly<Record<string, unknown>>;
  /** When it is to go, in Unix seconds. */
  readonly sendAt: number | undefined;
  /** When it was accepted, in Unix seconds. */
  readonly created: number;
}

/** Puts a message together from what its request says of all and of it. */
export function mailOf(state: State<SendGridRows>, envelope: Envelope): Mail {
  const sending = state.table('sending').get(envelope.sending);
  if (!sending) throw new Error(`The request of the message ${envelope.id} is gone.`);
  const { id: messageId, content, subject, ...shared } = sending;
  const { id, to, cc, bcc, customArgs, templateData } = envelope;
  const part = (type: string) => content.find((each) => each.type === type)?.value;
  const words = { subject: envelope.subject ?? subject, text: part('text/plain'), html: part('text/html') };
  const { templateId, from, replyTo, attachments, categories, sendAt, created } = shared;
  return {
    id,
    messageId,
    from,
    replyTo,
    to,
    cc,
    bcc,
    ...(templateId === undefined
      ? { ...words, subject: words.subject ?? '' }
      : fillIn(templateId, words, templateData)),
    attachments,
    categories,
    customArgs,
    templateId,
    templateData,
    sendAt,
    created,
  };
}
