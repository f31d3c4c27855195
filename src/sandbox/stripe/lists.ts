import { z } from 'zod';
import { invalidParameter, noSuch } from './errors.js';
import { integer, text } from './parameters.js';
import type { Table } from '../table.js';

const seconds = integer();

/** The parameters of every list. @see https://docs.stripe.com/api/pagination */
export const pageParameters = {
  limit: integer({ min: 1, max: 100 }).optional(),
  starting_after: text().optional(),
  ending_before: text().optional(),
};

/** Unix seconds: one moment, or bounds. */
export const createdParameter = z
  .union([
    seconds.transform((moment) => ({ gt: undefined, gte: moment, lt: undefined, lte: moment })),
    z.strictObject({
      gt: seconds.optional(),
      gte: seconds.optional(),
      lt: seconds.optional(),
      lte: seconds.optional(),
    }),
  ])
  .optional();

export interface PageQuery {
  limit?: number | undefined;
  starting_after?: string | undefined;
  ending_before?: string | undefined;
  created?: z.output<typeof createdParameter>;
}

/** One page of a list. */
export interface Page<T> {
  object: 'list';
  data: T[];
  has_more: boolean;
  url: string;
}

/**
 * A page of the rows that match, newest first. `kind` is the object's name in "No such …".
 * @throws StripeApiError when a cursor names no row, or both are given
 */
export function page<Row extends { id: string }>(
  table: Table<Row>,
  query: PageQuery,
  { kind, url, matches }: { kind: string; url: string; matches: (row: Row) => boolean },
): Page<Row> {
  const { limit = 10, starting_after: after, ending_before: before } = query;
  if (after !== undefined && before !== undefined) {
    throw invalidParameter(
      'Received both starting_after and ending_before parameters. Please pass in only one.',
      { code: 'parameters_exclusive' },
    );
  }
  requireCursor(table, after, 'starting_after', kind);
  requireCursor(table, before, 'ending_before', kind);
  const rows = before === undefined ? table.older(after) : table.newer(before);
  const found = take(rows, limit + 1, matches);
  const data = found.slice(0, limit);
  if (before !== undefined) data.reverse();
  return { object: 'list', data, has_more: found.length > limit, url };
}

function requireCursor(
  table: Table<{ id: string }>,
  id: string | undefined,
  param: string,
  kind: string,
): void {
  if (id !== undefined && !table.get(id)) throw noSuch(kind, id, param);
}

function take<Row>(rows: Iterable<Row>, count: number, matches: (row: Row) => boolean): Row[] {
  const taken: Row[] = [];
  for (const row of rows) {
    if (!matches(row)) continue;
    taken.push(row);
    if (taken.length === count) break;
  }
  return taken;
}

/** Whether a moment, in Unix seconds, lies within the `created` parameter. */
export function isWithin(created: number, bounds: PageQuery['created']): boolean {
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = bounds ?? {};
  return created > gt && created >= gte && created < lt && created <= lte;
}
