import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestHookline } from '../support/hookline.js';
import { idOf, startShop, type Shop } from '../support/shop.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';

let shop: Shop;
let hookline: TestHookline;

/** One event that failed for good, then 24 that were handled. */
const dead = stripeEvent();
const processed = Array.from({ length: 24 }, (_, index) =>
  stripeEvent(index % 2 ? 'invoice.paid' : 'payment_intent.succeeded'),
);
let halfTime: Date;

beforeAll(async () => {
  shop = await startShop({ retryDelaysMs: [] });
  hookline = shop.hookline;
  shop.orders.failing.add(idOf(dead));
  await deliver(hookline.url, dead);
  await shop.settled(idOf(dead), 'dead');
  for (const body of processed.slice(0, 12)) await deliver(hookline.url, body);
  halfTime = new Date();
  for (const body of processed.slice(12)) await deliver(hookline.url, body);
  await shop.allSettled(processed.map(idOf), 'processed');
});
afterAll(() => shop?.close());

/** The ids at the provider of what a query finds. */
async function found(query: string): Promise<string[]> {
  const { status, body } = await hookline.api('GET', `/v1/webhook-events?limit=100&${query}`);
  expect(status).toBe(200);
  return body.data.map((event: { external_id: string }) => event.external_id);
}

describe('GET /v1/webhook-events', () => {
  it('pages through all events, newest first, each once', async () => {
    const expected = (await shop.rows('SELECT id FROM webhook_events ORDER BY id DESC')).map(({ id }) => id);
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

  it('finds by the time at which an event was stored', async () => {
    const half = halfTime.toISOString();
    const later = processed.slice(12).map(idOf).toReversed();
    expect(await found(`received_after=${half}`)).toEqual(later);
    expect(await found(`received_before=${half}`)).toHaveLength(13);
    expect(await found(`received_after=${half}&received_before=${half}`)).toEqual([]);
  });

  it("finds by our id or the provider's, whole or by its beginning", async () => {
    const [body = ''] = processed;
    const { id } = await shop.settled(idOf(body), 'processed');
    expect(await found(`id=${id}`)).toEqual([idOf(body)]);
    expect(await found(`id=${id.slice(0, -1)}`)).toContain(idOf(body));
    expect(await found(`id=${idOf(body)}`)).toContain(idOf(body));
    expect(await found(`id=evt_test&status=dead`)).toEqual([idOf(dead)]);
    expect(await found('id=nothing')).toEqual([]);
    expect((await hookline.api('GET', '/v1/webhook-events?id=evt')).status).toBe(400);
  });

  it('finds what came for a connected account', async () => {
    await shop.rows("UPDATE webhook_events SET connection_id = 'acct_7' WHERE external_id = $1", idOf(dead));
    expect(await found('connection_id=acct_7')).toEqual([idOf(dead)]);
    expect(await found('connection_id=acct_7&status=processed')).toEqual([]);
    expect(await found('connection_id=acct_8')).toEqual([]);
  });

  it('shows headers, payload and how each handler stands', async () => {
    const { id } = await shop.settled(idOf(dead), 'dead');
    const { body } = await hookline.api('GET', `/v1/webhook-events/${id}`);
    expect(body).toMatchObject({
      headers: { 'stripe-signature': expect.stringContaining('v1=') },
      payload: JSON.parse(dead),
      handlers: [
        {
          handler: 'Orders.markPaid',
          status: 'dead',
          attempts: 1,
          order_key: null,
          last_error: expect.stringContaining('the shelf is empty'),
          next_attempt_at: null,
        },
      ],
    });
  });
});
