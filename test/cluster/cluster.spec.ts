import { randomInt } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Client } from 'pg';
import { CLEAN, audit, disorderIn } from '../faults/audit.js';
import { LONG } from '../faults/long-form.js';
import { Sender } from '../faults/sender.js';
import { eventually } from '../support/eventually.js';
import { seededRandom } from '../support/seeded-random.js';
import { Cluster } from './cluster.js';
import { History } from './history.js';
import { mixedLoad } from './load.js';

/**
 * One web process and two workers on one PostgreSQL, under a load with repeats and shuffled times; processes are killed
 * and PostgreSQL is restarted meanwhile. What was answered 200 is stored once, has each of its effects once, and in order.
 */

const FORM = LONG
  ? { events: 30_000, kills: 50, connections: 32, restMs: 600, minutes: 20 }
  : { events: 2_000, kills: 3, connections: 16, restMs: 250, minutes: 4 };

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));

let cluster: Cluster | undefined;
let client: Client | undefined;

afterEach(async () => {
  await client?.end();
  await cluster?.close();
});

/**
 * Jobs of a killed process come back once its heartbeat is missed: after 10 s, noticed within 5 more. The summary of an
 * event whose job had joined a line may wait for the sweeper: two minutes until it counts as lost, one until the next look.
 */
const settled = (reader: Client) =>
  eventually(
    'every event is handled',
    async () => {
      const { rows } = await reader.query(
        "SELECT 1 FROM webhook_events WHERE status NOT IN ('processed', 'superseded') LIMIT 1",
      );
      return rows.length === 0 || undefined;
    },
    LONG ? 300_000 : 210_000,
  );

/** Says where to look when a run goes wrong. */
async function witnessed<T>(work: (history: History) => Promise<T>): Promise<T> {
  const history = new History();
  history.note('seed', { seed });
  try {
    return await work(history);
  } catch (error) {
    process.stderr.write(`SEED=${seed}; what happened is in ${history.path}\n`);
    throw error;
  }
}

describe('A cluster whose processes are killed and whose database is restarted', () => {
  it(
    `loses nothing, does nothing twice, and keeps the order of each key (seed ${seed})`,
    () =>
      witnessed(async (history) => {
        cluster = await Cluster.start(history);
        const random = seededRandom(seed);
        const sender = new Sender(cluster.url, {
          events: mixedLoad(FORM.events, random),
          connections: FORM.connections,
          restMs: FORM.restMs,
          persistMs: FORM.minutes * 60_000,
          note: (delivery) => history.note('delivery', delivery),
        });
        const [sent] = await Promise.all([sender.run(), cluster.disturb(FORM.kills, random)]);
        history.note('sent', { statuses: [...sent.statuses] });
        expect(sent.acknowledged.size).toBe(FORM.events);
        client = await cluster.connect();
        await settled(client);
        const found = await audit(client, sent);
        history.note('audit', found);
        expect(found).toEqual(CLEAN);
      }),
    (FORM.minutes + 6) * 60_000,
  );
});

describe('The audit of the order', () => {
  it(
    'fails on a cluster whose handler does not ask for it',
    () =>
      witnessed(async (history) => {
        cluster = await Cluster.start(history, { BROKEN: 'no-order' });
        const events = mixedLoad(2_000, seededRandom(seed)).filter((body) => body.includes('charge.updated'));
        const sent = await new Sender(cluster.url, { events, connections: 16 }).run();
        client = await cluster.connect();
        await settled(client);
        const found = await audit(client, sent);
        expect(found.disorder).toBeGreaterThan(0);
        expect(found.lostUpdates).toBeGreaterThan(0);
        expect({ ...found, disorder: 0, lostUpdates: 0 }).toEqual(CLEAN);
      }),
    720_000,
  );

  it('counts an effect that comes before that of an event which was acknowledged before its own was sent', () => {
    const firstSentMs = new Map([
      ['a', 0],
      ['b', 10],
      ['c', 11],
    ]);
    const acknowledgedMs = new Map([
      ['a', 5],
      ['b', 15],
      ['c', 16],
    ]);
    const times = { firstSentMs, acknowledgedMs };
    const disorder = (...ids: string[]) =>
      disorderIn(
        ids.map((id) => ({ event_id: id, key: 'key' })),
        times,
      );
    expect(disorder('a', 'b', 'c')).toBe(0);
    expect(disorder('a', 'c', 'b')).toBe(0); // under way at the same time
    expect(disorder('b', 'a', 'c')).toBe(1);
    expect(disorder('b', 'c', 'a')).toBe(2);
    const effects = [
      { event_id: 'b', key: 'one' },
      { event_id: 'a', key: 'other' },
    ];
    expect(disorderIn(effects, times)).toBe(0);
  });
});
