import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import type { TestHookline } from '../support/hookline.js';
import { idOf, startShop, type Shop } from '../support/shop.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';

let shop: Shop;
let hookline: TestHookline;

beforeAll(async () => {
  shop = await startShop({ retryDelaysMs: [300] });
  hookline = shop.hookline;
});
afterAll(() => shop?.close());

const pause = (body?: unknown) => hookline.api('POST', '/v1/webhook-sources/stripe/pause', body);
const resume = () => hookline.api('POST', '/v1/webhook-sources/stripe/resume');
async function stripe() {
  const { body } = await hookline.api('GET', '/v1/webhook-sources');
  return body.data.find(({ provider }: { provider: string }) => provider === 'stripe');
}

/** Once no job is due any more, nothing that is pending will run. */
const queueIsEmpty = () =>
  eventually('the queue is empty', async () => {
    const due = await shop.rows(
      "SELECT 1 FROM pgboss.job WHERE name = 'webhook-events' AND state < 'completed' AND start_after <= now()",
    );
    return due.length === 0 || undefined;
  });

describe('A paused provider', () => {
  it('still has its events stored; they are handled when it is resumed, each once', async () => {
    expect(await pause({ reason: 'the shop is moving' })).toMatchObject({
      status: 200,
      body: { provider: 'stripe', paused: true, pause_reason: 'the shop is moving' },
    });
    const bodies = Array.from({ length: 250 }, () => stripeEvent());
    const answers = await Promise.all(bodies.map((body) => deliver(hookline.url, body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await queueIsEmpty();
    expect(await stripe()).toMatchObject({ paused: true, pending: 250, failed: 0 });
    expect(shop.orders.runs).toEqual([]);

    expect(await resume()).toMatchObject({ status: 200, body: { paused: false, pause_reason: null } });
    await shop.allSettled(bodies.map(idOf), 'processed');
    expect(shop.orders.runs.toSorted()).toEqual(bodies.map(idOf).toSorted());
    expect(await stripe()).toMatchObject({ paused: false, pending: 0 });
  });

  it('is not tried again meanwhile; a retry that came due runs after the resume', async () => {
    const body = stripeEvent();
    shop.orders.failing.add(idOf(body));
    await deliver(hookline.url, body);
    await shop.settled(idOf(body), 'failed');
    await pause();
    shop.orders.failing.delete(idOf(body));
    const { handlers } = await shop.settled(idOf(body), 'failed');
    const [run] = handlers;
    const dueAt = new Date(run?.next_attempt_at ?? Number.NaN).getTime();
    await eventually('its retry is overdue', () => Date.now() > dueAt || undefined);
    await queueIsEmpty();
    expect((await shop.settled(idOf(body), 'failed')).handlers).toMatchObject([{ attempts: 1 }]);
    await resume();
    expect((await shop.settled(idOf(body), 'processed')).handlers).toMatchObject([{ attempts: 2 }]);
  });

  it('keeps the time since when, and takes a new reason', async () => {
    const { body: first } = await pause({ reason: 'one' });
    const { body: second } = await pause({ reason: 'two' });
    expect(second).toMatchObject({ paused_at: first.paused_at, pause_reason: 'two' });
    await resume();
    expect((await resume()).body).toMatchObject({ paused: false });
  });
});

describe('GET /v1/webhook-sources', () => {
  it('lists every provider, and which have a secret', async () => {
    const { body } = await hookline.api('GET', '/v1/webhook-sources');
    expect(body.next_cursor).toBeNull();
    expect(await stripe()).toMatchObject({ configured: true, paused: false, paused_at: null });
    expect(body.data.some(({ configured }: { configured: boolean }) => !configured)).toBe(true);
  });

  it('knows no other providers, and wants the scope to write for a pause', async () => {
    expect((await hookline.api('POST', '/v1/webhook-sources/nobody/pause')).status).toBe(404);
    const key = await hookline.createKey('webhooks:read');
    const headers = { Authorization: `Bearer ${key}` };
    const refused = await hookline.api('POST', '/v1/webhook-sources/stripe/pause', undefined, headers);
    expect(refused.status).toBe(403);
  });
});
