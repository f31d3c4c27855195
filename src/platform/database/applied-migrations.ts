import type { Client } from 'pg';
import { z } from 'zod';

const rowsOfMigrations = z.array(z.object({ name: z.string(), finished: z.boolean() }));

/** A migration that a database has seen. One that is not finished failed, or is being applied. */
export type AppliedMigration = z.output<typeof rowsOfMigrations>[number];

/** What a database has seen of migrations, by name; nothing where none was ever applied. */
export async function appliedMigrations(client: Client): Promise<AppliedMigration[]> {
  const { rows: tables } = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists`,
  );
  if (!tables[0]?.exists) return [];
  const { rows } = await client.query(
    `SELECT migration_name AS name, bool_or(finished_at IS NOT NULL) AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL GROUP BY migration_name ORDER BY migration_name`,
  );
  return rowsOfMigrations.parse(rows);
}

/** Those of the names that are not applied, or not whole. */
export async function missingMigrations(client: Client, names: readonly string[]): Promise<string[]> {
  const applied = await appliedMigrations(client);
  const whole = new Set(applied.filter(({ finished }) => finished).map(({ name }) => name));
  return names.filter((name) => !whole.has(name));
}
