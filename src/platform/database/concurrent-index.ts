/** An index that a migration builds while its table is written to. */
export interface ConcurrentIndex {
  /** As the script writes it, quotes included. */
  name: string;
}

/**
 * Reads a migration that is one `CREATE INDEX CONCURRENTLY IF NOT EXISTS`, comments aside; `undefined` for any other. `IF NOT EXISTS`
 * belongs to it: a run may be killed after the index is complete, and before that is written down.
 */
export function concurrentIndexOf(script: string): ConcurrentIndex | undefined {
  const statement = script.replaceAll(/--.*$/gm, '').trim();
  const [, name] =
    /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY IF NOT EXISTS ("[^"]+"|\w+) ON [^;]+;?$/.exec(statement) ?? [];
  return name === undefined ? undefined : { name };
}
