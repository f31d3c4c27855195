import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { request } from '../support/hookline.js';
import { CLEAN, audit, prepareAudit } from './audit.js';
import { LONG } from './long-form.js';
import { startOwnPostgres } from './own-postgres.js';
import { ProcessUnderTest } from './process-under-test.js';
import { Sender } from './sender.js';

/** FAULTS I5: PostgreSQL on a disk that is really full, its write-ahead log included. */

const run = promisify(execFile);
const DISK_MEGABYTES = 160;

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A small disk of its own; only root can have one. */
async function mountDisk(): Promise<string> {
  const parent = join(process.cwd(), '.hookline-test');
  await mkdir(parent, { recursive: true });
  const folder = await mkdtemp(join(parent, 'disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MEGABYTES}m,mode=755`, 'tmpfs', folder]);
    return folder;
  } catch (error) {
    await rmdir(folder);
    throw error;
  }
}

const disk = LONG ? await mountDisk().catch(() => undefined) : undefined;

afterAll(async () => {
  if (!disk) return;
  await run('umount', ['--lazy', disk]);
  await rmdir(disk);
});

/** Takes all the room that is left, down to the last byte. */
async function fill(file: string): Promise<void> {
  for (const bytes of [1 << 20, 1 << 12, 1]) {
    for (let full = false; !full;) {
      full = await writeFile(file, Buffer.alloc(bytes), { flag: 'a' }).then(
        () => false,
        () => true,
      );
    }
  }
}

const describeOnDisk = disk ? describe : describe.skip;

describeOnDisk('A full disk (in the long form, as root)', () => {
  it('gets events answered 503, never 200; once there is room, all are stored once and handled once', async () => {
    const postgres = await startOwnPostgres(disk);
    cleanups.push(() => postgres.close());
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    await prepareAudit(client);
    await client.end();
    const service = await ProcessUnderTest.start(postgres.url);
    cleanups.push(() => service.kill());

    const sender = new Sender(service.url, { events: 12_000, connections: 32, persistMs: 120_000 });
    const filler = join(String(disk), 'filler');
    const filling = async () => {
      await sleep(1_000);
      await fill(filler);
      await eventually('events are refused', () => sender.sent.statuses.get(503), 60_000);
      await sleep(3_000);
      await rm(filler);
    };
    const [sent] = await Promise.all([sender.run(), filling()]);
    expect(new Set(sent.statuses.keys())).toEqual(new Set([200, 503]));
    expect(sent.acknowledged.size).toBe(12_000);

    const reader = new Client({ connectionString: postgres.url });
    await reader.connect();
    cleanups.push(() => reader.end());
    await eventually(
      'every event is handled',
      async () => {
        const { rowCount } = await reader.query(
          "SELECT 1 FROM webhook_events WHERE status <> 'processed' LIMIT 1",
        );
        return rowCount === 0 || undefined;
      },
      360_000,
    );
    expect(await audit(reader, sent)).toEqual(CLEAN);
    expect((await request(`${service.url}/health/ready`, 'GET')).status).toBe(200);
  }, 1_200_000);
});
