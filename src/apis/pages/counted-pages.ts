import { z } from 'zod';
import type { PageStrategy } from './page-strategy.js';

/** A listing that is asked for from the n-th item on. */
export interface OffsetPages<Answer, Item> {
  items(answer: Answer): readonly Item[];
  /** How many items to ask for at a time. An API may give fewer. */
  readonly limit: number;
  /** @default 'offset' */
  readonly offsetParameter?: string;
  /** @default 'limit' */
  readonly limitParameter?: string;
  /** How many there are in all. @default unknown: the walk ends at the first empty page */
  total?(answer: Answer): number | null | undefined;
}

/**
 * `GET /users?offset=20&limit=10`. Goes on behind as many items as have come, not as were asked for. What is added or
 * removed in front of that during a walk makes it see an item twice, or never: prefer cursors where the API has them.
 */
export function offsetPages<Answer, Item>({
  items,
  limit,
  offsetParameter = 'offset',
  limitParameter = 'limit',
  total,
}: OffsetPages<Answer, Item>): PageStrategy<Answer, Item, number> {
  return {
    position: z.int().min(1),
    request: (offset = 0) => ({
      query: { [offsetParameter]: String(offset), [limitParameter]: String(limit) },
    }),
    items,
    next: ({ answer, count, position = 0 }) => {
      const seen = position + count;
      return count === 0 || seen >= (total?.(answer) ?? Infinity) ? undefined : seen;
    },
  };
}

/** A listing whose pages have numbers. */
export interface NumberedPages<Answer, Item> {
  items(answer: Answer): readonly Item[];
  /** The query parameter of the number. @default 'page' */
  readonly parameter?: string;
  /** The number of the first page. @default 1 */
  readonly first?: 0 | 1;
  /** How many pages there are. @default unknown: the walk ends at the first empty page */
  totalPages?(answer: Answer): number | null | undefined;
}

/** `GET /users?page=3`. How many items are on a page, the operation's own query may say. */
export function numberedPages<Answer, Item>({
  items,
  parameter = 'page',
  first = 1,
  totalPages,
}: NumberedPages<Answer, Item>): PageStrategy<Answer, Item, number> {
  return {
    position: z.int().min(first + 1),
    request: (page = first) => ({ query: { [parameter]: String(page) } }),
    items,
    next: ({ answer, count, position = first }) => {
      const seen = position + 1 - first;
      return count === 0 || seen >= (totalPages?.(answer) ?? Infinity) ? undefined : position + 1;
    },
  };
}
