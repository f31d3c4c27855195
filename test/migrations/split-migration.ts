/** A migration to be written: what its name ends with, and its script. */
export interface MigrationPart {
  suffix: string;
  sql: string;
}

/**
 * Splits a script of Prisma into migrations that can be applied while the version before is at work: what is new first, then the
 * changes of each table that was there, then each index on such a table, built concurrently.
 */
export function splitMigration(script: string): MigrationPart[] {
  const blocks = script.trim().split(/\n\n(?=-- )/);
  const created = new Set(blocks.flatMap((block) => /^CREATE TABLE "(\w+)"/m.exec(block)?.[1] ?? []));
  const base: string[] = [];
  const changes = new Map<string, string[]>();
  const indexes: MigrationPart[] = [];
  for (const block of blocks) {
    const [, index, table = ''] = /^CREATE (?:UNIQUE )?INDEX "(\w+)" ON "(\w+)"/m.exec(block) ?? [];
    const [, altered] = /^ALTER TABLE "(\w+)"/m.exec(block) ?? [];
    if (index !== undefined && !created.has(table)) {
      const sql = block.replace(/^(CREATE (?:UNIQUE )?INDEX) /m, '$1 CONCURRENTLY IF NOT EXISTS ');
      indexes.push({ suffix: `_${index}`, sql });
    } else if (altered !== undefined && !created.has(altered)) {
      changes.set(altered, [...(changes.get(altered) ?? []), block]);
    } else {
      base.push(block);
    }
  }
  const parts = [
    ...(base.length > 0 ? [{ suffix: '', sql: base.join('\n\n') }] : []),
    ...[...changes].map(([table, all]) => ({ suffix: `_${table}`, sql: all.join('\n\n') })),
    ...indexes,
  ];
  return parts.map(({ suffix, sql }) => ({ suffix, sql: `${sql}\n` }));
}
