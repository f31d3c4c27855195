import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { Client } from 'pg';
import { HooklineModule } from '../../src/app.module.js';
import { OutcomeUnknownError } from '../../src/contracts/errors.js';
import { money } from '../../src/contracts/money.js';
import { LOOK_DELAYS_MS } from '../../src/outbound/unknown-outcomes/unknown-outcome-jobs.js';
import { createHttpAdapter } from '../../src/platform/http/http-adapter.js';
import { LATE_REQUEST_MS } from '../../src/providers/stripe/stripe.outcomes.js';
import { StripePaymentProvider } from '../../src/providers/stripe/stripe.payments.js';
import { startStripeSandbox, type StripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.js';
import { equip } from '../../src/start-service.js';
import { eventually } from '../support/eventually.js';
import { request, type ApiAnswer } from '../support/hookline.js';
import { TcpProxy } from '../support/tcp-proxy.js';
import { createTestDatabase } from '../support/test-database.js';
import { ProcessUnderTest } from './process-under-test.js';

/** A request left and no answer came: what the caller is told, and how Hookline finds out what became of it. */

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

const READER = 'hl_the_reader_key_of_this_test';
const SELLER = 'hl_the_seller_key_of_this_test';

/** A database with two API keys, and Stripe. */
async function prepare() {
  const [database, sandbox] = await Promise.all([createTestDatabase(), startStripeSandbox({ port: 0 })]);
  cleanups.push(() => database.drop(), sandbox.close);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  for (const [key, scope] of [
    [READER, 'requests:read'],
    [SELLER, 'payments:write'],
  ]) {
    await client.query(
      `INSERT INTO api_keys (id, name, prefix, hash, scopes) VALUES (gen_random_uuid(), 'test', 'hl_the_', $1, $2)`,
      [
        createHash('sha256')
          .update(key ?? '')
          .digest(),
        [scope],
      ],
    );
  }
  await client.end();
  return { databaseUrl: database.url, sandbox };
}

const stripeEnvironment = (sandbox: StripeSandbox) => ({
  STRIPE_SECRET_KEY: sandbox.secretKey,
  STRIPE_API_BASE_URL: sandbox.url,
  STRIPE_RETRY_DELAY: '0.01',
  STRIPE_MAX_RETRIES: '2',
});

/** Hookline whose looks come at once, and to which a request is late after `lateRequestMs` already. */
async function startImpatient(databaseUrl: string, sandbox: StripeSandbox, lateRequestMs: number) {
  const environment = {
    DATABASE_URL: databaseUrl,
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    LOG_LEVEL: 'silent',
    ...stripeEnvironment(sandbox),
  };
  const module = await Test.createTestingModule({ imports: [HooklineModule.forRoot(environment)] })
    .overrideProvider(LOOK_DELAYS_MS)
    .useValue(Array.from({ length: 10 }, () => 0))
    .overrideProvider(LATE_REQUEST_MS)
    .useValue(lateRequestMs)
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(createHttpAdapter('http://localhost'));
  cleanups.push(() => app.close());
  equip(app);
  await app.listen(0, '127.0.0.1');
  return { app, url: await app.getUrl() };
}

const get = (url: string, path: string, key = READER) =>
  request(`${url}${path}`, 'GET', undefined, { Authorization: `Bearer ${key}` });

const charge = (url: string, key: string) =>
  request(
    `${url}/v1/payments`,
    'POST',
    { amount: 1999, currency: 'EUR', payment_method: 'pm_card_visa' },
    { Authorization: `Bearer ${SELLER}`, 'Idempotency-Key': key },
  );

function recordIdOf(answer: ApiAnswer): string {
  expect(answer).toMatchObject({
    status: 504,
    body: {
      error: { code: 'OUTCOME_UNKNOWN', details: [{ field: 'record_id', issue: expect.any(String) }] },
    },
  });
  return answer.body.error.details[0].issue;
}

const settled = (url: string, id: string) =>
  eventually(
    'the outcome is settled',
    async () => {
      const { body } = await get(url, `/v1/unknown-outcomes/${id}`);
      return body.status === 'unknown' ? undefined : body;
    },
    90_000,
  );

describe('A payment whose answers were all lost', () => {
  it('is of unknown outcome to its caller; Hookline finds it and says that it happened', async () => {
    const { databaseUrl, sandbox } = await prepare();
    const { url } = await startImpatient(databaseUrl, sandbox, 300_000);
    sandbox.failNext({ method: 'POST', path: /payment_intents$/, mode: 'reset-after', times: 3 });
    const id = recordIdOf(await charge(url, 'order-1'));
    const [payment, ...others] = sandbox.paymentIntents();
    expect(others).toEqual([]);
    expect(await settled(url, id)).toMatchObject({
      id,
      provider: 'stripe',
      operation: 'payments.create',
      endpoint: '/v1/payment_intents',
      path: '/v1/payment_intents',
      status: 'happened',
      object_id: payment?.id,
    });
    const again = await charge(url, 'order-1');
    expect(again).toMatchObject({ status: 201, body: { id: payment?.id, metadata: {} } });
    expect(sandbox.charges()).toHaveLength(1);
  }, 90_000);

  it('and which never reached Stripe has not happened, once nothing can be late any more', async () => {
    const { databaseUrl, sandbox } = await prepare();
    const { url } = await startImpatient(databaseUrl, sandbox, 1_500);
    sandbox.failNext({ method: 'POST', path: /payment_intents$/, mode: 'reset-before', times: 3 });
    const id = recordIdOf(await charge(url, 'order-2'));
    const record = await settled(url, id);
    expect(record).toMatchObject({ status: 'not_happened', object_id: null });
    expect(record.looks).toBeGreaterThan(1);
    expect(sandbox.paymentIntents()).toEqual([]);
  }, 90_000);

  it('is found after a kill -9, too', async () => {
    const { databaseUrl, sandbox } = await prepare();
    const service = await ProcessUnderTest.start(databaseUrl, stripeEnvironment(sandbox));
    cleanups.push(() => service.kill());
    sandbox.failNext({ method: 'POST', path: /payment_intents$/, mode: 'reset-after', times: 3 });
    const id = recordIdOf(await charge(service.url, 'order-3'));
    await service.kill();
    await service.start();
    const [payment] = sandbox.paymentIntents();
    expect(await settled(service.url, id)).toMatchObject({ status: 'happened', object_id: payment?.id });
  }, 180_000);

  it('is of unknown outcome to its caller even when the database is away', async () => {
    const { databaseUrl, sandbox } = await prepare();
    const proxy = await TcpProxy.to(databaseUrl);
    cleanups.push(() => proxy.cut());
    const { app } = await startImpatient(proxy.url, sandbox, 300_000);
    cleanups.push(() => proxy.mend()); // before the application is closed
    const provider = app.get(StripePaymentProvider, { strict: false });
    sandbox.failNext({ method: 'POST', path: /payment_intents$/, mode: 'reset-after', times: 3 });
    await proxy.cut();
    const lost: unknown = await provider
      .createPayment({ ...money(1999, 'EUR'), paymentMethod: 'pm_card_visa' })
      .catch((error: unknown) => error);
    expect(lost).toBeInstanceOf(OutcomeUnknownError);
    expect(lost).toMatchObject({ recordId: undefined });
  }, 90_000);
});

describe('GET /v1/unknown-outcomes', () => {
  it('lists by provider and status, page by page, for keys that may read requests', async () => {
    const { databaseUrl, sandbox } = await prepare();
    const { url } = await startImpatient(databaseUrl, sandbox, 300_000);
    sandbox.failNext({ method: 'POST', path: /payment_intents$/, mode: 'reset-after', times: 6 });
    const first = recordIdOf(await charge(url, 'order-1'));
    const second = recordIdOf(await charge(url, 'order-2'));
    await settled(url, first);
    await settled(url, second);

    const { body: page } = await get(url, '/v1/unknown-outcomes?provider=stripe&status=happened&limit=1');
    expect(page).toMatchObject({ data: [{ id: second }], next_cursor: second });
    const { body: next } = await get(url, `/v1/unknown-outcomes?limit=1&cursor=${second}`);
    expect(next).toMatchObject({ data: [{ id: first }], next_cursor: null });
    const { body: none } = await get(url, '/v1/unknown-outcomes?status=unresolved');
    expect(none).toEqual({ data: [], next_cursor: null });

    expect((await get(url, '/v1/unknown-outcomes', SELLER)).status).toBe(403);
    expect((await get(url, `/v1/unknown-outcomes/${first}`, SELLER)).status).toBe(403);
    expect((await get(url, '/v1/unknown-outcomes/nonsense')).status).toBe(400);
    expect((await get(url, '/v1/unknown-outcomes?status=lost')).status).toBe(400);
    expect((await get(url, '/v1/unknown-outcomes/019ab2f0-0000-7000-8000-000000000000')).status).toBe(404);
  }, 90_000);
});
