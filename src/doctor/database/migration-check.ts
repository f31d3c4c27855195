import type { Client } from 'pg';
import { appliedMigrations } from '../../platform/database/applied-migrations.js';
import { prismaFolder, readMigrations } from '../../platform/database/schema-engine.js';
import { fail, ok, warn, type Finding } from '../finding.js';

const CHECK = 'database.migrations';

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

/** The first, and how many more. */
function summary([first = '', ...more]: readonly string[]): string {
  return more.length > 0 ? `${first} and ${more.length} more` : first;
}
