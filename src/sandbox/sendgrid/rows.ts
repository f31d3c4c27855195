import { z } from 'zod';

const mailbox = z.object({ email: z.string(), name: z.string().optional() });
export type Mailbox = z.output<typeof mailbox>;

/** A request that was accepted: what all of its messages have in common. */
const sending = z.object({
  /** The `X-Message-Id`. */
  id: z.string(),
  from: mailbox,
  replyTo: mailbox.optional(),
  subject: z.string().optional(),
  content: z.array(z.object({ type: z.string(), value: z.string() })),
  attachments: z.array(
    z.object({
      filename: z.string(),
      /** In base64. */
      content: z.string(),
      type: z.string().optional(),
      disposition: z.enum(['inline', 'attachment']).optional(),
      content_id: z.string().optional(),
    }),
  ),
  categories: z.array(z.string()),
  templateId: z.string().optional(),
  /** Unix seconds. */
  sendAt: z.number().optional(),
  /** Unix seconds. */
  created: z.number(),
});
export type Sending = z.output<typeof sending>;

/** One message of a request, as a personalization describes it. */
const envelope = z.object({
  /** SendGrid's `sg_message_id`, which begins with the `X-Message-Id`. */
  id: z.string(),
  sending: z.string(),
  to: z.array(mailbox),
  cc: z.array(mailbox),
  bcc: z.array(mailbox),
  subject: z.string().optional(),
  templateData: z.record(z.string(), z.unknown()),
  customArgs: z.record(z.string(), z.string()),
  created: z.number(),
});
export type Envelope = z.output<typeof envelope>;

/** Something that happened to a message, as the event webhook tells it. */
const mailEvent = z.object({
  /** SendGrid's `sg_event_id`. */
  id: z.string(),
  envelope: z.string(),
  body: z.looseObject({ event: z.string(), email: z.string(), timestamp: z.number() }),
  created: z.number(),
});
export type MailEvent = z.output<typeof mailEvent>;

/** An event that the webhook's receiver has not taken yet. */
const delivery = z.object({
  /** The event's. */
  id: z.string(),
  /** Not before then, in ms since 1970. */
  dueAt: z.number(),
  created: z.number(),
});

export const LISTS = ['bounces', 'blocks', 'spam_reports', 'invalid_emails', 'unsubscribes'] as const;

/** An address on one of the lists. */
const suppression = z.object({
  id: z.string(),
  list: z.enum(LISTS),
  email: z.string(),
  reason: z.string(),
  status: z.string(),
  created: z.number(),
});
export type Suppression = z.output<typeof suppression>;

/** What the event webhook is signed with: a key pair on P-256 in DER, as base64. */
const signingKey = z.object({
  id: z.literal('event_webhook'),
  publicKey: z.string(),
  privateKey: z.string(),
});
export type SigningKey = z.output<typeof signingKey>;

/** Everything the sandbox remembers, by table. */
export interface SendGridRows {
  sending: Sending;
  envelope: Envelope;
  event: MailEvent;
  delivery: z.output<typeof delivery>;
  suppression: Suppression;
  signing_key: SigningKey;
}

const KEPT_SECONDS = 30 * 86_400;
/** SendGrid gives up on an event after a day. */
export const DELIVERED_WITHIN_SECONDS = 86_400;

/** Its tables. */
export const TABLES = {
  sending: { row: sending, keptSeconds: KEPT_SECONDS },
  envelope: { row: envelope, keptSeconds: KEPT_SECONDS },
  event: { row: mailEvent, keptSeconds: KEPT_SECONDS },
  delivery: { row: delivery, keptSeconds: DELIVERED_WITHIN_SECONDS },
  suppression: { row: suppression },
  signing_key: { row: signingKey },
};
