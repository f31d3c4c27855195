import { z } from 'zod';
import { storedText } from '../platform/http/text-field.js';
import { referenceOf } from '../platform/timeline/references.js';
import { ENTRY_KINDS, REVEALABLE_KINDS, type EntryPosition } from './timeline-entry.js';

/** What the routes of the timeline take, `snake_case` on the wire. */

const position = z.tuple([z.iso.datetime(), z.enum(ENTRY_KINDS), z.string().max(300)]);

/** Where a page ended, as one word of a URL. */
export const cursor = z
  .string()
  .max(1_000)
  .transform((word, context): EntryPosition => {
    const parsed = position.safeParse(jsonIn(word));
    if (parsed.success) {
      const [at, kind, id] = parsed.data;
      if (!id.includes('\0')) return { at: new Date(at), kind, id };
    }
    context.addIssue({ code: 'custom', message: 'must be the next_cursor of a page' });
    return z.NEVER;
  });

/** The word that {@link cursor} reads. */
export function cursorOf({ at, kind, id }: EntryPosition): string {
  return Buffer.from(JSON.stringify([at.toISOString(), kind, id])).toString('base64url');
}

function jsonIn(word: string): unknown {
  try {
    return JSON.parse(Buffer.from(word, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/** `order_id:42`, the name in any spelling that is noted under the same. */
export const reference = storedText(200).transform((text, context) => {
  const colon = text.search(/[:=]/);
  const found = colon > 0 ? referenceOf(text.slice(0, colon).trim(), text.slice(colon + 1)) : undefined;
  if (found) return found;
  context.addIssue({ code: 'custom', message: 'must be a name and a value, such as order_id:42' });
  return z.NEVER;
});

export const requestId = storedText(128);

const kinds = z
  .string()
  .max(300)
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(ENTRY_KINDS, { error: `must be some of: ${ENTRY_KINDS.join(',')}` })));

export const timelineQuery = z
  .strictObject({
    request_id: requestId.optional(),
    reference: reference.optional(),
    kinds: kinds.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: cursor.optional(),
  })
  .transform(({ request_id: id, reference: wanted, cursor: after, ...rest }, context) => {
    const page = { ...rest, ...(after && { after }) };
    if (id !== undefined && wanted === undefined) return { ...page, subject: { requestId: id } };
    if (wanted !== undefined && id === undefined) return { ...page, subject: { reference: wanted } };
    const message = 'must be there, or request_id, and not both';
    context.addIssue({ code: 'custom', path: ['reference'], message });
    return z.NEVER;
  });
export type TimelineQueryOnTheWire = z.output<typeof timelineQuery>;

export const revealParams = {
  kind: z.enum(REVEALABLE_KINDS, { error: `must be one of: ${REVEALABLE_KINDS.join(', ')}` }),
  id: z.uuid({ error: 'must be the id of an entry of that kind' }),
};

export const revealRequest = z.strictObject({
  reason: storedText(500).refine((text) => text.trim().length >= 3, {
    error: 'must say why, for the audit log',
  }),
});
export type RevealRequest = z.output<typeof revealRequest>;
