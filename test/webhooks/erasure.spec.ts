import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { request } from '../support/hookline.js';
import { idOf, startShop, type Shop } from '../support/shop.js';
import { stripeEvent, stripeSignature } from '../support/stripe-webhooks.js';

const SECRET = 'whsec_of_a_connected_account_1';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop({ retryDelaysMs: [] });
  for (const [connectionId, tenant] of [
    ['acct_a', 'anna'],
    ['acct_b', 'anna'],
    ['acct_c', 'carl'],
  ]) {
    const path = `/v1/webhook-accounts/stripe/${connectionId}`;
    const { status } = await shop.hookline.api('PUT', path, { secrets: [SECRET], tenant });
    expect(status).toBeLessThan(300);
  }
});
afterAll(() => shop?.close());

async function deliverFor(connectionId: string, body: string, signature?: string) {
  return request(`${shop.hookline.url}/webhooks/stripe/${connectionId}`, 'POST', body, {
    'Stripe-Signature': signature ?? stripeSignature(body, { secret: SECRET }),
  });
}

async function received(connectionId: string, count: number, fails = false): Promise<string[]> {
  const bodies = Array.from({ length: count }, () => stripeEvent());
  if (fails) for (const body of bodies) shop.orders.failing.add(idOf(body));
  await Promise.all(bodies.map((body) => deliverFor(connectionId, body)));
  await shop.allSettled(bodies.map(idOf), fails ? 'dead' : 'processed');
  return bodies;
}

const erase = (body: unknown) => shop.hookline.api('POST', '/v1/webhook-events/erase', body);
const payloads = async () =>
  Number((await shop.rows('SELECT count(*) AS n FROM webhook_payloads'))[0]?.['n']);

describe('POST /v1/webhook-events/erase', () => {
  it('erases what came for a tenant: payloads and errors, and nothing of anybody else', async () => {
    const ofAnna = [...(await received('acct_a', 600)), ...(await received('acct_b', 1, true))];
    const ofCarl = await received('acct_c', 2);
    expect((await erase({ tenant: 'anna' })).body).toEqual({ erased: 601, complete: true });
    expect(await payloads()).toBe(ofCarl.length);
    const dead = await shop.settled(idOf(ofAnna.at(-1) ?? ''), 'dead');
    expect(dead).toMatchObject({
      erased_at: expect.any(String),
      headers: null,
      payload: null,
      handlers: [{ status: 'dead', last_error: null }],
    });
    expect((await erase({ tenant: 'anna' })).body).toEqual({ erased: 0, complete: true });
  });

  it('still knows a repeat for a repeat', async () => {
    const [body = ''] = await received('acct_b', 1);
    await erase({ connection_id: 'acct_b', provider: 'stripe' });
    expect((await deliverFor('acct_b', body)).body).toEqual({ stored: 0, duplicates: 1 });
    expect(await shop.settled(idOf(body), 'processed')).toMatchObject({ payload: null });
  });

  it('lets nothing run that has nothing to run on: what waits rests in the dead letter', async () => {
    await shop.hookline.api('POST', '/v1/webhook-sources/stripe/pause');
    const body = stripeEvent();
    await deliverFor('acct_a', body);
    expect((await erase({ connection_id: 'acct_a' })).body).toEqual({ erased: 1, complete: true });
    await shop.hookline.api('POST', '/v1/webhook-sources/stripe/resume');
    await shop.settled(idOf(body), 'dead');
    expect(shop.orders.runs).not.toContain(idOf(body));
  });

  it('erases refused requests of the account, too', async () => {
    const secret = stripeEvent('a.b', { name: 'Carl Private' });
    expect((await deliverFor('acct_c', secret, 't=1,v1=00')).status).toBe(401);
    await eventually('it is kept', async () => {
      const kept = await shop.rows("SELECT 1 FROM webhook_rejections WHERE connection_id = 'acct_c'");
      return kept.length === 1 || undefined;
    });
    await erase({ connection_id: 'acct_c' });
    expect(await shop.rows("SELECT 1 FROM webhook_rejections WHERE connection_id = 'acct_c'")).toEqual([]);
  });

  it('erases single events, and comes back for one at which a handler is running', async () => {
    const [first, second] = await received('acct_c', 2);
    const ids = await Promise.all(
      [first, second].map(async (body) => (await shop.settled(idOf(body ?? ''), 'processed')).id),
    );
    await shop.rows('BEGIN');
    await shop.rows('SELECT 1 FROM webhook_handler_runs WHERE event_id = $1 FOR UPDATE', ids[0]);
    expect((await erase({ ids })).body).toEqual({ erased: 1, complete: false });
    await shop.rows('ROLLBACK');
    await eventually(
      'the rest is erased',
      async () => {
        const { body } = await shop.hookline.api('GET', `/v1/webhook-events/${ids[0]}`);
        return body.erased_at ? true : undefined;
      },
      180_000,
    );
  }, 210_000);

  it('says what is wrong: no tenant of that name, nothing or two things to erase, no scope', async () => {
    expect((await erase({ tenant: 'nobody' })).status).toBe(404);
    expect((await erase({})).status).toBe(400);
    expect((await erase({ tenant: 'anna', connection_id: 'acct_a' })).status).toBe(400);
    expect((await erase({ tenant: 'anna', provider: 'stripe' })).status).toBe(400);
    const headers = { Authorization: `Bearer ${await shop.hookline.createKey('webhooks:read')}` };
    const refused = await shop.hookline.api('POST', '/v1/webhook-events/erase', { tenant: 'anna' }, headers);
    expect(refused.status).toBe(403);
  });
});
