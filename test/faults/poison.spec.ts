import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import { z } from 'zod';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/handlers/on-webhook.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';
import { LONG } from './long-form.js';
import { percentiles } from './steady-senders.js';

/** FAULTS I14 and I15: bodies that break what reads them, alone and in one commit with good ones. */

const orderOf = z.object({ data: z.object({ object: z.object({ order: z.string() }) }) });

@Injectable()
class Orders {
  readonly handled: string[] = [];

  @OnWebhook('stripe', 'payment_intent.succeeded')
  markPaid({ event }: WebhookContext<'stripe', 'payment_intent.succeeded'>): void {
    this.handled.push(event.externalId);
  }

  /** As strict as a product's own reading may be. */
  @OnWebhook('stripe', 'invoice.paid')
  ship({ event }: WebhookContext<'stripe', 'invoice.paid'>): void {
    orderOf.parse(event.payload);
  }
}

@Module({ providers: [Orders] })
class ShopModule {}

let hookline: TestHookline;
let database: Client;

beforeAll(async () => {
  hookline = await startTestHookline({ imports: [ShopModule] });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

const idOf = (body: string) => (JSON.parse(body) as { id: string }).id;

async function storedBody(externalId: string): Promise<string | undefined> {
  const { rows } = await database.query<{ id: string }>(
    'SELECT id FROM webhook_events WHERE external_id = $1',
    [externalId],
  );
  if (!rows[0]) return undefined;
  const headers = { Authorization: `Bearer ${await hookline.createKey('webhooks:read')}` };
  const answer = await fetch(`${hookline.url}/v1/webhook-events/${rows[0].id}`, { headers });
  expect(answer.status).toBe(200);
  return answer.text();
}

function settled(externalId: string, status: string) {
  return eventually(`event ${externalId} is ${status}`, async () => {
    const { rows } = await database.query<{ id: string; status: string }>(
      'SELECT id, status FROM webhook_events WHERE external_id = $1',
      [externalId],
    );
    return rows[0]?.status === status ? rows[0].id : undefined;
  });
}

/** Around a value that hardly anything can hold. */
const event = (id: string, value: string) =>
  `{"id":"${id}","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","poison":${value}}}}`;

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe.each([
  ['NUL', String.raw`"\u0000"`],
  ['half a surrogate pair', String.raw`"\ud800"`],
  ['a number beyond all numbers', '1e999'],
  ['20,000 levels', deep(20_000)],
  ['500,000 levels', deep(500_000)],
  ['the same key twice', '{"a":1,"a":2}'],
  ['__proto__', '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}'],
  ['bytes that are not UTF-8', '"\uFFFD"'],
])('A signed event with %s', (name, value) => {
  const id = `evt_${name.replaceAll(/\W/g, '_')}`;
  const body = event(id, value);

  it('is stored as it came, handled, listed, and repeated without harm; good events beside it do not notice', async () => {
    const good = Array.from({ length: 8 }, () => stripeEvent());
    const answers = await Promise.all([body, ...good].map((each) => deliver(hookline.url, each)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    await settled(id, 'processed');
    for (const each of good) await settled(idOf(each), 'processed');
    expect(await deliver(hookline.url, body)).toMatchObject({ status: 200, body: { duplicates: 1 } });
    const { rows } = await database.query<{ body: Buffer }>(
      `SELECT body FROM webhook_payloads JOIN webhook_events ON id = event_id
       WHERE external_id = $1 AND encoding = 'identity'`,
      [id],
    );
    for (const row of rows) expect(row.body.toString()).toBe(body);
    expect(await storedBody(id)).toContain(`"external_id":"${id}"`);
    expect((await hookline.api('GET', '/v1/webhook-events')).status).toBe(200);
  });
});

describe.each([
  ['no id', '{"type":"a.b","data":{"object":{}}}'],
  ['an id that is no text', '{"id":{"toString":1},"type":"a.b"}'],
  ['an id with a NUL', String.raw`{"id":"evt_\u0000","type":"a.b"}`],
  ['an id of 100,000 characters', `{"id":"${'x'.repeat(100_000)}","type":"a.b"}`],
  ['no type', '{"id":"evt_without_type"}'],
  ['a list instead of an event', '[]'],
  ['nothing but null', 'null'],
  ['nothing at all', ''],
  ['half an event', '{"id":"evt_half","type":'],
])('A signed body with %s', (_name, body) => {
  it('is answered 400 however often it comes, and is not stored', async () => {
    const count = async () =>
      (await database.query<{ n: number }>('SELECT count(*)::int AS n FROM webhook_events')).rows[0]?.n;
    const before = await count();
    for (let time = 0; time < 2; time += 1) expect((await deliver(hookline.url, body)).status).toBe(400);
    expect(await count()).toBe(before);
  });
});

describe('An event that its handler cannot read', () => {
  it('ends in the dead letter with the reason, and holds up no other', async () => {
    const unreadable = stripeEvent('invoice.paid');
    const others = Array.from({ length: 20 }, () => stripeEvent());
    await Promise.all([unreadable, ...others].map((body) => deliver(hookline.url, body)));
    for (const body of others) await settled(idOf(body), 'processed');
    const id = await settled(idOf(unreadable), 'dead');
    const { body } = await hookline.api('GET', `/v1/webhook-events/${id}`);
    expect(body.handlers).toMatchObject([{ handler: 'Orders.ship', status: 'dead', attempts: 3 }]);
    expect(body.handlers[0].last_error).toContain('order');
  });
});

describe('An event that the database refuses, in one commit with others', () => {
  it('fails alone, and the others hardly wait for it', async () => {
    const together = (bodies: readonly string[]) =>
      Promise.all(
        bodies.map(async (body) => {
          const startedMs = performance.now();
          const { status } = await deliver(hookline.url, body);
          return { status, ms: performance.now() - startedMs };
        }),
      );
    const good = () => Array.from({ length: 199 }, () => stripeEvent());
    await together(good());
    const without = await together([...good(), stripeEvent()]);

    await database.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE 'this one is refused'; END $$`);
    await database.query(
      `CREATE TRIGGER refuse BEFORE INSERT ON webhook_events FOR EACH ROW WHEN (NEW.type = 'refused.one')
       EXECUTE FUNCTION refuse()`,
    );
    const bodies = good();
    const refused = stripeEvent('refused.one');
    const [first, ...others] = await together([refused, ...bodies]);
    expect(first?.status).toBe(500);
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set([200]));
    for (const body of bodies) await settled(idOf(body), 'processed');
    const { rowCount } = await database.query('SELECT 1 FROM webhook_events WHERE external_id = $1', [
      idOf(refused),
    ]);
    expect(rowCount).toBe(0);

    const calm = percentiles(without.map(({ ms }) => ms));
    const disturbed = percentiles(others.map(({ ms }) => ms));
    process.stderr.write(
      `200 at once: p99 ${calm.p99Ms.toFixed(0)} ms, with a refused one among them ${disturbed.p99Ms.toFixed(0)} ms\n`,
    );
    expect(disturbed.p99Ms).toBeLessThan(Math.max(2 * calm.p99Ms, LONG ? 500 : 3_000));
  });
});
