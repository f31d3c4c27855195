import { afterEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { createTestDatabase } from '../support/test-database.js';
import { CLEAN, audit, prepareAudit } from './audit.js';
import { LONG } from './long-form.js';
import { ProcessUnderTest } from './process-under-test.js';
import { Sender, type Sent } from './sender.js';

/** FAULTS I19: somebody's transaction stays open for long, so that PostgreSQL may clear away nothing. */

/** How long they stay, in minutes. */
const MINUTES = LONG ? Number(process.env['TEST_FAULTS_MINUTES'] ?? 30) : 0.07;
const EVENTS_A_ROUND = LONG ? 5_000 : 400;

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function connectTo(url: string): Promise<Client> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Rows of all tables that are dead and still there, by PostgreSQL's own statistics, which lag a little. */
async function deadRows(client: Client): Promise<number> {
  const { rows } = await client.query<{ dead: number }>(
    'SELECT sum(n_dead_tup)::int AS dead FROM pg_stat_user_tables',
  );
  return rows[0]?.dead ?? 0;
}

describe('A long report and a forgotten transaction', () => {
  it(
    'do not slow down what comes in and is handled, and what they held back is cleared away after them',
    async () => {
      const database = await createTestDatabase();
      cleanups.push(() => database.drop());
      const client = await connectTo(database.url);
      cleanups.push(() => client.end());
      await prepareAudit(client);
      const service = await ProcessUnderTest.start(database.url);
      cleanups.push(() => service.kill());
      const sent: Sent = { acknowledged: new Set(), unacknowledged: new Set(), statuses: new Map() };

      /** Events a second, from the first delivery until the last is handled. */
      const round = async () => {
        const startedMs = performance.now();
        const sender = new Sender(service.url, { events: EVENTS_A_ROUND, connections: 16 });
        for (const id of (await sender.run()).acknowledged) sent.acknowledged.add(id);
        await eventually(
          'all of the round are handled',
          async () => {
            const { rowCount } = await client.query(
              "SELECT 1 FROM webhook_events WHERE status <> 'processed' LIMIT 1",
            );
            return rowCount === 0 || undefined;
          },
          360_000,
        );
        return (EVENTS_A_ROUND * 1_000) / (performance.now() - startedMs);
      };
      for (let warmUp = 0; warmUp < 2; warmUp += 1) await round();

      const [reader, holder] = [await connectTo(database.url), await connectTo(database.url)];
      await reader.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM webhook_events');
      await holder.query('BEGIN; SELECT pg_current_xact_id()');
      const rates: number[] = [];
      const endMs = performance.now() + MINUTES * 60_000;
      while (performance.now() < endMs || rates.length < 4) rates.push(await round());
      await client.query('VACUUM');
      const held = await eventually(
        'dead rows have piled up',
        async () => (await deadRows(client)) || undefined,
      );
      await Promise.all([reader.end(), holder.end()]);

      await client.query('VACUUM');
      const left = await eventually('they are cleared away', async () => {
        const dead = await deadRows(client);
        return dead < held / 4 + 100 ? dead : undefined;
      });
      const ends = Math.max(2, Math.floor(rates.length / 4));
      const first = median(rates.slice(0, ends));
      const last = median(rates.slice(-ends));
      process.stderr.write(
        `Held for ${MINUTES} min: ${first.toFixed(0)} events/s at first, ${last.toFixed(0)} at last; ${held} dead rows, then ${left}\n`,
      );
      expect(last / first).toBeGreaterThan(LONG ? 0.8 : 0.2);
      expect(await audit(client, sent)).toEqual(CLEAN);
    },
    (MINUTES + 5) * 60_000,
  );
});

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
