import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { ShopModule, startShop, type Shop } from '../support/shop.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';

interface ListedType {
  provider: string;
  type: string;
  count: number;
  first_seen_at: string;
  last_seen_at: string;
  sample_event_id: string;
  sample_path: string;
}

let shop: Shop;
let hookline: TestHookline;

beforeAll(async () => {
  shop = await startShop();
  hookline = shop.hookline;
});
afterAll(() => shop?.close());

async function listed(type: string, query = 'limit=100', from = hookline): Promise<ListedType | undefined> {
  const { body } = await from.api('GET', `/v1/unhandled-webhook-types?${query}`);
  return body.data.find((each: ListedType) => each.type === type);
}

describe('GET /v1/unhandled-webhook-types', () => {
  it('counts the events of a type that no handler takes, with the first, the last and a sample', async () => {
    const before = new Date();
    const bodies = Array.from({ length: 30 }, () => stripeEvent('customer.created'));
    await Promise.all(bodies.map((body) => deliver(hookline.url, body)));
    const type = await eventually('all are counted', async () => {
      const found = await listed('customer.created');
      return found?.count === bodies.length ? found : undefined;
    });
    expect(type.provider).toBe('stripe');
    expect(new Date(type.first_seen_at).getTime()).toBeGreaterThanOrEqual(before.getTime() - 1_000);
    expect(type.last_seen_at >= type.first_seen_at).toBe(true);
    const sample = await hookline.api('GET', type.sample_path);
    expect(sample.body).toMatchObject({
      id: type.sample_event_id,
      type: 'customer.created',
      payload: { object: 'event' },
    });
  });

  it('counts many types at once, from many connections, without a deadlock', async () => {
    const types = Array.from({ length: 12 }, (_, index) => `many.${index}`);
    const bodies = Array.from({ length: 240 }, (_, index) => stripeEvent(types[index % 12]));
    const answers = await Promise.all(bodies.map((body) => deliver(hookline.url, body)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await eventually('all are counted', async () => {
      const counts = await Promise.all(types.map(async (type) => (await listed(type))?.count));
      return counts.every((count) => count === 20) || undefined;
    });
  });

  it('pages, and filters by provider', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await hookline.api('GET', `/v1/unhandled-webhook-types?limit=5${cursor}`);
      seen.push(...body.data.map(({ type }: ListedType) => type));
      if (!body.next_cursor) break;
      cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`;
    }
    const expected = await shop.rows('SELECT type FROM webhook_unhandled_types ORDER BY provider, type');
    expect(seen).toEqual(expected.map(({ type }) => type as string));
    expect(await listed('customer.created', 'provider=paypal')).toBeUndefined();
    expect((await hookline.api('GET', '/v1/unhandled-webhook-types?cursor=x')).status).toBe(400);
  });

  it('does not list what has a handler by now', async () => {
    const quiet = await startTestHookline();
    await deliver(quiet.url, stripeEvent());
    await eventually('it is listed', () => listed('payment_intent.succeeded', 'limit=100', quiet));
    const later = await startTestHookline({ imports: [ShopModule], databaseUrl: quiet.databaseUrl });
    expect(await listed('payment_intent.succeeded', 'limit=100', later)).toBeUndefined();
    await later.close();
    await quiet.close();
  });
});
