import type {
  Attachment,
  EmailAddress,
  Notification,
  SendOptions,
} from '../../../contracts/notifications.js';
import { plainTextOf } from './plain-text.js';

/** The custom argument in which a message carries our reference: it comes back in each of its events. */
export const REFERENCE_ARGUMENT = 'hookline_reference';

/** A message, and the reference that tells it from the others. */
export type ReferencedNotification = Notification & { readonly reference?: string };

/** Who gets one copy, and what only that copy has. */
interface Personalization {
  readonly to: readonly EmailAddress[];
  readonly cc?: readonly EmailAddress[];
  readonly bcc?: readonly EmailAddress[];
  readonly dynamic_template_data?: Readonly<Record<string, unknown>>;
  readonly custom_args?: Readonly<Record<string, string>>;
}

/** What `POST /v3/mail/send` takes. @see https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send */
export interface SendGridMail {
  readonly personalizations: readonly Personalization[];
  readonly from: EmailAddress;
  readonly reply_to?: EmailAddress;
  readonly subject?: string;
  readonly content?: readonly { readonly type: string; readonly value: string }[];
  readonly attachments?: readonly object[];
  readonly template_id?: string;
  readonly categories?: readonly string[];
  /** Unix time in seconds. */
  readonly send_at?: number;
  readonly mail_settings?: { readonly sandbox_mode: { readonly enable: true } };
}

/** One request for messages that differ in recipient, template data and reference only. */
export function mailOf(
  messages: readonly [ReferencedNotification, ...ReferencedNotification[]],
  from: EmailAddress,
  { sendAt, dryRun }: Pick<SendOptions, 'sendAt' | 'dryRun'>,
): SendGridMail {
  const [{ replyTo, subject, attachments, template, categories }] = messages;
  const content = contentOf(messages[0]);
  return {
    personalizations: messages.map(personalizationOf),
    from,
    ...(replyTo && { reply_to: replyTo }),
    ...(subject !== undefined && { subject }),
    ...(content.length > 0 && { content }),
    ...(attachments?.length && { attachments: attachments.map(attachmentOf) }),
    ...(template && { template_id: template.id }),
    ...(categories?.length && { categories }),
    ...(sendAt && { send_at: Math.ceil(sendAt.getTime() / 1000) }),
    ...(dryRun && { mail_settings: { sandbox_mode: { enable: true } } }),
  };
}

/** What a message says, plain words before HTML as SendGrid wants it. Blocks speak where nothing else does. */
export function contentOf({ text, html, blocks }: Notification): { type: string; value: string }[] {
  const words = text ?? (html ? '' : plainTextOf(blocks ?? []));
  return [
    ...(words ? [{ type: 'text/plain', value: words }] : []),
    ...(html ? [{ type: 'text/html', value: html }] : []),
  ];
}

function personalizationOf({
  to,
  toName,
  cc,
  bcc,
  template,
  reference,
}: ReferencedNotification): Personalization {
  return {
    to: [{ email: to, ...(toName && { name: toName }) }],
    ...(cc?.length && { cc }),
    ...(bcc?.length && { bcc }),
    ...(template?.data && { dynamic_template_data: template.data }),
    ...(reference !== undefined && { custom_args: { [REFERENCE_ARGUMENT]: reference } }),
  };
}

function attachmentOf({ name, contentType, content, contentId }: Attachment): object {
  const { buffer, byteOffset, byteLength } = content;
  return {
    content: Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
    type: contentType,
    filename: name,
    ...(contentId === undefined
      ? { disposition: 'attachment' }
      : { disposition: 'inline', content_id: contentId }),
  };
}
