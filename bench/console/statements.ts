import type { Client } from 'pg';

/** How often a statement was sent. */
export interface SentStatement {
  text: string;
  count: number;
}

/** Counts the statements that this process sends over `pg`, Prisma's among them, whose text has `part` in it. */
export function countStatements(pgClient: typeof Client, part: string): { end: () => SentStatement[] } {
  const counts = new Map<string, number>();
  const { prototype } = pgClient;
  const original = prototype.query;
  prototype.query = function counting(this: Client, ...given: readonly unknown[]): unknown {
    const text = textOf(given[0]);
    if (text.includes(part)) counts.set(text, (counts.get(text) ?? 0) + 1);
    return Reflect.apply(original, this, given);
  } as typeof original;
  return {
    end: () => {
      prototype.query = original;
      return [...counts].map(([text, count]) => ({ text, count }));
    },
  };
}

function textOf(query: unknown): string {
  if (typeof query === 'string') return query;
  if (typeof query !== 'object' || query === null || !('text' in query)) return '';
  return typeof query.text === 'string' ? query.text : '';
}
