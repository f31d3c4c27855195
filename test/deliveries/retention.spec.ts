import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { DeliveryRetention } from '../../src/deliveries/records/delivery-retention.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { storeDelivery, storeEndpoint, storeEvent } from '../support/stored-deliveries.js';

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);

let hookline: TestHookline;
let database: Client;

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { ROLE: 'web', EVENT_RETENTION_DAYS: '10' } });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});
beforeEach(async () => {
  await database.query('TRUNCATE deliveries, delivery_attempts, endpoints, endpoint_hours, published_events');
});

const clean = () => hookline.app.get(DeliveryRetention, { strict: false }).run();

async function count(table: string): Promise<number> {
  const { rows } = await database.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
  return rows[0]?.n ?? 0;
}

describe('The retention of events', () => {
  it('deletes those past their time with deliveries and attempts, whatever became of them', async () => {
    const endpointId = await storeEndpoint(database, { tenant: 'acme' });
    const kept: string[] = [];
    for (const at of [daysAgo(11), daysAgo(10.01), daysAgo(9.99), daysAgo(1)]) {
      for (const status of ['pending', 'delivered', 'failed', 'dead'] as const) {
        const eventId = await storeEvent(database, { tenant: 'acme', at });
        const id = await storeDelivery(database, { endpointId, eventId, status, attempts: 2, at });
        if (at > daysAgo(10)) kept.push(id);
      }
    }
    await clean();
    const { rows } = await database.query<{ id: string }>(
      `SELECT delivery.id FROM deliveries AS delivery JOIN published_events AS event ON event.id = event_id`,
    );
    expect(rows.map(({ id }) => id).toSorted()).toEqual(kept.toSorted());
    expect(await count('published_events')).toBe(8);
    expect(await count('deliveries')).toBe(8);
    expect(await count('delivery_attempts')).toBe(16);
    expect(await count('endpoints')).toBe(1);
  });

  it('deletes in batches', async () => {
    await database.query(
      `INSERT INTO published_events (id, tenant, type, data)
       SELECT ('0198a1b2-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'acme', 'order.paid', '{}'
       FROM generate_series(1, 2500) AS i`,
    );
    await clean();
    expect(await count('published_events')).toBe(0);
  });

  it('passes by what somebody is at, and waits for nobody', async () => {
    const endpointId = await storeEndpoint(database, { tenant: 'acme' });
    const busy = await storeDelivery(database, { endpointId, status: 'failed', at: daysAgo(20) });
    await storeDelivery(database, { endpointId, status: 'failed', at: daysAgo(19) });
    await database.query('BEGIN');
    await database.query('SELECT 1 FROM deliveries WHERE id = $1 FOR UPDATE', [busy]);
    await clean();
    await database.query('COMMIT');
    const { rows } = await database.query('SELECT id FROM deliveries');
    expect(rows).toEqual([{ id: busy }]);
    await clean();
    expect(await count('deliveries')).toBe(0);
  });
});

describe('The retention of endpoints', () => {
  it('deletes a deleted one with its hours when nothing refers to it any more', async () => {
    const [enabled, referred, justNow, past] = [
      await storeEndpoint(database, { tenant: 'acme', enabled: false }),
      await storeEndpoint(database, { tenant: 'acme', deletedAt: daysAgo(5) }),
      await storeEndpoint(database, { tenant: 'acme', deletedAt: daysAgo(0.5) }),
      await storeEndpoint(database, { tenant: 'acme', deletedAt: daysAgo(5) }),
    ];
    await storeDelivery(database, { endpointId: referred, status: 'dead', at: daysAgo(9) });
    await storeDelivery(database, { endpointId: past, status: 'dead', at: daysAgo(11) });
    for (const id of [referred, past]) {
      await database.query('INSERT INTO endpoint_hours VALUES ($1, $2, 1, 1)', [id, daysAgo(9)]);
    }
    await clean();
    const { rows } = await database.query<{ id: string }>('SELECT id FROM endpoints ORDER BY id');
    expect(rows.map(({ id }) => id)).toEqual([enabled, referred, justNow].toSorted());
    const hours = await database.query('SELECT endpoint_id FROM endpoint_hours');
    expect(hours.rows).toEqual([{ endpoint_id: referred }]);
  });

  it('deletes hours after 90 days, of however many endpoints', async () => {
    await database.query(
      `WITH many AS (
         INSERT INTO endpoints (id, tenant, url, sealed_secrets)
         SELECT ('0198a1b2-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'acme', 'https://customer.example/', ''
         FROM generate_series(1, 2500) AS i RETURNING id)
       INSERT INTO endpoint_hours SELECT id, now() - make_interval(days => days), 1, 1
       FROM many, unnest(ARRAY[89, 91]) AS days`,
    );
    await clean();
    const { rows } = await database.query(
      "SELECT count(*)::int AS n, min(hour) > now() - interval '90 days' AS recent FROM endpoint_hours",
    );
    expect(rows).toEqual([{ n: 2_500, recent: true }]);
  });
});
