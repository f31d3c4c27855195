import type { Client } from 'pg';
import { z } from 'zod';
import { connect } from './migrate.js';
import { prismaFolder, readMigrations } from './schema-engine.js';

const names = z.array(z.object({ name: z.string() }).transform(({ name }) => name));

/**
 * Makes sure that every table is there, for an application that starts on a database which somebody else has to migrate. A database
 * of a newer version is left as it is.
 * @throws Error that says what to do: about a database that cannot be reached, or migrations that it lacks
 */
export async function requireMigrations(databaseUrl: string): Promise<void> {
  const { migrationDirectories } = await readMigrations(prismaFolder);
  const client = await connect(databaseUrl);
  try {
    const applied = new Set(await appliedMigrations(client));
    const missing = migrationDirectories.map(({ path }) => path).filter((name) => !applied.has(name));
    if (missing.length === 0) return;
    throw new Error(
      `The database ${client.database} lacks ${missing.length} of Hookline's ${migrationDirectories.length} migrations ` +
        `(${missing[0]}${missing.length > 1 ? ', …' : ''}): run \`npx hookline migrate\` with the same DATABASE_URL, ` +
        'or `await migrate(databaseUrl)` before the application is created.',
    );
  } finally {
    await client.end();
  }
}

async function appliedMigrations(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
  );
  if (!rows[0]?.exists) return [];
  const applied = await client.query(
    'SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return names.parse(applied.rows);
}
