import type { z } from 'zod';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import type { RequestChange } from '../rest/rest-method.js';

/** How the pages of a listing follow one another. `Position` is where a page begins, as the API counts or calls it. */
export interface PageStrategy<Answer, Item, Position> {
  /** What a position looks like: one that comes back in a page token is held against it. */
  readonly position: z.ZodType<Position>;
  /**
   * What the request for a page changes about that of the operation.
   * @param position `undefined` for the first
   * @param baseUrl of the account
   */
  request(position: Position | undefined, baseUrl: string): RequestChange;
  items(answer: Answer): readonly Item[];
  /**
   * Where the next page begins; `undefined` on the last.
   * @throws ResponseFormatError when the API names a place to which calls may not go
   */
  next(page: AnsweredPage<Answer, Position>): Position | undefined;
}

/** A page as it came. */
export interface AnsweredPage<Answer, Position> {
  readonly answer: Answer;
  /** How many items are on it. */
  readonly count: number;
  readonly position: Position | undefined;
  readonly response: OutboundResponse;
  /** What it was asked from; only of the first page without the query. */
  readonly url: URL;
  /** Whose it is, for errors. */
  readonly about: { readonly provider: string; readonly operation: string };
}
