import { z } from 'zod';
import { NotificationStatus } from '../../platform/database/generated/enums.js';
import { text } from '../../platform/http/text-field.js';
import type { Recipient, SendNotification, SendToMany } from '../accepting/notification-request.js';
import { chatBlock } from '../records/message.js';

/** What the notification routes take, `snake_case` on the wire. */

/** Slack's limit, the highest of all: what is longer, it cuts off. @see https://docs.slack.dev/reference/methods/chat.postMessage */
const MAX_TEXT_LENGTH = 40_000;

/** SendGrid's limit of a whole message, in characters of HTML. */
const MAX_HTML_LENGTH = 1_000_000;

const address = z.strictObject({ email: text(320), name: text(255).optional() });
const addresses = z.array(address).min(1).max(1_000);
const data = z.record(z.string().min(1).max(100), z.unknown());

const base64 = z
  .base64({ error: 'must be base64 (RFC 4648, 4)' })
  .transform((encoded) => Buffer.from(encoded, 'base64'));

const attachment = z
  .strictObject({
    name: text(255),
    content_type: text(127),
    content: base64,
    content_id: text(127).optional(),
  })
  .transform(({ content_type: contentType, content_id: contentId, ...rest }) => ({
    ...rest,
    contentType,
    contentId,
  }));

const recipientFields = {
  to: text(320),
  provider: text(64).optional(),
  channel: z.enum(['chat', 'email'], { error: 'must be chat or email' }).optional(),
  connection_id: z.uuid().optional(),
  tenant: text(255).optional(),
};

const contentFields = {
  text: text(MAX_TEXT_LENGTH).optional(),
  attachments: z.array(attachment).min(1).max(100).optional(),
  blocks: z.array(chatBlock).min(1).max(50).optional(),
  thread: text(255).optional(),
  subject: text(998).optional(),
  html: text(MAX_HTML_LENGTH).optional(),
  from: address.optional(),
  reply_to: address.optional(),
  cc: addresses.optional(),
  bcc: addresses.optional(),
  categories: z.array(text(255)).min(1).max(10).optional(),
  template: text(100).optional(),
  references: z.record(text(64), z.union([text(128), z.number()])).optional(),
  provider_template: z.strictObject({ id: text(100), data: data.optional() }).optional(),
};

const sendAt = z.iso
  .datetime({ offset: true, error: 'must be a time such as 2026-11-21T09:00:00Z' })
  .transform((time) => new Date(time));

export const sendNotificationBody = z
  .strictObject({
    ...recipientFields,
    ...contentFields,
    to_name: text(255).optional(),
    data: data.optional(),
    fallbacks: z.array(z.strictObject(recipientFields).transform(readRecipient)).min(1).max(4).optional(),
    mode: z.enum(['now', 'durable'], { error: 'must be now or durable' }).optional(),
    send_at: sendAt.optional(),
  })
  .superRefine((body, context) => {
    if (body.send_at === undefined || body.mode !== 'now') return;
    context.addIssue({ code: 'custom', path: ['mode'], message: 'must be durable for what is sent later' });
  })
  .superRefine(needsContent)
  .transform((body): SendNotification => ({
    ...readRecipient(body),
    ...readContent(body),
    toName: body.to_name,
    data: body.data,
    fallbacks: body.fallbacks,
    mode: body.mode,
    sendAt: body.send_at,
  }));
export type SendNotificationBody = z.output<typeof sendNotificationBody>;

export const sendToManyBody = z
  .strictObject({
    provider: recipientFields.provider,
    channel: recipientFields.channel,
    ...contentFields,
    recipients: z
      .array(
        z
          .strictObject({ to: text(320), to_name: text(255).optional(), data: data.optional() })
          .transform(({ to_name: toName, ...rest }) => ({ ...rest, toName })),
      )
      .min(1)
      .max(1_000),
    send_at: sendAt.optional(),
  })
  .superRefine(needsContent)
  .transform((body): SendToMany => ({
    ...readContent(body),
    provider: body.provider,
    channel: body.channel,
    recipients: body.recipients,
    sendAt: body.send_at,
  }));
export type SendToManyBody = z.output<typeof sendToManyBody>;

export const listQuery = z.strictObject({
  status: z.enum(NotificationStatus).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.uuid().optional(),
});
export type ListQuery = z.output<typeof listQuery>;

export const notificationId = z.uuid({ error: 'must be the id of a notification' });

type Content = { [K in keyof typeof contentFields]?: z.output<(typeof contentFields)[K]> | undefined };

function needsContent(
  { text: words, html, blocks, template, provider_template, attachments }: Content,
  context: z.RefinementCtx,
) {
  if ([words, html, blocks, template, provider_template, attachments].some((part) => part !== undefined))
    return;
  context.addIssue({
    code: 'custom',
    path: ['text'],
    message: 'must be there, unless blocks, html, template, provider_template or attachments are',
  });
}

function readContent({ reply_to: replyTo, provider_template: providerTemplate, ...rest }: Content) {
  const {
    text: words,
    attachments,
    blocks,
    thread,
    subject,
    html,
    from,
    cc,
    bcc,
    categories,
    template,
    references,
  } = rest;
  return {
    text: words,
    attachments,
    blocks,
    thread,
    subject,
    html,
    from,
    cc,
    bcc,
    categories,
    template,
    references,
    replyTo,
    providerTemplate,
  };
}

function readRecipient({
  to,
  provider,
  channel,
  connection_id: connectionId,
  tenant,
}: z.output<z.ZodObject<typeof recipientFields>>): Recipient {
  return { to, provider, channel, connectionId, tenant };
}
