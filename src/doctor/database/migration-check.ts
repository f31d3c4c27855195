import type { Client } from 'pg';
import { z } from 'zod';
import { prismaFolder, readMigrations } from '../../platform/database/schema-engine.js';
import { fail, ok, warn, type Finding } from '../finding.js';

const CHECK = 'database.migrations';

const applied = z.array(z.object({ name: z.string(), finished: z.boolean() }));

/** Compares what was applied with what this version has. Applies nothing. */
export async function migrationFindings(client: Client): Promise<Finding[]> {
  const { migrationDirectories } = await readMigrations(prismaFolder);
  const ours = migrationDirectories.map(({ path }) => path);
  const theirs = await appliedMigrations(client);
  const unfinished = theirs.filter(({ finished }) => !finished).map(({ name }) => name);
  const done = new Set(theirs.filter(({ finished }) => finished).map(({ name }) => name));
  const pending = ours.filter((name) => !done.has(name) && !unfinished.includes(name));
  const unknown = [...done].filter((name) => !ours.includes(name)).toSorted();
  const findings = [
    ...(unfinished.length > 0
      ? [
          fail(
            CHECK,
            `failed half-way: ${unfinished.join(', ')}`,
            'Run hookline migrate, which says why, and tries again.',
          ),
        ]
      : []),
    ...(pending.length > 0
      ? [
          warn(
            CHECK,
            `not applied yet: ${summary(pending)}`,
            'Run hookline migrate; the next start does so, too.',
          ),
        ]
      : []),
    ...(unknown.length > 0
      ? [
          warn(
            CHECK,
            `applied by a newer version: ${summary(unknown)}`,
            'Run the version of Hookline that this database is of, or a later one.',
          ),
        ]
      : []),
  ];
  return findings.length > 0 ? findings : [ok(CHECK, `all ${ours.length} are applied`)];
}

async function appliedMigrations(client: Client) {
  const { rows: tables } = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
  );
  if (!tables[0]?.exists) return [];
  const { rows } = await client.query(
    `SELECT migration_name AS name, bool_or(finished_at IS NOT NULL) AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL GROUP BY migration_name ORDER BY migration_name`,
  );
  return applied.parse(rows);
}

/** The first, and how many more. */
function summary([first = '', ...more]: readonly string[]): string {
  return more.length > 0 ? `${first} and ${more.length} more` : first;
}
