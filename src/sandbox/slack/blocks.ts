import { z } from 'zod';
import { type Call, json, SlackRefusal } from './call.js';

/** A block, as it came. */
export type Block = Record<string, unknown>;

const words = (max: number) => z.string().min(1).max(max);
const plain = (max: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: words(max), emoji: z.boolean().optional() });
const either = (max: number) =>
  z.discriminatedUnion('type', [
    plain(max),
    z.strictObject({ type: z.literal('mrkdwn'), text: words(max), verbatim: z.boolean().optional() }),
  ]);

const button = z.looseObject({
  type: z.literal('button'),
  text: plain(75),
  action_id: words(255).optional(),
  url: z.url().max(3000).optional(),
  value: words(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

/** @see https://docs.slack.dev/reference/block-kit/blocks */
const block = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('header'), text: plain(150) }),
  z
    .looseObject({
      type: z.literal('section'),
      text: either(3000).optional(),
      fields: z.array(either(2000)).min(1).max(10).optional(),
    })
    .refine(({ text, fields }) => text !== undefined || fields !== undefined, 'must have text or fields'),
  z.looseObject({
    type: z.literal('image'),
    image_url: z.url().max(3000),
    alt_text: words(2000),
    title: plain(2000).optional(),
  }),
  z.looseObject({ type: z.literal('context'), elements: z.array(either(3000)).min(1).max(10) }),
  z.looseObject({ type: z.literal('actions'), elements: z.array(button).min(1).max(25) }),
  z.looseObject({ type: z.literal('divider') }),
]);

const list = z.array(z.record(z.string(), z.unknown()));

/** The blocks of a message; `undefined` where the call has none. @throws SlackRefusal */
export function readBlocks({ fields }: Pick<Call, 'fields'>): Block[] | undefined {
  if (fields.blocks === undefined || fields.blocks === '') return undefined;
  const given = list.safeParse(json(fields, 'blocks'));
  if (!given.success) throw new SlackRefusal('invalid_blocks_format');
  const { error } = z.array(block).max(50).safeParse(given.data);
  if (!error) return given.data;
  const messages = error.issues.map(
    ({ path, message }) => `[ERROR] ${message} [json-pointer:/blocks/${path.join('/')}]`,
  );
  throw new SlackRefusal('invalid_blocks', { response_metadata: { messages } });
}
