import { missingMigrations } from './applied-migrations.js';
import { connect } from './migrate.js';
import { prismaFolder, readMigrations } from './schema-engine.js';

/**
 * Makes sure that every table is there, for an application that starts on a database which somebody else has to migrate. A database
 * of a newer version is left as it is.
 * @throws Error that says what to do: about a database that cannot be reached, or migrations that it lacks
 */
export async function requireMigrations(databaseUrl: string): Promise<void> {
  const { migrationDirectories } = await readMigrations(prismaFolder);
  const client = await connect(databaseUrl);
  try {
    const names = migrationDirectories.map(({ path }) => path);
    const missing = await missingMigrations(client, names);
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
