import { type Call, SlackRefusal, text } from './call.js';

/** The most that a page may have. */
const MAX_LIMIT = 999;

/** One page of a list, and where the next begins: empty after the last one. @throws SlackRefusal */
export function cursorPage<Item extends { id: string }>(
  { fields }: Pick<Call, 'fields'>,
  items: readonly Item[],
): { page: Item[]; next: string } {
  const limit = Number(text(fields, 'limit') || 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) throw new SlackRefusal('invalid_limit');
  const cursor = text(fields, 'cursor');
  const start = cursor === '' ? 0 : items.findIndex(({ id }) => cursorOf(id) === cursor);
  if (start < 0) throw new SlackRefusal('invalid_cursor');
  const following = items[start + limit];
  return { page: items.slice(start, start + limit), next: following ? cursorOf(following.id) : '' };
}

function cursorOf(id: string): string {
  return Buffer.from(`next:${id}`).toString('base64');
}
