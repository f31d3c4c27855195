import { z } from 'zod';
import type { PageStrategy } from './page-strategy.js';

/** A listing whose answers say by which cursor the next page is found. */
export interface CursorPages<Answer, Item> {
  /** The query parameter that the cursor goes back in: `starting_after`. */
  readonly parameter: string;
  items(answer: Answer): readonly Item[];
  /** The cursor of the next page; nothing, or an empty text, on the last. */
  next(answer: Answer): string | null | undefined;
}

/** `GET /users?after=u20`, for APIs such as Stripe's, Slack's, HubSpot's. */
export function cursorPages<Answer, Item>({
  parameter,
  items,
  next,
}: CursorPages<Answer, Item>): PageStrategy<Answer, Item, string> {
  return {
    position: z.string().min(1),
    request: (cursor) => (cursor === undefined ? {} : { query: { [parameter]: cursor } }),
    items,
    next: ({ answer }) => next(answer) || undefined,
  };
}
