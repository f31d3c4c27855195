import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/handlers/on-webhook.js';
import { WebhookSweeper } from '../../src/webhooks/processing/webhook-sweeper.js';
import { eventually } from '../support/eventually.js';
import { request } from '../support/hookline.js';
import { ShopModule, idOf, startShop, type Shop } from '../support/shop.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';

/** FAULTS J5: what lost its job is found. */

@Injectable()
class Ledger {
  readonly runs: string[] = [];

  @OnWebhook('stripe', 'charge.updated', { orderBy: ({ payload }) => payload.data.object.id })
  post({ event }: WebhookContext<'stripe', 'charge.updated'>): void {
    this.runs.push(event.externalId);
  }
}

@Module({ providers: [Ledger] })
class LedgerModule {}

/** Takes events and handles none. */
let door: Shop;
/** Handles events; started by each test when it is time. */
let worker: Shop | undefined;

const imports = [ShopModule, LedgerModule];

beforeAll(async () => {
  door = await startShop({ imports, environment: { ROLE: 'web' } });
});
afterAll(() => door?.close());
beforeEach(async () => {
  await door.rows(
    'TRUNCATE webhook_events, webhook_payloads, webhook_handler_runs, webhook_pauses, pgboss.job',
  );
});
afterEach(async () => {
  await worker?.close();
  worker = undefined;
});

async function startWorker(): Promise<Shop> {
  worker = await startShop({
    imports,
    databaseUrl: door.hookline.databaseUrl,
    environment: { ROLE: 'worker' },
    retryDelaysMs: [60_000],
  });
  return worker;
}

/** Delivers events whose jobs are lost; by now they are old. */
async function lost(bodies: readonly string[]): Promise<void> {
  for (const body of bodies) expect((await deliver(door.hookline.url, body)).status).toBe(200);
  await door.rows("DELETE FROM pgboss.job WHERE name = 'webhook-events'");
  await growOld(bodies);
}

/** Makes events ten minutes older, in the same order: their ids tell their time. */
async function growOld(bodies: readonly string[]): Promise<void> {
  await door.rows(
    `WITH old AS (
       SELECT id, (lpad(to_hex(('x' || substr(hex, 1, 12))::bit(48)::bigint - 600000), 12, '0') || substr(hex, 13))::uuid AS older
       FROM webhook_events, replace(id::text, '-', '') AS hex WHERE external_id = ANY($1)),
     payloads AS (UPDATE webhook_payloads SET event_id = older FROM old WHERE event_id = old.id),
     runs AS (UPDATE webhook_handler_runs SET event_id = older FROM old WHERE event_id = old.id)
     UPDATE webhook_events SET id = older FROM old WHERE webhook_events.id = old.id`,
    bodies.map(idOf),
  );
}

const sweep = ({ hookline }: Shop) => hookline.app.get(WebhookSweeper, { strict: false }).sweep();
const sentAgain = () => door.rows("SELECT 1 FROM pgboss.job WHERE name = 'webhook-events' AND priority < 0");

async function metric(name: string, { hookline }: Shop): Promise<number> {
  const { body } = await request(`${hookline.url}/metrics`, 'GET');
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(String(body))?.[1]);
}

describe('A sweep', () => {
  it('hands over what waits without a job, so that each is handled once, and counts it', async () => {
    const bodies = Array.from({ length: 120 }, () => stripeEvent());
    await lost(bodies);
    const shop = await startWorker();
    await sweep(shop);
    await shop.allSettled(bodies.map(idOf), 'processed');
    for (const body of bodies) expect(await shop.effectsOf(idOf(body))).toBe(1);
    expect(await metric('webhook_events_swept_total', shop)).toBe(120);
  });

  it('is not repeated for what it has handed over already', async () => {
    await lost([stripeEvent()]);
    // In a process that takes no jobs, what is handed over stays in the queue.
    await sweep(door);
    await sweep(door);
    expect(await sentAgain()).toHaveLength(1);
  });

  it('leaves alone what has come in just now', async () => {
    await deliver(door.hookline.url, stripeEvent());
    await door.rows('TRUNCATE pgboss.job');
    await sweep(door);
    expect(await sentAgain()).toEqual([]);
  });

  it('leaves alone what is paused', async () => {
    await lost([stripeEvent()]);
    await door.hookline.api('POST', '/v1/webhook-sources/stripe/pause');
    await sweep(door);
    expect(await sentAgain()).toEqual([]);
  });

  it('leaves a backlog alone: what is younger than the oldest job has a job of its own', async () => {
    const [first, second] = [stripeEvent(), stripeEvent()];
    await deliver(door.hookline.url, first);
    await deliver(door.hookline.url, second);
    await growOld([first, second]);
    await door.rows(
      "UPDATE pgboss.job SET start_after = now() - interval '10 minutes' WHERE name = 'webhook-events'",
    );
    await sweep(door);
    expect(await sentAgain()).toEqual([]);
  });

  it('finds a retry that is overdue', async () => {
    const body = stripeEvent();
    const shop = await startWorker();
    shop.orders.failing.add(idOf(body));
    await deliver(door.hookline.url, body);
    await shop.settled(idOf(body), 'failed');
    shop.orders.failing.delete(idOf(body));
    await door.rows("DELETE FROM pgboss.job WHERE name = 'webhook-events' AND state < 'active'");
    await door.rows("UPDATE webhook_handler_runs SET next_attempt_at = now() - interval '1 hour'");
    await eventually('it is swept and handled', async () => {
      await sweep(shop);
      const [row] = await door.rows('SELECT status FROM webhook_events');
      return row?.['status'] === 'processed' || undefined;
    });
    expect((await shop.settled(idOf(body), 'processed')).handlers).toMatchObject([{ attempts: 2 }]);
  });

  it('hands over the head of a line, and not those that wait behind it', async () => {
    const bodies = Array.from({ length: 5 }, () =>
      stripeEvent('charge.updated', { data: { object: { id: 'ch_line' } } }),
    );
    await lost(bodies);
    const shop = await startWorker();
    await sweep(shop);
    await shop.allSettled(bodies.map(idOf), 'processed');
    expect(shop.hookline.app.get(Ledger, { strict: false }).runs).toEqual(bodies.map(idOf));
    expect(await metric('webhook_events_swept_total', shop)).toBe(1);
  });
});

describe('webhook_queue_depth', () => {
  it('counts the events that wait', async () => {
    for (let count = 0; count < 4; count += 1) await deliver(door.hookline.url, stripeEvent());
    const depth = () => metric('webhook_queue_depth', door);
    await eventually('it is counted anew', async () => (await depth()) > 0 || undefined, 15_000);
    expect(await depth()).toBe(4);
  });
});
