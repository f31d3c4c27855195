import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../src/platform/database/migrate.js';
import { SealedBox } from '../../src/platform/secrets/sealed-box.js';
import { givenConnection } from '../support/connections.js';
import { eventually } from '../support/eventually.js';
import { request } from '../support/hookline.js';
import { PublishingProduct } from '../support/publishing-product.js';
import { Receiver, type Hook } from '../support/receiver.js';
import { idOf, startShop, type Shop } from '../support/shop.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';
import { DumpablePostgres, describeWithDump } from './dumpable-postgres.js';

/** The steps of docs/operations/backup-and-restore.md, tried. */

describeWithDump('A service on a restored backup', () => {
  let postgres: DumpablePostgres;
  let receiver: Receiver;
  let hook: Hook;
  let restored: Shop;
  /** What was done before the backup. */
  let before: { events: string[]; key: string; connectionId: string; tenant: string; published: string };
  /** Rows by table, in the original and in the restored database. */
  let rows: { original: Record<string, number>; restored: Record<string, number> };

  beforeAll(async () => {
    postgres = await DumpablePostgres.start();
    receiver = await Receiver.start();
    hook = receiver.hook();
    const url = await postgres.createDatabase('original');
    await migrate(url);
    // Takes everything and works on nothing: at the moment of the backup, all of it still waits.
    const original = await startShop({ databaseUrl: url, environment: { ROLE: 'web' } });
    before = await leaveWork(original, hook);
    const file = await postgres.dump('original');
    rows = { original: await countRows(url), restored: {} };
    await original.close();

    const restoredUrl = await postgres.createDatabase('restored');
    await postgres.restore(file, 'restored');
    rows.restored = await countRows(restoredUrl);
    expect((await migrate(restoredUrl)).applied).toEqual([]);
    restored = await startShop({ databaseUrl: restoredUrl });
    // A cluster, a dump, a restore and two starts, on a machine that others keep busy.
  }, 180_000);
  afterAll(async () => {
    await restored?.close();
    await receiver?.close();
    await postgres?.stop();
  });

  it('has every row', () => {
    // Two deliveries: the ping that an endpoint gets when it is made, and the event.
    expect(rows.original).toMatchObject({
      webhook_events: 2,
      webhook_payloads: 2,
      deliveries: 2,
      connections: 1,
    });
    expect(rows.restored).toEqual(rows.original);
  });

  it('handles what waited, each event once, also when its provider sends it again', async () => {
    for (const body of before.events) {
      await restored.settled(idOf(body), 'processed');
      expect((await deliver(restored.hookline.url, body)).status).toBe(200);
    }
    for (const body of before.events) expect(await restored.effectsOf(idOf(body))).toBe(1);
    expect(restored.orders.runs.toSorted()).toEqual(before.events.map(idOf).toSorted());
  });

  it('delivers what was published, and what is published from now on', async () => {
    const next = await new PublishingProduct(restored.hookline).publish(before.tenant);
    const ids = await eventually('both are delivered', () =>
      hook.events.length >= 2 ? hook.events.map(({ event }) => event.id) : undefined,
    );
    expect(ids.toSorted()).toEqual([before.published, next].toSorted());
  });

  it('opens what is sealed, and takes the keys that were given out', async () => {
    const [row] = await restored.rows(
      'SELECT sealed_credential FROM connections WHERE id = $1',
      before.connectionId,
    );
    const box = restored.hookline.app.get(SealedBox);
    expect(box.open(row?.sealed_credential, `connection:${before.connectionId}`)).toContain('xoxb-before');
    const answer = await request(
      `${restored.hookline.url}/v1/connections/${before.connectionId}`,
      'GET',
      undefined,
      {
        Authorization: `Bearer ${before.key}`,
      },
    );
    expect(answer).toMatchObject({ status: 200, body: { id: before.connectionId, status: 'connected' } });
  });
});

async function leaveWork(
  { hookline }: Shop,
  hook: Hook,
): Promise<{ events: string[]; key: string; connectionId: string; tenant: string; published: string }> {
  const events = [stripeEvent(), stripeEvent()];
  for (const body of events) expect((await deliver(hookline.url, body)).status).toBe(200);
  const product = new PublishingProduct(hookline);
  const { tenant } = await product.subscribe(hook.url);
  return {
    events,
    tenant,
    published: await product.publish(tenant),
    key: await hookline.createKey('admin'),
    connectionId: await givenConnection(hookline, { provider: 'slack', accessToken: 'xoxb-before' }),
  };
}

/** Of all of Hookline's tables. pg-boss counts on beside them. */
async function countRows(url: string): Promise<Record<string, number>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    );
    const counts: Record<string, number> = {};
    for (const { name } of rows) {
      const counted = await client.query<{ n: number }>(`SELECT count(*)::int AS n FROM "${name}"`);
      counts[name] = counted.rows[0]?.n ?? 0;
    }
    return counts;
  } finally {
    await client.end();
  }
}
