import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Claims, type Claimed } from '../../src/deliveries/sending/claims.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { storeEndpoint, storeEvent } from '../support/stored-deliveries.js';

/** What workers take that come for the same endpoints at the same moment, each in an order of its own. */

const ENDPOINTS = 30;
/** Of each endpoint. */
const WAITING = 20;
const ROUNDS = 15;

const environment = { ROLE: 'web' };

let workers: TestHookline[];
let database: Client;

beforeAll(async () => {
  const first = await startTestHookline({ environment });
  workers = [first, await startTestHookline({ environment, databaseUrl: first.databaseUrl })];
  database = new Client({ connectionString: first.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  for (const worker of workers?.toReversed() ?? []) await worker.close();
});

/** Endpoints with a rate limit a minute, and events that wait for them. */
async function fill(count: number, rateLimit: number | null): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) ids.push(await storeEndpoint(database, { tenant: 'acme' }));
  await database.query('UPDATE endpoints SET rate_limit = $2 WHERE id = ANY($1)', [ids, rateLimit]);
  const eventId = await storeEvent(database, { tenant: 'acme' });
  await database.query(
    `INSERT INTO deliveries (id, event_id, endpoint_id, type, due_at)
     SELECT gen_random_uuid(), $1, id, 'order.paid', now() FROM unnest($2::uuid[]) AS id, generate_series(1, $3)`,
    [eventId, ids, WAITING],
  );
  return ids;
}

/** All workers at once, every second one from the end. */
async function claim(ids: readonly string[], slots: number): Promise<string[]> {
  const wanted = ids.map((id) => ({ endpoint: { id, tenant: 'acme', ordered: false }, slots }));
  const taken: Claimed[] = await Promise.all(
    workers.map(({ app }, index) =>
      app.get(Claims, { strict: false }).take(index % 2 === 0 ? wanted : wanted.toReversed()),
    ),
  );
  return taken.flatMap(({ due }) => due.map(({ id }) => id));
}

describe('Workers that claim at the same moment', () => {
  it('take each delivery once, without waiting for one another in a circle', async () => {
    for (const rateLimit of [null, 60_000]) {
      const ids = await fill(ENDPOINTS, rateLimit);
      const taken: string[] = [];
      for (let round = 0; round < ROUNDS; round += 1) taken.push(...(await claim(ids, 1)));
      while (taken.length < ENDPOINTS * WAITING) taken.push(...(await claim(ids, WAITING)));
      expect(new Set(taken).size).toBe(ENDPOINTS * WAITING);
      expect(taken).toHaveLength(ENDPOINTS * WAITING);
    }
  });

  it('take no more than a rate limit allows them together', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const ids = await fill(3, 300);
      expect((await claim(ids, 10)).length).toBeLessThanOrEqual(3 * 5);
    }
  });
});
