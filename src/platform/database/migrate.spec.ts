import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { migrate } from './migrate.js';

const invoices = '20260101000000_invoices';
const paid = '20260102000000_paid';

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

async function query(sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
