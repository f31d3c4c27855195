import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/platform/database/migrate.js';
import { prismaFolder } from '../../src/platform/database/schema-engine.js';
import { eventually } from '../support/eventually.js';
import { makeFolder } from '../support/run-folder.js';
import { createTestDatabase } from '../support/test-database.js';
import { audit, CLEAN, prepareAudit } from './audit.js';
import { Balancer } from './balancer.js';
import { LONG } from './long-form.js';
import { OpenLoop, type OpenLoopLoad } from './open-loop.js';
import { ProcessUnderTest } from './process-under-test.js';
import { buildVersion, commitBefore } from './version-before.js';

/** FAULTS P1: a database is migrated, and two versions are at work on it, under load. Nobody sees it. */

const PER_SECOND = LONG ? 100 : 50;
const ENVIRONMENT = { API_RATE_LIMIT: '10000000' };
const API_KEY = 'hl_of_the_load';
/** How long each state of a deploy lasts, in ms. */
const MOMENT_MS = LONG ? 3_000 : 1_000;

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A database as a version leaves it, with a key of the API. */
async function createDatabase(folder: string): Promise<{ url: string; reader: Client }> {
  const { url, drop } = await createTestDatabase({ migrated: false });
  cleanups.push(drop);
  await migrate(url, { folder });
  const reader = await connect(url);
  await prepareAudit(reader);
  await reader.query(
    `INSERT INTO api_keys (id, name, prefix, hash, scopes) VALUES (gen_random_uuid(), 'load', 'hl_of', sha256($1), '{admin}')`,
    [Buffer.from(API_KEY)],
  );
  return { url, reader };
}

async function connect(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  cleanups.push(() => client.end());
  return client;
}

async function startService(databaseUrl: string, script?: URL): Promise<ProcessUnderTest> {
  const service = await ProcessUnderTest.start(databaseUrl, ENVIRONMENT, script);
  cleanups.push(() => service.kill());
  return service;
}

/** This version's migrations, and a next one's: a column that old code does not know, with a default, and an index. */
async function writeNextVersion(): Promise<string> {
  const folder = await makeFolder('next');
  await cp(prismaFolder, folder, { recursive: true });
  const migrations = {
    '20990101000000_archived': `ALTER TABLE "webhook_events" ADD COLUMN "archived" BOOLEAN NOT NULL DEFAULT false;`,
    '20990101000001_archived_events': `ALTER TABLE "published_events" ADD COLUMN "archived" BOOLEAN;`,
    '20990101000002_received_index': `CREATE INDEX CONCURRENTLY IF NOT EXISTS "next_idx" ON "webhook_events"("type", "received_at");`,
  };
  for (const [name, sql] of Object.entries(migrations)) {
    await mkdir(join(folder, 'migrations', name));
    await writeFile(join(folder, 'migrations', name, 'migration.sql'), sql);
  }
  return folder;
}

async function expectNothingLost(reader: Client, load: OpenLoopLoad): Promise<void> {
  expect(load.failures).toEqual([]);
  expect(load.acknowledged.size).toBeGreaterThan(PER_SECOND);
  await eventually('every event is handled', async () => {
    const { rows } = await reader.query("SELECT 1 FROM webhook_events WHERE status <> 'processed' LIMIT 1");
    return rows.length === 0 || undefined;
  });
  expect(await audit(reader, load)).toEqual(CLEAN);
  const { rows } = await reader.query('SELECT count(*)::int AS count FROM published_events');
  expect(rows).toEqual([{ count: load.published }]);
}

describe('A migration under load', () => {
  it('fails no request and loses nothing, also while somebody reads the table for long', async () => {
    const { url, reader } = await createDatabase(prismaFolder);
    const folder = await writeNextVersion();
    const { url: serviceUrl } = await startService(url);
    const report = await connect(url);
    const loop = new OpenLoop({ url: serviceUrl, apiKey: API_KEY, perSecond: PER_SECOND });
    await sleep(MOMENT_MS);
    await report.query('BEGIN; SELECT count(*) FROM webhook_events;');
    const migrating = migrate(url, { folder });
    await sleep(2 * MOMENT_MS);
    await report.query('COMMIT');
    const { applied } = await migrating;
    await sleep(MOMENT_MS);
    const load = await loop.stop();

    expect(applied).toHaveLength(3);
    await expectNothingLost(reader, load);
  });
});

const before = LONG ? await commitBefore() : undefined;

describe.skipIf(before === undefined)('The version before and this one, at once', () => {
  it('serve beside each other from the migration on, fail no request and lose nothing', async () => {
    const { prismaFolder: folder, service } = await buildVersion(before ?? '');
    const { url, reader } = await createDatabase(folder);
    const old = await startService(url, service);
    const balancer = await Balancer.start([old.url]);
    cleanups.push(() => balancer.close());
    const loop = new OpenLoop({ url: balancer.url, apiKey: API_KEY, perSecond: PER_SECOND });
    await sleep(MOMENT_MS);
    const { applied } = await migrate(url);
    await sleep(MOMENT_MS); // the version before on the new schema
    const replacement = await startService(url);
    await balancer.turnTo([old.url, replacement.url]);
    await sleep(3 * MOMENT_MS);
    await balancer.turnTo([replacement.url]);
    await sleep(MOMENT_MS); // it does not wait for balancers as this version does
    expect(await old.terminate()).toBe(0);
    await sleep(MOMENT_MS);
    const load = await loop.stop();

    expect(applied).toContain('20261122134416_production');
    expect(balancer.refused).toBe(0);
    await expectNothingLost(reader, load);
  }, 240_000);
});
