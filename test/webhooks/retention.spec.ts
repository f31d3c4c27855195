import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../src/platform/config/configuration-error.js';
import { LeftoversRetention } from '../../src/webhooks/retention/leftovers-retention.js';
import { retentionConfig } from '../../src/webhooks/retention/retention.config.js';
import { WebhookRetention } from '../../src/webhooks/retention/webhook-retention.js';
import { startTestHookline } from '../support/hookline.js';
import { startShop, type Shop } from '../support/shop.js';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop({
    environment: {
      ROLE: 'web',
      WEBHOOK_RETENTION_PROCESSED_DAYS: '10',
      WEBHOOK_RETENTION_UNHANDLED_DAYS: '0',
      WEBHOOK_RETENTION_DEAD_DAYS: '50',
    },
  });
});
afterAll(() => shop?.close());
beforeEach(async () => {
  await shop.rows('TRUNCATE webhook_events, webhook_payloads, webhook_handler_runs, webhook_newest');
});

/** Events with a payload and a run each, stored so many days ago, a second apart. */
async function store(status: string, daysAgo: number, count = 1): Promise<void> {
  await shop.rows(
    `WITH events AS (
       INSERT INTO webhook_events (id, provider, external_id, type, status, received_at, request_id)
       SELECT (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7000' ||
           substr(replace(gen_random_uuid()::text, '-', ''), 17))::uuid,
         'stripe', gen_random_uuid()::text, 'a.b', $1::webhook_event_status, at, ''
       FROM generate_series(0, $3::int - 1) AS i, LATERAL (SELECT now() - make_interval(days => $2, secs => i) AS at) AS time
       RETURNING id),
     payloads AS (INSERT INTO webhook_payloads (event_id, headers, body) SELECT id, '{}', '{}' FROM events)
     INSERT INTO webhook_handler_runs (event_id, handler) SELECT id, 'Orders.markPaid' FROM events`,
    status,
    daysAgo,
    count,
  );
}

const retention = () => shop.hookline.app.get(WebhookRetention, { strict: false });
/** Each process remembers for a day how far it has looked: another day, another look. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

async function left(): Promise<Record<string, number>> {
  const rows = await shop.rows('SELECT status, count(*)::int AS n FROM webhook_events GROUP BY status');
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}

describe('Retention', () => {
  it('deletes each status after its time, with payloads and runs, and never what still waits', async () => {
    for (const status of ['processed', 'superseded', 'dead', 'unhandled', 'pending', 'failed']) {
      await store(status, 11, 3);
      await store(status, 9, 2);
      await store(status, 51, 1);
    }
    await retention().run();
    expect(await left()).toEqual({
      processed: 2,
      superseded: 2,
      dead: 5,
      unhandled: 6,
      pending: 6,
      failed: 6,
    });
    for (const table of ['webhook_payloads', 'webhook_handler_runs']) {
      const [row] = await shop.rows(`SELECT count(*)::int AS n FROM ${table}`);
      expect(row?.['n']).toBe(27);
      expect(
        await shop.rows(`SELECT 1 FROM ${table} WHERE event_id NOT IN (SELECT id FROM webhook_events)`),
      ).toEqual([]);
    }
  });

  it('deletes in batches, past what is kept at the old end', async () => {
    await store('unhandled', 100, 1_200);
    await store('processed', 60, 1_300);
    await retention().run(inDays(1));
    expect(await left()).toEqual({ unhandled: 1_200 });
  });

  it('goes on where it ended, and looks from the start again on the next day', async () => {
    await store('processed', 60, 5);
    await retention().run(inDays(2));
    await store('processed', 70, 5);
    await retention().run(inDays(2));
    expect(await left()).toEqual({ processed: 5 });
    await retention().run(inDays(3));
    expect(await left()).toEqual({});
  });

  it('leaves an event alone at which somebody is working, and waits for nobody', async () => {
    await store('dead', 60, 2);
    await shop.rows('BEGIN');
    await shop.rows('SELECT 1 FROM webhook_handler_runs ORDER BY event_id LIMIT 1 FOR UPDATE');
    await retention().run();
    expect(await left()).toEqual({ dead: 1 });
    await shop.rows('ROLLBACK');
    await retention().run();
    expect(await left()).toEqual({});
  });

  it('forgets the newest event of a key that none has come for in the longest time', async () => {
    for (const daysAgo of [89, 91]) {
      await store('processed', daysAgo);
      await shop.rows(
        `INSERT INTO webhook_newest (handler, key, event_id, occurred_at)
         SELECT 'Orders.update', $1, id, received_at FROM webhook_events ORDER BY id LIMIT 1`,
        `key of ${daysAgo}`,
      );
    }
    const remembered = async () =>
      (await shop.rows('SELECT key FROM webhook_newest ORDER BY key')).map(({ key }) => key);
    await shop.hookline.app.get(LeftoversRetention, { strict: false }).run();
    expect(await remembered()).toEqual(['key of 89', 'key of 91']); // here some events are kept for ever

    const { databaseUrl } = shop.hookline;
    const other = await startTestHookline({ databaseUrl, environment: { ROLE: 'web' } });
    await other.app.get(LeftoversRetention, { strict: false }).run();
    expect(await remembered()).toEqual(['key of 89']);
    await other.close();
  });
});

describe('The retention in the environment', () => {
  it('has defaults, and takes whole days', () => {
    expect(retentionConfig.read({}).days).toEqual({ processed: 30, superseded: 30, unhandled: 30, dead: 90 });
    expect(() => retentionConfig.read({ WEBHOOK_RETENTION_DEAD_DAYS: '-1' })).toThrow(ConfigurationError);
    expect(() => retentionConfig.read({ WEBHOOK_RETENTION_DEAD_DAYS: '1.5' })).toThrow(ConfigurationError);
  });
});
