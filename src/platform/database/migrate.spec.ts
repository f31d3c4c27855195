import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { eventually } from '../../../test/support/eventually.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { migrate } from './migrate.js';

const invoices = '20260101000000_invoices';
const paid = '20260102000000_paid';
const index = '20260103000000_invoices_index';
const buildIndex =
  '-- A comment.\nCREATE INDEX CONCURRENTLY IF NOT EXISTS "invoices_id_idx" ON "invoices"("id");\n';
const validity = "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'invoices_id_idx'::regclass";

let database: TestDatabase;
let folder: string;

beforeEach(async () => {
  database = await createTestDatabase({ migrated: false });
  folder = await mkdtemp(join(tmpdir(), 'hookline-migrations-'));
  await mkdir(join(folder, 'migrations'));
  await writeFile(join(folder, 'migrations/migration_lock.toml'), 'provider = "postgresql"\n');
  await writeFile(join(folder, 'schema.prisma'), 'datasource db {\n  provider = "postgresql"\n}\n');
  await writeMigration(invoices, 'CREATE TABLE invoices (id int PRIMARY KEY);');
});

afterEach(async () => {
  await database.drop();
  await rm(folder, { recursive: true });
});

describe('migrate', () => {
  it('applies what is missing, in order, and says what it applied', async () => {
    await writeMigration(paid, 'ALTER TABLE invoices ADD paid boolean;');
    const messages: string[] = [];

    expect(await migrate(database.url, { folder, log: (message) => messages.push(message) })).toEqual({
      applied: [invoices, paid],
    });
    expect(messages).toEqual([`Migration ${invoices} is applied.`, `Migration ${paid} is applied.`]);
    expect(await migrate(database.url, { folder })).toEqual({ applied: [] });
  });

  it('applies once when replicas start at the same moment', async () => {
    const results = await Promise.all([1, 2, 3].map(() => migrate(database.url, { folder })));

    expect(results.flatMap(({ applied }) => applied)).toEqual([invoices]);
  });

  it('runs a script as PostgreSQL would, semicolons in functions and texts included', async () => {
    await writeMigration(
      paid,
      `CREATE FUNCTION one() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;
       INSERT INTO invoices SELECT one(); COMMENT ON TABLE invoices IS 'kept; for ever';`,
    );
    await migrate(database.url, { folder });

    expect(await query('SELECT id FROM invoices')).toEqual([{ id: 1 }]);
  });

  it('leaves nothing of a migration that fails, names it, and tries it again at the next start', async () => {
    await writeMigration(paid, 'CREATE TABLE half (id int); SELECT nonsense FROM invoices;');
    await expect(migrate(database.url, { folder })).rejects.toThrow(
      `The migration ${paid} failed and changed nothing (column "nonsense" does not exist): solve the cause and start again.`,
    );
    expect(await query(`SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);

    await writeMigration(paid, 'CREATE TABLE half (id int);');
    expect(await migrate(database.url, { folder })).toEqual({ applied: [paid] });
  });

  it('builds an index while its table is written to, and other starts wait', async () => {
    await migrate(database.url, { folder });
    await writeMigration(paid, 'ALTER TABLE invoices ADD paid boolean;');
    await writeMigration(index, buildIndex);
    const messages: string[] = [];
    const writer = await connect();
    await writer.query('BEGIN; INSERT INTO invoices VALUES (1);'); // which the index has to wait for
    const log = (message: string) => messages.push(message);
    const starts = [1, 2, 3].map(() => migrate(database.url, { folder, log }));
    await writer.query('COMMIT; BEGIN; INSERT INTO invoices VALUES (2);');
    await eventually('two wait', () => messages.length >= 2 || undefined);
    await writer.query('COMMIT');
    await writer.end();

    expect((await Promise.all(starts)).flatMap(({ applied }) => applied)).toEqual([paid, index]);
    expect(await query(validity)).toEqual([{ valid: true }]);
  });

  it('builds an index anew whose building was killed', async () => {
    await migrate(database.url, { folder });
    await writeMigration(index, buildIndex);
    const [writer, builder] = [await connect(), await connect()];
    builder.on('error', () => {}); // it is about to be killed
    await writer.query('BEGIN; INSERT INTO invoices VALUES (1);');
    const building = builder.query(buildIndex).catch((error: unknown) => error);
    await eventually('it waits for the writer, and is killed', async () => {
      const killed = await query(`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE '%CREATE INDEX%' AND wait_event_type = 'Lock'`);
      return killed.length > 0 || undefined;
    });
    await building;
    await writer.query('COMMIT');
    await writer.end();
    expect(await query(validity)).toEqual([{ valid: false }]);

    expect(await migrate(database.url, { folder })).toEqual({ applied: [index] });
    expect(await query(validity)).toEqual([{ valid: true }]);
  });

  it('keeps an index that was complete before this could be written down', async () => {
    await migrate(database.url, { folder });
    await writeMigration(index, buildIndex);
    await query(buildIndex);

    expect(await migrate(database.url, { folder })).toEqual({ applied: [index] });
    expect(await query(validity)).toEqual([{ valid: true }]);
  });

  it('leaves nothing of an index that cannot be', async () => {
    await migrate(database.url, { folder });
    await query('ALTER TABLE invoices ADD number int; INSERT INTO invoices VALUES (1, 7), (2, 7);');
    await writeMigration(
      index,
      'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS invoices_number ON invoices (number);',
    );

    await expect(migrate(database.url, { folder })).rejects.toThrow(
      `The migration ${index} failed and changed nothing (could not create unique index "invoices_number"): solve the cause`,
    );
    expect(await query(`SELECT to_regclass('invoices_number') AS found`)).toEqual([{ found: null }]);
  });

  it('gives way to who uses the table, and others never queue up behind it for long', async () => {
    await migrate(database.url, { folder });
    await writeMigration(paid, 'ALTER TABLE invoices ADD paid boolean;');
    const [holder, reader] = [await connect(), await connect()];
    await holder.query('BEGIN; SELECT FROM invoices;');
    const migrating = migrate(database.url, { folder });
    await eventually('it waits for the table', async () => {
      const waiting = await query(
        "SELECT FROM pg_locks WHERE relation = 'invoices'::regclass AND NOT granted",
      );
      return waiting.length > 0 || undefined;
    });
    await reader.query("SET lock_timeout = '5s'");
    expect(await reader.query('SELECT FROM invoices')).toMatchObject({ rowCount: 0 });
    await holder.query('COMMIT');

    expect(await migrating).toEqual({ applied: [paid] });
    await Promise.all([holder.end(), reader.end()]);
  });

  it('leaves the database of a newer version as it is', async () => {
    await writeMigration(paid, 'ALTER TABLE invoices ADD paid boolean;');
    await migrate(database.url, { folder });
    await rm(join(folder, 'migrations', paid), { recursive: true });

    expect(await migrate(database.url, { folder })).toEqual({ applied: [] });
  });

  it('names host and database when it cannot connect, and never the password', async () => {
    await expect(migrate('postgresql://ada:secret@127.0.0.1:1/shop')).rejects.toThrow(
      'Cannot connect to the database shop on 127.0.0.1:1 as ada (connect ECONNREFUSED 127.0.0.1:1): ' +
        'check DATABASE_URL, and that PostgreSQL is running there.',
    );
    for (const url of [
      'ada:secret@localhost/shop',
      'mysql://ada:secret@localhost/shop',
      'postgresql://ada:secret@:x/',
    ]) {
      const error: unknown = await migrate(url).catch((reason: unknown) => reason);
      expect(error).toMatchObject({
        message: expect.stringContaining('DATABASE_URL is not a PostgreSQL URL'),
      });
      expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('secret');
    }
  });
});

async function writeMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, 'migrations', name), { recursive: true });
  await writeFile(join(folder, 'migrations', name, 'migration.sql'), sql);
}

async function connect(): Promise<Client> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  return client;
}

async function query(sql: string): Promise<unknown[]> {
  const client = await connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
