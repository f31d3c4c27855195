import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Client } from 'pg';
import { describeWithContracts, listContracts, readContract } from '../support/contracts.js';
import { eventually } from '../support/eventually.js';
import { request, startTestHookline, type TestHookline } from '../support/hookline.js';
import { ShopModule, createEffects, idOf, startShop, type Orders, type Shop } from '../support/shop.js';
import { deliver, stripeEvent, stripeSignature } from '../support/stripe-webhooks.js';

let shop: Shop;
let hookline: TestHookline;
let orders: Orders;

beforeAll(async () => {
  shop = await startShop();
  hookline = shop.hookline;
  orders = shop.orders;
});
afterAll(() => shop?.close());

describe('POST /webhooks/stripe', () => {
  it('stores the event, answers 200, and runs its handler once, in the transaction that marks it', async () => {
    const body = stripeEvent();
    const answer = await deliver(hookline.url, body);
    expect(answer).toMatchObject({ status: 200, body: { stored: 1, duplicates: 0 } });
    const event = await shop.settled(idOf(body), 'processed');
    expect(event).toMatchObject({
      provider: 'stripe',
      type: 'payment_intent.succeeded',
      external_id: idOf(body),
      occurred_at: new Date(JSON.parse(body).created * 1000).toISOString(),
      payload: JSON.parse(body),
      handlers: [{ handler: 'Orders.markPaid', status: 'processed', attempts: 1, last_error: null }],
    });
    expect(await shop.effectsOf(idOf(body))).toBe(1);
  });

  it('answers a duplicate with 200 and stores it once, also after it was handled', async () => {
    const body = stripeEvent();
    await deliver(hookline.url, body);
    await shop.settled(idOf(body), 'processed');
    expect(await deliver(hookline.url, body)).toMatchObject({
      status: 200,
      body: { stored: 0, duplicates: 1 },
    });
    expect(await shop.rows('SELECT 1 FROM webhook_events WHERE external_id = $1', idOf(body))).toHaveLength(
      1,
    );
    expect(await shop.effectsOf(idOf(body))).toBe(1);
  });

  it('takes the same event 64 times at once: one row, one run, 64 times 200', async () => {
    const body = stripeEvent();
    const answers = await Promise.all(Array.from({ length: 64 }, () => deliver(hookline.url, body)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 64 }, () => 200));
    expect(answers.filter((answer) => answer.body.stored === 1)).toHaveLength(1);
    await shop.settled(idOf(body), 'processed');
    expect(orders.runs.filter((id) => id === idOf(body))).toHaveLength(1);
  });

  it('keeps the bytes exactly as they came', async () => {
    const body = `{ "id":"evt_bytes" ,"type":"a.b",\n "big":12345678901234567890, "big":1e999, "nul":"\\u0000", "half":"\\ud800" }`;
    await deliver(hookline.url, body);
    const [row] = await shop.rows(
      "SELECT convert_from(body, 'UTF8') AS text, id FROM webhook_payloads JOIN webhook_events ON id = event_id WHERE external_id = 'evt_bytes'",
    );
    expect(row?.['text']).toBe(body);
    const raw = await fetch(`${hookline.url}/v1/webhook-events/${row?.['id']}`, {
      headers: { Authorization: `Bearer ${await hookline.createKey('webhooks:read')}` },
    });
    expect(await raw.text()).toContain('12345678901234567890, "big":1e999');
  });

  it('takes poison together with good events, and keeps it', async () => {
    const poison = [
      String.raw`"\u0000"`,
      String.raw`"\ud800"`,
      '1e999',
      '['.repeat(20_000) + ']'.repeat(20_000),
      '{"__proto__":{"admin":true}}',
    ].map(
      (value, index) =>
        `{"id":"evt_poison_${index}","type":"payment_intent.succeeded","data":{"object":{"id":"pi_${index}","poison":${value}}}}`,
    );
    const good = Array.from({ length: 20 }, () => stripeEvent());
    const answers = await Promise.all([...poison, ...good].map((body) => deliver(hookline.url, body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await shop.allSettled(good.map(idOf), 'processed');
    for (const index of poison.keys()) await shop.settled(`evt_poison_${index}`, 'processed');
  });

  it.each([
    ['a wrong signature', (body: string) => stripeSignature(body, { secret: 'whsec_wrong' })],
    [
      'a stale signature',
      (body: string) => stripeSignature(body, { timestamp: Math.floor(Date.now() / 1000) - 360 }),
    ],
    [
      'a signature from the future',
      (body: string) => stripeSignature(body, { timestamp: Math.floor(Date.now() / 1000) + 360 }),
    ],
    ['a truncated signature', (body: string) => stripeSignature(body).slice(0, -4)],
    ['a signature of another body', () => stripeSignature('{}')],
    ['no signature', () => ''],
  ])('answers %s with 401 and stores nothing', async (_name, sign) => {
    const body = stripeEvent();
    const answer = await deliver(hookline.url, body, sign(body));
    expect(answer).toMatchObject({ status: 401, body: { error: { code: 'INVALID_SIGNATURE' } } });
    expect(JSON.stringify(answer.body)).not.toContain('whsec');
    expect(await shop.rows('SELECT 1 FROM webhook_events WHERE external_id = $1', idOf(body))).toEqual([]);
  });

  it('answers a signed body that is not JSON with 400 MALFORMED_JSON, and an unsigned one with 401', async () => {
    expect(await deliver(hookline.url, '{"id":')).toMatchObject({
      status: 400,
      body: { error: { code: 'MALFORMED_JSON' } },
    });
    expect((await deliver(hookline.url, '{"id":', 't=1,v1=0')).status).toBe(401);
  });

  it('refuses a body above 1 MiB with 413, announced or chunked', async () => {
    const body = stripeEvent('a.b', { filler: 'x'.repeat(1024 * 1024) });
    expect(await deliver(hookline.url, body)).toMatchObject({
      status: 413,
      body: { error: { code: 'PAYLOAD_TOO_LARGE' } },
    });
    const chunks = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(256 * 1024));
      },
    });
    const chunked = await fetch(`${hookline.url}/webhooks/stripe`, {
      method: 'POST',
      body: chunks,
      duplex: 'half',
    }).catch(
      () => undefined, // the server may hang up before all of it was sent
    );
    expect([413, undefined]).toContain(chunked?.status);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
    'reads the raw body whatever its content type: %s',
    async (type) => {
      const body = stripeEvent('a.b');
      const answer = await request(`${hookline.url}/webhooks/stripe`, 'POST', body, {
        'Stripe-Signature': stripeSignature(body),
        'Content-Type': type,
      });
      expect(answer).toMatchObject({ status: 200, body: { stored: 1 } });
    },
  );

  it('answers an unknown provider with 404', async () => {
    expect(await request(`${hookline.url}/webhooks/nobody`, 'POST', '{}')).toMatchObject({
      status: 404,
      body: { error: { code: 'NOT_FOUND' } },
    });
  });

  it('never answers fuzzed requests with 5xx, and never stores one', async () => {
    const before = (await shop.rows('SELECT count(*)::int AS n FROM webhook_events'))[0]?.['n'];
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.stringMatching(/^[\x20-\x7e]*$/),
        async (body, signature) => {
          const { status } = await deliver(hookline.url, body, signature);
          expect([400, 401]).toContain(status);
        },
      ),
      { numRuns: 100 },
    );
    expect((await shop.rows('SELECT count(*)::int AS n FROM webhook_events'))[0]?.['n']).toBe(before);
  });
});

describe('Two replicas on one database', () => {
  it('store the same event once when both get it 32 times at the same moment', async () => {
    const replica = await startTestHookline({ imports: [ShopModule], databaseUrl: hookline.databaseUrl });
    const body = stripeEvent();
    const urls = Array.from({ length: 64 }, (_, index) => (index % 2 ? hookline.url : replica.url));
    const answers = await Promise.all(urls.map((url) => deliver(url, body)));
    expect(answers.map(({ status }) => status)).toEqual(urls.map(() => 200));
    expect(answers.filter((answer) => answer.body.stored === 1)).toHaveLength(1);
    await shop.settled(idOf(body), 'processed');
    expect(await shop.effectsOf(idOf(body))).toBe(1);
    await replica.close();
  });
});

describeWithContracts("Stripe's own event samples", () => {
  it('posted twice, in random order, from 32 connections, are each stored once and handled or marked', async () => {
    const fresh = await startTestHookline({ imports: [ShopModule] });
    const client = new Client({ connectionString: fresh.databaseUrl });
    await client.connect();
    await createEffects(client);
    const samples = listContracts('stripe/events').map((path) => readContract(path).toString());
    const distinct = new Set(samples.map(idOf)).size;
    const deliveries =
      fc.sample(fc.shuffledSubarray([...samples, ...samples], { minLength: samples.length * 2 }), 1)[0] ?? [];
    const queue = [...deliveries];
    const statuses: number[] = [];
    const connection = async () => {
      for (let body = queue.pop(); body; body = queue.pop())
        statuses.push((await deliver(fresh.url, body)).status);
    };
    await Promise.all(Array.from({ length: 32 }, connection));
    expect(statuses).toEqual(Array.from({ length: samples.length * 2 }, () => 200));
    await eventually('all are settled', async () => {
      const { rows: open } = await client.query(
        "SELECT 1 FROM webhook_events WHERE status NOT IN ('processed', 'unhandled')",
      );
      return open.length === 0 || undefined;
    });
    const counts = await client.query(
      'SELECT count(*)::int AS events, count(DISTINCT external_id)::int AS distinct_events FROM webhook_events',
    );
    expect(counts.rows[0]).toEqual({ events: distinct, distinct_events: distinct });
    await client.end();
    await fresh.close();
  });
});
