import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, Module, Scope } from '@nestjs/common';
import fc from 'fast-check';
import { Client } from 'pg';
import { OnWebhook, type WebhookContext } from '../src/webhooks/on-webhook.js';
import { describeWithContracts, listContracts, readContract } from './support/contracts.js';
import { eventually } from './support/eventually.js';
import { request, startTestHookline, type TestHookline } from './support/hookline.js';
import { deliver, stripeEvent, stripeSignature } from './support/stripe-webhooks.js';
import { createTestDatabase, type TestDatabase } from './support/test-database.js';

/** A product's handlers. What they do is told by the event's metadata. */
@Injectable()
class Orders {
  /** Runs by event id, in this process. */
  readonly runs: string[] = [];
  failing = new Set<string>();

  @OnWebhook('stripe', 'payment_intent.succeeded')
  async markPaid({ event, tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
    this.runs.push(event.externalId);
    await tx.$executeRaw`INSERT INTO effects (event_id, payment) VALUES (${event.externalId}, ${event.payload.data.object.id})`;
    if (this.failing.has(event.externalId)) throw new Error('the shelf is empty, sk_test_1234567890');
  }

  @OnWebhook('stripe', 'charge.refunded')
  @OnWebhook('stripe', 'refund.updated')
  async noteRefund({
    event,
    tx,
  }: WebhookContext<'stripe', 'charge.refunded' | 'refund.updated'>): Promise<void> {
    await tx.$executeRaw`INSERT INTO effects (event_id, payment) VALUES (${event.externalId}, ${event.type})`;
  }

  @OnWebhook('stripe', 'invoice.paid')
  first({ event }: WebhookContext<'stripe', 'invoice.paid'>): void {
    this.runs.push(`first:${event.externalId}`);
  }

  @OnWebhook('stripe', 'invoice.paid')
  second({ event }: WebhookContext<'stripe', 'invoice.paid'>): void {
    this.runs.push(`second:${event.externalId}`);
    if (this.failing.has(event.externalId)) throw new Error('second always fails');
  }
}

@Module({ providers: [Orders] })
class ShopModule {}

let hookline: TestHookline;
let database: Client;
let orders: Orders;

beforeAll(async () => {
  hookline = await startTestHookline({ imports: [ShopModule] });
  orders = hookline.app.get(Orders, { strict: false });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
  await database.query('CREATE TABLE effects (event_id text NOT NULL, payment text NOT NULL)');
});

afterAll(async () => {
  await database?.end();
  await hookline?.close();
  for (const created of databases) await created.drop();
});

/** A database that outlives the application on it, until the end of this file. */
async function emptyDatabase(): Promise<string> {
  const created = await createTestDatabase();
  databases.push(created);
  return created.url;
}
const databases: TestDatabase[] = [];

const rows = async (sql: string, ...values: unknown[]) => (await database.query(sql, values)).rows;
const effectsOf = async (id: string) => (await rows('SELECT * FROM effects WHERE event_id = $1', id)).length;
const idOf = (body: string) => (JSON.parse(body) as { id: string }).id;

/** The stored event, once it stands as expected. */
function settled(externalId: string, status: string) {
  return eventually(`event ${externalId} is ${status}`, async () => {
    const [row] = await rows('SELECT id, status FROM webhook_events WHERE external_id = $1', externalId);
    if (row?.status !== status) return undefined;
    return (await hookline.api('GET', `/v1/webhook-events/${row.id}`)).body;
  });
}

describe('POST /webhooks/stripe', () => {
  it('stores the event, answers 200, and runs its handler once, in the transaction that marks it', async () => {
    const body = stripeEvent();
    const answer = await deliver(hookline.url, body);
    expect(answer).toMatchObject({ status: 200, body: { stored: 1, duplicates: 0 } });
    const event = await settled(idOf(body), 'processed');
    expect(event).toMatchObject({
      provider: 'stripe',
      type: 'payment_intent.succeeded',
      external_id: idOf(body),
      occurred_at: new Date(JSON.parse(body).created * 1000).toISOString(),
      payload: JSON.parse(body),
      handlers: [{ handler: 'Orders.markPaid', status: 'processed', attempts: 1, last_error: null }],
    });
    expect(await effectsOf(idOf(body))).toBe(1);
  });

  it('answers a duplicate with 200 and stores it once, also after it was handled', async () => {
    const body = stripeEvent();
    await deliver(hookline.url, body);
    await settled(idOf(body), 'processed');
    expect(await deliver(hookline.url, body)).toMatchObject({
      status: 200,
      body: { stored: 0, duplicates: 1 },
    });
    expect(await rows('SELECT 1 FROM webhook_events WHERE external_id = $1', idOf(body))).toHaveLength(1);
    expect(await effectsOf(idOf(body))).toBe(1);
  });

  it('takes the same event 64 times at once: one row, one run, 64 times 200', async () => {
    const body = stripeEvent();
    const answers = await Promise.all(Array.from({ length: 64 }, () => deliver(hookline.url, body)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 64 }, () => 200));
    expect(answers.filter((answer) => answer.body.stored === 1)).toHaveLength(1);
    await settled(idOf(body), 'processed');
    expect(orders.runs.filter((id) => id === idOf(body))).toHaveLength(1);
  });

  it('keeps the bytes exactly as they came', async () => {
    const body = `{ "id":"evt_bytes" ,"type":"a.b",\n "big":12345678901234567890, "big":1e999, "nul":"\\u0000", "half":"\\ud800" }`;
    await deliver(hookline.url, body);
    const [row] = await rows("SELECT raw_body, id FROM webhook_events WHERE external_id = 'evt_bytes'");
    expect(row.raw_body.toString()).toBe(body);
    const raw = await fetch(`${hookline.url}/v1/webhook-events/${row.id}`, {
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
    for (const body of good) await settled(idOf(body), 'processed');
    for (const index of poison.keys()) await settled(`evt_poison_${index}`, 'processed');
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
    expect(await rows('SELECT 1 FROM webhook_events WHERE external_id = $1', idOf(body))).toEqual([]);
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
    const before = (await rows('SELECT count(*)::int AS n FROM webhook_events'))[0].n;
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
    expect((await rows('SELECT count(*)::int AS n FROM webhook_events'))[0].n).toBe(before);
  });
});

describe('A handler', () => {
  it('that throws is tried again with growing delays, then rests in the dead letter; nothing that it wrote stays', async () => {
    const body = stripeEvent();
    orders.failing.add(idOf(body));
    await deliver(hookline.url, body);
    const event = await settled(idOf(body), 'dead');
    expect(event.handlers).toMatchObject([{ status: 'dead', attempts: 3, next_attempt_at: null }]);
    expect(event.handlers[0].last_error).toContain('the shelf is empty');
    expect(event.handlers[0].last_error).not.toContain('sk_test_');
    expect(orders.runs.filter((id) => id === idOf(body))).toHaveLength(3);
    expect(await effectsOf(idOf(body))).toBe(0);
  });

  it('that failed is not run again by a repeat of the delivery', async () => {
    const body = stripeEvent();
    orders.failing.add(idOf(body));
    await deliver(hookline.url, body);
    await eventually('it runs', () => orders.runs.includes(idOf(body)) || undefined);
    expect((await deliver(hookline.url, body)).body).toEqual({ stored: 0, duplicates: 1 });
    await settled(idOf(body), 'dead');
    expect((await deliver(hookline.url, body)).body).toEqual({ stored: 0, duplicates: 1 });
    expect(await rows('SELECT 1 FROM webhook_events WHERE external_id = $1', idOf(body))).toHaveLength(1);
    await settled(idOf(body), 'dead');
    expect(orders.runs.filter((id) => id === idOf(body))).toHaveLength(3);
  });

  it('is run again by a replay, once its fault is mended', async () => {
    const body = stripeEvent();
    orders.failing.add(idOf(body));
    await deliver(hookline.url, body);
    const { id } = await settled(idOf(body), 'dead');
    orders.failing.delete(idOf(body));
    expect(await hookline.api('POST', `/v1/webhook-events/${id}/replay`)).toMatchObject({
      status: 202,
      body: { id, status: 'pending' },
    });
    await settled(idOf(body), 'processed');
    expect(await effectsOf(idOf(body))).toBe(1);
  });

  it('that failed does not run the others of its event again', async () => {
    const body = stripeEvent('invoice.paid');
    orders.failing.add(idOf(body));
    await deliver(hookline.url, body);
    const event = await settled(idOf(body), 'dead');
    expect(event.handlers).toMatchObject([
      { handler: 'Orders.first', status: 'processed', attempts: 1 },
      { handler: 'Orders.second', status: 'dead', attempts: 3 },
    ]);
    orders.failing.delete(idOf(body));
    await hookline.api('POST', `/v1/webhook-events/${event.id}/replay`);
    await settled(idOf(body), 'processed');
    const runs = orders.runs.filter((run) => run.endsWith(idOf(body)));
    expect(runs).toEqual([`first:${idOf(body)}`, ...Array.from({ length: 4 }, () => `second:${idOf(body)}`)]);
  });

  it('may take several types of events', async () => {
    const bodies = [stripeEvent('charge.refunded'), stripeEvent('refund.updated')];
    for (const body of bodies) await deliver(hookline.url, body);
    for (const body of bodies) {
      await settled(idOf(body), 'processed');
      expect(await effectsOf(idOf(body))).toBe(1);
    }
  });

  it('of a processed event runs again when it is replayed', async () => {
    const body = stripeEvent();
    await deliver(hookline.url, body);
    const { id } = await settled(idOf(body), 'processed');
    await hookline.api('POST', `/v1/webhook-events/${id}/replay`);
    await eventually('it has run again', async () => ((await effectsOf(idOf(body))) > 1 ? true : undefined));
    expect(await effectsOf(idOf(body))).toBe(2);
  });
});

describe('A handler that could not be told from another, or never be called', () => {
  /** Another class of the same name, as another module may well have. */
  const nextDoor = () => {
    class OrdersNextDoor {
      @OnWebhook('stripe', 'payment_intent.succeeded')
      markPaid(): void {}
    }
    return Object.defineProperty(OrdersNextDoor, 'name', { value: 'Orders' });
  };

  it('stops the start when another class has one of the same name', async () => {
    @Module({ providers: [nextDoor()] })
    class OtherShopModule {}
    const starting = startTestHookline({ imports: [ShopModule, OtherShopModule] });
    await expect(starting).rejects.toThrow('Two classes have a handler Orders.markPaid');
  });

  it('stops the start when its class is made for each request', async () => {
    @Module({ providers: [{ provide: 'PER_REQUEST', useClass: nextDoor(), scope: Scope.REQUEST }] })
    class RequestScopedModule {}
    const starting = startTestHookline({ imports: [RequestScopedModule] });
    await expect(starting).rejects.toThrow('must not be request-scoped');
  });

  it('runs once when two modules provide its class', async () => {
    @Module({ providers: [Orders] })
    class SecondModule {}
    const twice = await startTestHookline({ imports: [ShopModule, SecondModule] });
    const body = stripeEvent('invoice.paid');
    await deliver(twice.url, body);
    const event = await eventually('it is processed', async () => {
      const { body: page } = await twice.api('GET', '/v1/webhook-events?status=processed');
      return page.data[0];
    });
    expect(event.handlers).toMatchObject([{ attempts: 1 }, { attempts: 1 }]);
    await twice.close();
  });
});

describe('A handler whose provider has no webhook secret', () => {
  it('stops the start with a sentence that names the variable', async () => {
    const starting = startTestHookline({
      imports: [ShopModule],
      environment: { STRIPE_WEBHOOK_SECRETS: '' },
    });
    await expect(starting).rejects.toThrow(/STRIPE_WEBHOOK_SECRETS must be set: Orders\.\w+ handles/);
  });
});

describe('A handler whose statement takes long', () => {
  it('is given its time, while webhooks still come in', async () => {
    let begun = 0;
    @Injectable()
    class Reports {
      @OnWebhook('stripe', 'payment_intent.succeeded')
      async write({ tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
        begun += 1;
        await tx.$executeRaw`SELECT pg_sleep(5)`;
      }
    }
    @Module({ providers: [Reports] })
    class ReportsModule {}

    const slow = await startTestHookline({ imports: [ReportsModule] });
    await deliver(slow.url, stripeEvent());
    await eventually('the handler runs', () => begun === 1 || undefined);
    const before = performance.now();
    expect((await deliver(slow.url, stripeEvent('a.b'))).status).toBe(200);
    expect(performance.now() - before).toBeLessThan(1_000);
    const event = await eventually('it is processed', async () => {
      const { body: page } = await slow.api('GET', '/v1/webhook-events?status=processed');
      return page.data[0];
    });
    expect(event.handlers).toMatchObject([{ handler: 'Reports.write', attempts: 1 }]);
    await slow.close();
  });
});

describe('A replay that comes while a failed handler is being tried again', () => {
  it('hinders neither: no error, one success, and the event ends as processed', async () => {
    let attempts = 0;
    @Injectable()
    class Flaky {
      @OnWebhook('stripe', 'payment_intent.succeeded')
      async work({ tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
        attempts += 1;
        if (attempts === 1) throw new Error('the first attempt fails');
        await tx.$executeRaw`SELECT pg_sleep(0.8)`;
      }
    }
    @Module({ providers: [Flaky] })
    class FlakyModule {}

    const flaky = await startTestHookline({ imports: [FlakyModule] });
    await deliver(flaky.url, stripeEvent());
    await eventually('the second attempt runs', () => attempts === 2 || undefined);
    const { body: page } = await flaky.api('GET', '/v1/webhook-events');
    const replayed = await flaky.api('POST', `/v1/webhook-events/${page.data[0].id}/replay`);
    expect(replayed.status).toBe(202);
    const event = await eventually('it is processed', async () => {
      const { body } = await flaky.api('GET', `/v1/webhook-events/${page.data[0].id}`);
      return body.status === 'processed' ? body : undefined;
    });
    expect(event.handlers).toMatchObject([{ status: 'processed', attempts: 2 }]);
    expect(attempts).toBe(2);
    await flaky.close();
  });
});

describe('A shutdown', () => {
  it('lets a running handler finish, so that it need not run again', async () => {
    let begun = false;
    @Injectable()
    class Slow {
      @OnWebhook('stripe', 'payment_intent.succeeded')
      async work({ tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
        begun = true;
        await tx.$executeRaw`SELECT pg_sleep(0.8)`;
      }
    }
    @Module({ providers: [Slow] })
    class SlowModule {}

    const stopping = await startTestHookline({ imports: [SlowModule], databaseUrl: await emptyDatabase() });
    await deliver(stopping.url, stripeEvent());
    await eventually('the handler runs', () => begun || undefined);
    await stopping.close();
    const client = new Client({ connectionString: stopping.databaseUrl });
    await client.connect();
    const { rows: runs } = await client.query('SELECT status, attempts FROM webhook_handler_runs');
    await client.end();
    expect(runs).toEqual([{ status: 'processed', attempts: 1 }]);
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
    await settled(idOf(body), 'processed');
    expect(await effectsOf(idOf(body))).toBe(1);
    await replica.close();
  });
});

describe('An event that nobody handles', () => {
  it('is kept and marked, and handled by a replay once there is a handler', async () => {
    const quiet = await startTestHookline();
    const body = stripeEvent();
    await deliver(quiet.url, body);
    const { id } = await eventually('unhandled', async () => {
      const { body: page } = await quiet.api('GET', '/v1/webhook-events?status=unhandled');
      return page.data[0];
    });
    await quiet.app.close();

    const client = new Client({ connectionString: quiet.databaseUrl });
    await client.connect();
    await client.query('CREATE TABLE effects (event_id text NOT NULL, payment text NOT NULL)');
    await client.end();
    const later = await startTestHookline({ imports: [ShopModule], databaseUrl: quiet.databaseUrl });
    await later.api('POST', `/v1/webhook-events/${id}/replay`);
    const event = await eventually('processed', async () => {
      const answer = await later.api('GET', `/v1/webhook-events/${id}`);
      return answer.body.status === 'processed' ? answer.body : undefined;
    });
    expect(event.handlers).toMatchObject([{ handler: 'Orders.markPaid', status: 'processed' }]);
    await later.close();
    await quiet.close();
  });
});

describe('GET /v1/webhook-events', () => {
  it('pages through all events, newest first, each once', async () => {
    const expected = (await rows('SELECT id FROM webhook_events ORDER BY id DESC')).map(({ id }) => id);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await hookline.api('GET', `/v1/webhook-events?limit=7${cursor}`);
      seen.push(...body.data.map((event: { id: string }) => event.id));
      if (!body.next_cursor) break;
      cursor = `&cursor=${body.next_cursor}`;
    }
    expect(seen).toEqual(expected);
    expect(seen.length).toBeGreaterThan(20);
  });

  it('filters by provider, type and status', async () => {
    const { body } = await hookline.api(
      'GET',
      '/v1/webhook-events?provider=stripe&type=invoice.paid&status=processed',
    );
    expect(new Set(body.data.map((event: { type: string }) => event.type))).toEqual(
      new Set(['invoice.paid']),
    );
    expect((await hookline.api('GET', '/v1/webhook-events?type=none.such')).body.data).toEqual([]);
  });

  it('names what is wrong with a query, and says when there is no such event', async () => {
    const { status, body } = await hookline.api('GET', '/v1/webhook-events?limit=0&status=lost&sort=up');
    expect(status).toBe(400);
    expect(body.error.details.map(({ field }: { field: string }) => field).toSorted()).toEqual([
      'limit',
      'sort',
      'status',
    ]);
    expect(
      (await hookline.api('GET', '/v1/webhook-events/0198a1b2-0000-7000-8000-000000000000')).status,
    ).toBe(404);
    expect(
      (await hookline.api('POST', '/v1/webhook-events/0198a1b2-0000-7000-8000-000000000000/replay')).status,
    ).toBe(404);
    expect((await hookline.api('GET', '/v1/webhook-events/7')).status).toBe(400);
  });
});

describeWithContracts("Stripe's own event samples", () => {
  it('posted twice, in random order, from 32 connections, are each stored once and handled or marked', async () => {
    const fresh = await startTestHookline({ imports: [ShopModule] });
    const client = new Client({ connectionString: fresh.databaseUrl });
    await client.connect();
    await client.query('CREATE TABLE effects (event_id text NOT NULL, payment text NOT NULL)');
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
