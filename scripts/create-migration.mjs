/*
 * node scripts/create-migration.mjs NAME
 *
 * Writes prisma/migrations/<timestamp>_NAME/migration.sql: the way from the migrations there are to prisma/schema.prisma, in as
 * many migrations as it takes to apply them while the version before is at work. Says what cannot be applied so.
 * Where they lead is read from a database, on a PostgreSQL server started for the purpose.
 */
import './typescript-imports.mjs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CatalogueAdapter, CataloguePool } from './catalogue-adapter.mjs';

const { startEmbeddedPostgres } = await import('../src/platform/database/embedded-postgres.ts');
const { migrate } = await import('../src/platform/database/migrate.ts');
const { everything, openSchemaEngine, prismaFolder, readSchema } =
  await import('../src/platform/database/schema-engine.ts');
const { violationsIn } = await import('../test/migrations/migration-policy.ts');
const { splitMigration } = await import('../test/migrations/split-migration.ts');

const name = (process.argv[2] ?? '').toLowerCase().replace(/\W+/g, '_');
if (name === '') {
  process.stderr.write('Give the migration a name: node scripts/create-migration.mjs add_invoices\n');
  process.exit(1);
}

const sql = await writeSql();
if (sql.startsWith('-- This is an empty migration.')) {
  process.stdout.write('The migrations lead to prisma/schema.prisma already: nothing written.\n');
} else {
  const nowMs = Date.now();
  for (const [index, part] of splitMigration(sql).entries()) {
    const timestamp = new Date(nowMs + index * 1000).toISOString().replace(/\D/g, '').slice(0, 14);
    const folder = join(prismaFolder, 'migrations', `${timestamp}_${name}${part.suffix}`);
    await mkdir(folder);
    await writeFile(join(folder, 'migration.sql'), part.sql);
    process.stdout.write(`${part.sql}\nWritten to ${join(folder, 'migration.sql')}\n\n`);
    for (const violation of violationsIn(part.sql)) {
      process.stdout.write(`Not as docs/operations/upgrades-and-migrations.md wants it: ${violation}\n\n`);
    }
  }
}

async function writeSql() {
  const dataDir = join(prismaFolder, '../.hookline-test', String(process.pid));
  const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' } });
  try {
    await migrate(server.url);
    return await diffToSchema(server.url);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function diffToSchema(databaseUrl) {
  const pool = new CataloguePool({ connectionString: databaseUrl });
  const engine = await openSchemaEngine({ adapter: new CatalogueAdapter(pool), folder: prismaFolder });
  const [path, content] = await readSchema(prismaFolder);
  const files = [{ path, content }];
  try {
    const from = { tag: 'schemaDatasource', files, configDir: prismaFolder };
    const to = { tag: 'schemaDatamodel', files };
    const { stdout } = await engine.diff({ from, to, script: true, exitCode: null, filters: everything });
    return stdout;
  } finally {
    engine.free();
    await pool.end();
  }
}
