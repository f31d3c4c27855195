import { z } from 'zod';
import { fieldText } from './blocks.js';
import { readMessageId } from './message-ids.js';
import { readRecipient } from './recipients.js';

/** Slack's limits, in characters. @see https://docs.slack.dev/reference/block-kit/blocks */
const MAX = {
  /** What is longer, Slack cuts off. @see https://docs.slack.dev/reference/methods/chat.postMessage */
  text: 40_000,
  /** @see https://docs.slack.dev/reference/methods/chat.update */
  newText: 4_000,
  header: 150,
  section: 3_000,
  field: 2_000,
  context: 3_000,
  alt: 2_000,
  title: 2_000,
  buttonText: 75,
  buttonId: 255,
  buttonValue: 2_000,
  url: 3_000,
  fileName: 255,
};

/** Slack's limits, in pieces; that of files is of one share. */
const MAX_BLOCKS = 50;
const MAX_FIELDS = 10;
const MAX_BUTTONS = 25;
const MAX_FILES = 10;

/** Ours, in bytes: files are held in memory as they travel. Slack itself takes 1 GB. */
const MAX_FILE_BYTES = 100 * 1024 * 1024;

const wellFormed = z.string().refine((text) => text.isWellFormed(), 'must be well-formed Unicode');

const words = (max: number) =>
  wellFormed.min(1, 'must not be empty').max(max, `must be at most ${max} characters`);

const webAddress = words(MAX.url).refine(
  isWebAddress,
  'must be an address that begins with https:// or http://',
);

const button = z
  .strictObject({
    text: words(MAX.buttonText),
    url: webAddress.optional(),
    id: words(MAX.buttonId).optional(),
    value: words(MAX.buttonValue).optional(),
    style: z.enum(['primary', 'danger']).optional(),
  })
  .refine(({ url, id }) => (url === undefined) !== (id === undefined), 'must have either a url or an id');

const field = z
  .strictObject({ label: words(MAX.field), value: wellFormed })
  .refine((pair) => fieldText(pair).length <= MAX.field, {
    path: ['value'],
    error: `must be at most ${MAX.field} characters together with its label`,
  });

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), text: words(MAX.header) }),
  z.strictObject({ type: z.literal('text'), text: words(MAX.section), plain: z.boolean().optional() }),
  z.strictObject({
    type: z.literal('fields'),
    fields: z
      .array(field)
      .min(1, 'must have a field')
      .max(MAX_FIELDS, `must be at most ${MAX_FIELDS} fields`),
  }),
  z.strictObject({
    type: z.literal('image'),
    url: webAddress,
    alt: words(MAX.alt),
    title: words(MAX.title).optional(),
  }),
  z.strictObject({ type: z.literal('context'), text: words(MAX.context) }),
  z.strictObject({
    type: z.literal('buttons'),
    buttons: z
      .array(button)
      .min(1, 'must have a button')
      .max(MAX_BUTTONS, `must be at most ${MAX_BUTTONS} buttons`)
      .refine(haveIdsOfTheirOwn, 'must have different ids'),
  }),
  z.strictObject({ type: z.literal('divider') }),
]);

const attachment = z.object({
  name: words(MAX.fileName).refine((name) => !/[/\\\p{Cc}]/u.test(name), 'must be a name without a path'),
  contentType: z.string().regex(/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/, 'must be a media type: application/pdf'),
  content: z.instanceof(Uint8Array).refine(({ length }) => length > 0, 'must not be empty'),
});

const attachments = z
  .array(attachment)
  .max(MAX_FILES, `must be at most ${MAX_FILES} files`)
  .refine((files) => sizeOf(files) <= MAX_FILE_BYTES, `must be at most ${MAX_FILE_BYTES} bytes together`);

const blocks = z
  .array(block)
  .min(1, 'must have a block')
  .max(MAX_BLOCKS, `must be at most ${MAX_BLOCKS} blocks`)
  .optional();

const hasContent = (given: { text?: unknown; blocks?: unknown }) =>
  given.text !== undefined || given.blocks !== undefined;
const NO_CONTENT = { path: ['text'], error: 'is needed, unless there are blocks' };

/** What Slack takes in the place of a message's content. */
export const newContent = z
  .object({ text: words(MAX.newText).optional(), blocks })
  .refine(hasContent, NO_CONTENT);

/** What Slack takes as a message; what belongs to e-mail is left aside. */
export const newMessage = z
  .object({
    to: z
      .string()
      .refine(
        (to) => readRecipient(to) !== undefined,
        'must be the id of a channel (C…), a #name, the id of a user (U…) or a user’s e-mail address',
      ),
    text: words(MAX.text).optional(),
    blocks,
    thread: z
      .string()
      .refine(
        (thread) => readMessageId(thread) !== undefined,
        'must be the id of a message of Slack: C0123456789/1503435956.000247',
      )
      .optional(),
    attachments: attachments.optional(),
  })
  .refine(hasContent, NO_CONTENT);

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function haveIdsOfTheirOwn(buttons: readonly z.output<typeof button>[]): boolean {
  const ids = buttons.flatMap(({ id }) => id ?? []);
  return new Set(ids).size === ids.length;
}

function sizeOf(files: readonly { content: Uint8Array }[]): number {
  return files.reduce((sum, { content: { length } }) => sum + length, 0);
}
