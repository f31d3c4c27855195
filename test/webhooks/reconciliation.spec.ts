import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import type { EventLog, WebhookEnvelope, WebhookSource } from '../../src/contracts/webhooks.js';
import { EventLogFacet, WebhookSourceFacet } from '../../src/platform/facets/facets.js';
import { closeAll, paidBy, startBench, type Bench } from '../../src/sandbox/stripe/spec-support.js';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/handlers/on-webhook.js';
import { WebhookReconciliation } from '../../src/webhooks/reconciliation/webhook-reconciliation.js';
import { eventually } from '../support/eventually.js';
import { WEBHOOK_SECRET, startTestHookline, type TestHookline } from '../support/hookline.js';
import { deliver } from '../support/stripe-webhooks.js';

declare module '../../src/contracts/webhooks.js' {
  interface WebhookEventTypes {
    acme: { 'order.paid': { order: string }; 'order.shipped': { order: string } };
  }
}

const MINUTE = 60_000;

/** A provider whose log the tests write. */
@Injectable()
@WebhookSourceFacet('acme')
@EventLogFacet('acme')
class Acme implements WebhookSource, EventLog {
  readonly secretVariable = 'ACME_SECRETS';
  readonly secrets = ['acme'];
  configured = true;
  log: WebhookEnvelope[] = [];
  down = false;
  readonly questions: { since: Date; types: readonly string[] }[] = [];

  verify(): never {
    throw new Error('Acme is only asked, and never delivers.');
  }

  parse({ rawBody }: { rawBody: Uint8Array }): unknown {
    return JSON.parse(Buffer.from(rawBody).toString());
  }

  async *events(since: Date, types: readonly string[]): AsyncGenerator<WebhookEnvelope> {
    this.questions.push({ since, types });
    yield* this.log;
    if (this.down) throw new Error('Acme is down');
  }

  /** Newest first, as providers list. */
  happened(externalId: string, ageMs: number, order = externalId): void {
    const rawBody = Buffer.from(JSON.stringify({ order }));
    const occurredAt = new Date(Date.now() - ageMs);
    this.log.unshift({ externalId, type: 'order.paid', occurredAt, rawBody });
  }
}

/** What a product does with the events. */
@Injectable()
class Orders {
  readonly handled: string[] = [];

  @OnWebhook('stripe', 'payment_intent.succeeded')
  async markPaid({ event, tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
    await tx.$executeRaw`INSERT INTO effects (event_id) VALUES (${event.externalId})`;
  }

  @OnWebhook('acme', 'order.paid', { orderBy: ({ payload }) => payload.order })
  note({ event }: WebhookContext<'acme', 'order.paid'>): void {
    this.handled.push(event.externalId);
  }
}

@Module({ providers: [Orders, Acme] })
class ShopModule {}

let bench: Bench;
let hookline: TestHookline;
let database: Client;
let acme: Acme;
let orders: Orders;

beforeAll(async () => {
  bench = await startBench();
  hookline = await startTestHookline({
    imports: [ShopModule],
    environment: {
      STRIPE_SECRET_KEY: bench.sandbox.secretKey,
      STRIPE_API_BASE_URL: bench.sandbox.url,
      STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRET,
    },
  });
  acme = hookline.app.get(Acme, { strict: false });
  orders = hookline.app.get(Orders, { strict: false });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
  await database.query('CREATE TABLE effects (event_id text NOT NULL)');
});

afterAll(async () => {
  await database?.end();
  await hookline?.close();
  await closeAll();
});

beforeEach(async () => {
  acme.log = [];
  acme.questions.length = 0;
  await database.query('DELETE FROM webhook_reconciliations');
});

const ids = async (sql: string, ...values: unknown[]) =>
  (await database.query<{ id: string }>(sql, values)).rows.map(({ id }) => id).toSorted();
const run = (provider: string, body: object = {}) =>
  hookline.api('POST', `/v1/webhook-reconciliations/${provider}/run`, body);
const ago = (ms: number) => new Date(Date.now() - ms);
const recordOf = async (provider: string) => {
  const { body } = await hookline.api('GET', '/v1/webhook-reconciliations');
  return body.data.find((record: { provider: string }) => record.provider === provider);
};
/** As the job does every five minutes. */
const runOnSchedule = () => hookline.app.get(WebhookReconciliation, { strict: false }).runAll();
/** As if the last run had been so long ago. */
const lastRunWas = (ageMs: number) =>
  database.query(
    "INSERT INTO webhook_reconciliations (provider, reconciled_until) VALUES ('acme', $1), ('stripe', now())",
    [ago(ageMs)],
  );

describe('Events of Stripe that happened while Hookline was down', () => {
  it('are found in its log, handled once, and not stored again when they are found again', async () => {
    const paid = await Promise.all(
      Array.from({ length: 5 }, () => bench.stripe.paymentIntents.create(paidBy('pm_card_visa'))),
    );
    const succeeded = bench.sandbox.events().filter(({ type }) => type === 'payment_intent.succeeded');
    expect(succeeded).toHaveLength(paid.length);
    const [arrived] = succeeded;
    expect((await deliver(hookline.url, JSON.stringify(arrived))).body).toEqual({ stored: 1, duplicates: 0 });

    const since = ago(60 * MINUTE).toISOString();
    expect(await run('stripe', { since })).toMatchObject({
      status: 200,
      body: { provider: 'stripe', found: 4 },
    });
    await eventually('all are handled', async () => {
      const handled = await ids(
        "SELECT id FROM webhook_events WHERE provider = 'stripe' AND status = 'processed'",
      );
      return handled.length === succeeded.length || undefined;
    });
    expect(await ids('SELECT event_id AS id FROM effects')).toEqual(succeeded.map(({ id }) => id).toSorted());

    expect((await run('stripe', { since })).body).toEqual({ provider: 'stripe', found: 0 });
    // Nothing that no handler takes: the sandbox has events of other types, too.
    expect(await ids("SELECT external_id AS id FROM webhook_events WHERE provider = 'stripe'")).toEqual(
      succeeded.map(({ id }) => id).toSorted(),
    );
    expect((await deliver(hookline.url, JSON.stringify(succeeded.at(-1)))).body).toEqual({
      stored: 0,
      duplicates: 1,
    });
    expect(await ids('SELECT event_id AS id FROM effects')).toHaveLength(succeeded.length);
  });
});

describe('The run on schedule', () => {
  it('leaves the past of a provider alone that it sees for the first time', async () => {
    acme.happened('before-us', 60 * MINUTE);
    await runOnSchedule();
    expect(acme.questions).toEqual([]);
    const { reconciled_until: until } = await recordOf('acme');
    expect(Math.abs(Date.now() - Date.parse(until))).toBeLessThan(MINUTE);
  });

  it('asks for handled types since a while before the last run, and leaves out what may be on its way', async () => {
    await lastRunWas(30 * MINUTE);
    acme.happened('missed', 20 * MINUTE);
    acme.happened('on-its-way', 1_000);
    await runOnSchedule();
    const [question] = acme.questions;
    expect(question?.types).toEqual(['order.paid']);
    expect(Math.abs(ago(40 * MINUTE).getTime() - (question?.since.getTime() ?? 0))).toBeLessThan(MINUTE);
    expect(await ids("SELECT external_id AS id FROM webhook_events WHERE provider = 'acme'")).toEqual([
      'missed',
    ]);
    expect(await recordOf('acme')).toMatchObject({
      configured: true,
      last_found: 1,
      total_found: 1,
      last_error: null,
    });
    const { reconciled_until: until } = await recordOf('acme');
    expect(Date.now() - Date.parse(until)).toBeGreaterThanOrEqual(2 * MINUTE);
    expect(Date.now() - Date.parse(until)).toBeLessThan(3 * MINUTE);
    const metrics = (await hookline.api('GET', '/metrics')).body;
    expect(metrics).toContain('webhook_reconciliation_found{provider="acme"} 1');
    expect(metrics).toContain('webhook_events_reconciled_total{provider="acme"} 1');
  });

  it('takes events in as they happened, whichever way the log lists them', async () => {
    await lastRunWas(30 * MINUTE);
    const inOrder = ['first', 'second', 'third', 'fourth'];
    for (const [index, id] of inOrder.entries()) acme.happened(id, (20 - index) * MINUTE, 'one-order');
    await runOnSchedule();
    await eventually('all are handled', () => orders.handled.includes('fourth') || undefined);
    expect(orders.handled.filter((id) => inOrder.includes(id))).toEqual(inOrder);
  });

  it('says what failed, and the next run begins where that one did', async () => {
    await lastRunWas(30 * MINUTE);
    const before = await recordOf('acme');
    acme.happened('while-it-fails', 20 * MINUTE);
    acme.down = true;
    await runOnSchedule();
    const failed = await recordOf('acme');
    expect(failed.last_error).toContain('Acme is down');
    expect(failed.reconciled_until).toBe(before.reconciled_until);
    expect((await recordOf('stripe')).last_error).toBeNull();

    acme.down = false;
    await runOnSchedule();
    expect(await recordOf('acme')).toMatchObject({ last_found: 1, last_error: null });
    expect(acme.questions[1]?.since).toEqual(acme.questions[0]?.since);
  });

  it('skips a provider without credentials', async () => {
    acme.configured = false;
    await lastRunWas(30 * MINUTE);
    await runOnSchedule();
    expect(acme.questions).toEqual([]);
    expect(await recordOf('acme')).toMatchObject({ configured: false, last_run_at: null });
    expect(await run('acme')).toMatchObject({
      status: 424,
      body: { error: { code: 'PROVIDER_NOT_CONFIGURED' } },
    });
    acme.configured = true;
  });
});

describe('POST /v1/webhook-reconciliations/:provider/run', () => {
  it('does not count as complete what lies between the last run and a later since', async () => {
    await lastRunWas(60 * MINUTE);
    const before = await recordOf('acme');
    await run('acme', { since: ago(5 * MINUTE).toISOString() });
    expect((await recordOf('acme')).reconciled_until).toBe(before.reconciled_until);
    await run('acme', { since: ago(70 * MINUTE).toISOString() });
    expect(Date.parse((await recordOf('acme')).reconciled_until)).toBeGreaterThan(ago(5 * MINUTE).getTime());
  });

  it('names what is wrong', async () => {
    expect(await run('nobody')).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    for (const since of ['yesterday', ago(40 * 24 * 60 * MINUTE).toISOString(), ago(-MINUTE).toISOString()]) {
      const { status, body } = await run('stripe', { since });
      expect([status, body.error.details[0].field]).toEqual([400, 'since']);
    }
    const Authorization = `Bearer ${await hookline.createKey('webhooks:read')}`;
    const path = '/v1/webhook-reconciliations/acme/run';
    expect((await hookline.api('POST', path, {}, { Authorization })).status).toBe(403);
  });

  it('says so when no handler takes events of the provider', async () => {
    @Module({ providers: [Acme] })
    class OnlyAcmeModule {}
    const idle = await startTestHookline({ imports: [OnlyAcmeModule] });
    expect(await idle.api('POST', '/v1/webhook-reconciliations/acme/run', {})).toMatchObject({
      status: 409,
      body: { error: { code: 'CONFLICT' } },
    });
    await idle.close();
  });
});
