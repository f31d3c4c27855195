import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bench, closeAll, euros, orderOf, paymentsOf, refusalOf, startBench } from './spec-support.js';

let bench: Bench;
beforeEach(async () => void (bench = await startBench()));
afterEach(closeAll);

const WAYS = { return_url: 'https://shop.test/paid?cart=7', cancel_url: 'https://shop.test/cart' };

/** An order, and the address that its payer is sent to. */
async function waiting(context: object = WAYS, unit: object = {}): Promise<{ id: string; url: string }> {
  const body = orderOf('20.00', { application_context: context }, unit);
  const made = await bench.call('POST', '/v2/checkout/orders', { body });
  const links = made.body['links'] as { rel: string; href: string }[];
  return { id: String(made.body['id']), url: links.find(({ rel }) => rel === 'approve')?.href ?? '' };
}

const press = (url: string, fields: Record<string, string>) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
const pay = (url: string, funding = 'balance') => press(url, { decision: 'pay', funding });
const capture = (id: string) => bench.call('POST', `/v2/checkout/orders/${id}/capture`);

describe('the page where an order is approved', () => {
  it('shows what is paid for, and runs no script', async () => {
    const { url } = await waiting(WAYS, {
      description: '<b>Tea</b>',
      amount: { ...euros('20.00'), breakdown: { item_total: euros('20.00') } },
      items: [{ name: 'Green tea', quantity: '2', unit_amount: euros('10.00') }],
    });
    const page = await fetch(url);
    const markup = await page.text();
    expect(page.status).toBe(200);
    expect(markup).toContain('€20.00');
    expect(markup).toContain('Green tea');
    expect(markup).toContain('&lt;b&gt;Tea&lt;/b&gt;');
    expect(page.headers.get('content-security-policy')).toContain(
      "default-src 'none'; style-src 'self'; form-action 'self' https://shop.test;",
    );
  });

  it('sends whoever pays back to the shop, which may then capture', async () => {
    const { id, url } = await waiting();
    const answer = await pay(url);
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `https://shop.test/paid?cart=7&token=${id}&PayerID=SANDBXPAYER23`,
    ]);
    expect(bench.sandbox.orders()).toMatchObject([
      { status: 'APPROVED', payer: { payer_id: 'SANDBXPAYER23' } },
    ]);
    expect((await capture(id)).status).toBe(201);
    expect(await (await fetch(url)).text()).toContain('You have approved this order');
  });

  it('sends whoever cancels back, too, and the order still waits', async () => {
    const { id, url } = await waiting();
    const answer = await press(url, { decision: 'cancel' });
    expect(answer.headers.get('location')).toBe(`https://shop.test/cart?token=${id}`);
    expect(bench.sandbox.orders()).toMatchObject([{ status: 'CREATED' }]);
  });

  it('has a last word where there is no way back', async () => {
    const { url } = await waiting({});
    expect(await (await press(url, { decision: 'cancel' })).text()).toContain('You can close this page');
    expect(await (await pay(url)).text()).toContain('You can close this page');
  });

  it('is asked again after a declined card', async () => {
    const { id, url } = await waiting();
    await pay(url, 'declined');
    const declined = await capture(id);
    expect(refusalOf(declined)).toEqual([422, 'INSTRUMENT_DECLINED']);
    expect(declined.body['links']).toContainEqual({ href: url, rel: 'redirect', method: 'GET' });
    expect(await (await fetch(url)).text()).toContain('The card was declined');
    await pay(url);
    expect((await capture(id)).status).toBe(201);
  });

  it('is not there for an order that is not there', async () => {
    const answer = await fetch(`${bench.sandbox.url}/checkoutnow?token=NONE`);
    expect(answer.status).toBe(404);
  });
});

describe('a bank transfer', () => {
  it.each([
    ['clear', 'COMPLETED'],
    ['deny', 'DECLINED'],
  ])('is pending until its fate is chosen on the start page: %s', async (outcome, status) => {
    const { id, url } = await waiting();
    await pay(url, 'echeck');
    await capture(id);
    const [pending] = (await paymentsOf(bench.call, id)).captures;
    expect(pending).toMatchObject({ status: 'PENDING', status_details: { reason: 'ECHECK' } });
    const refund = `/v2/payments/captures/${String(pending?.id)}/refund`;
    expect(refusalOf(await bench.call('POST', refund))).toEqual([422, 'PENDING_CAPTURE']);
    expect(await (await fetch(bench.sandbox.url)).text()).toContain('Bank transfers under way');

    const choice = await press(`${bench.sandbox.url}/captures/${String(pending?.id)}`, { outcome });
    expect(choice.headers.get('location')).toBe('/');
    expect((await paymentsOf(bench.call, id)).captures).toMatchObject([{ status }]);
  });
});

describe('the start page', () => {
  it('lists the newest orders, and leads to those that wait for a payer', async () => {
    expect(await (await fetch(bench.sandbox.url)).text()).toContain('No orders yet');
    const { id } = await waiting();
    const markup = await (await fetch(bench.sandbox.url)).text();
    expect(markup).toContain(`<a href="/checkoutnow?token=${id}">`);
  });
});
