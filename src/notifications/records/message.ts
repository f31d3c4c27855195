import { z } from 'zod';
import type { Notification, NotificationChannel } from '../../contracts/notifications.js';

/** What a notification says, as it is kept: everything but to whom. Bytes are base64, since it is JSON. */

const chatButton = z.union([
  z.strictObject({
    text: z.string(),
    url: z.string(),
    style: z.enum(['primary', 'danger']).optional(),
  }),
  z.strictObject({
    text: z.string(),
    id: z.string(),
    value: z.string().optional(),
    style: z.enum(['primary', 'danger']).optional(),
  }),
]);

export const chatBlock = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), text: z.string() }),
  z.strictObject({ type: z.literal('text'), text: z.string(), plain: z.boolean().optional() }),
  z.strictObject({
    type: z.literal('fields'),
    fields: z.array(z.strictObject({ label: z.string(), value: z.string() })).readonly(),
  }),
  z.strictObject({
    type: z.literal('image'),
    url: z.string(),
    alt: z.string(),
    title: z.string().optional(),
  }),
  z.strictObject({ type: z.literal('context'), text: z.string() }),
  z.strictObject({ type: z.literal('buttons'), buttons: z.array(chatButton).readonly() }),
  z.strictObject({ type: z.literal('divider') }),
]);

const emailAddress = z.strictObject({ email: z.string(), name: z.string().optional() });

/** The words of a message, which a template makes for each channel by its own rules. */
const words = z.object({
  text: z.string().optional(),
  subject: z.string().optional(),
  html: z.string().optional(),
  blocks: z.array(chatBlock).readonly().optional(),
});

export const keptMessage = words.extend({
  attachments: z
    .array(
      z.object({
        name: z.string(),
        contentType: z.string(),
        base64: z.string(),
        contentId: z.string().optional(),
      }),
    )
    .optional(),
  thread: z.string().optional(),
  from: emailAddress.optional(),
  replyTo: emailAddress.optional(),
  cc: z.array(emailAddress).readonly().optional(),
  bcc: z.array(emailAddress).readonly().optional(),
  toName: z.string().optional(),
  categories: z.array(z.string()).readonly().optional(),
  template: z.object({ id: z.string(), data: z.record(z.string(), z.unknown()).optional() }).optional(),
  /** What our own template says on each channel. */
  rendered: z.object({ chat: words.optional(), email: words.optional() }).optional(),
});

/** A part of a chat message, as it is kept: a `ChatBlock`. */
export type Block = z.output<typeof chatBlock>;
export type Words = z.output<typeof words>;
export type KeptMessage = z.output<typeof keptMessage>;

/** The message as it goes to somebody on a channel. */
export function messageFor(kept: KeptMessage, channel: NotificationChannel, to: string): Notification {
  const { attachments, rendered, ...rest } = kept;
  return {
    ...rest,
    ...rendered?.[channel],
    to,
    attachments: attachments?.map(({ base64, ...attachment }) => ({
      ...attachment,
      content: Buffer.from(base64, 'base64'),
    })),
  };
}
