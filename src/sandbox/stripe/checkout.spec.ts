import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type Stripe from 'stripe';
import { type Bench, closeAll, failureOf, startBench } from './spec-support.js';

let bench: Bench;
beforeAll(async () => void (bench = await startBench()));
afterAll(closeAll);

type Wishes = Partial<Stripe.Checkout.SessionCreateParams>;

const open = (wishes: Wishes = {}) =>
  bench.stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [
      {
        quantity: 2,
        price_data: { currency: 'eur', unit_amount: 1250, product_data: { name: 'Green tea' } },
      },
      { price_data: { currency: 'eur', unit_amount: 499, product_data: { name: 'Shipping' } } },
    ],
    success_url: 'https://shop.test/paid?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://shop.test/basket',
    ...wishes,
  });
const press = (session: { url: string | null }, card: string, email = 'ada@example.test') =>
  fetch(String(session.url), {
    method: 'POST',
    body: new URLSearchParams({ card, email }),
    redirect: 'manual',
  });
const retrieve = (id: string) => bench.stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent'] });

describe('a checkout session', () => {
  it('is opened with the sum of its lines', async () => {
    const session = await open({ metadata: { order: '7' }, client_reference_id: 'ref-7' });
    expect(session).toMatchObject({
      object: 'checkout.session',
      status: 'open',
      payment_status: 'unpaid',
      amount_total: 2999,
      currency: 'eur',
      metadata: { order: '7' },
      client_reference_id: 'ref-7',
      payment_intent: null,
    });
    expect(session.id).toMatch(/^cs_test_/);
    expect(session.expires_at - session.created).toBe(24 * 3600);
    const lines = await bench.stripe.checkout.sessions.listLineItems(session.id);
    expect(
      lines.data.map(({ description, quantity, amount_total: total }) => [description, quantity, total]),
    ).toEqual([
      ['Green tea', 2, 2500],
      ['Shipping', 1, 499],
    ]);
  });

  it('is paid on its page', async () => {
    const session = await open({ payment_intent_data: { metadata: { order: '8' }, description: 'Order 8' } });
    const done = await press(session, 'visa');
    expect(done.status).toBe(303);
    expect(done.headers.get('location')).toBe(`https://shop.test/paid?session=${session.id}`);
    expect(await retrieve(session.id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer_details: { email: 'ada@example.test' },
      payment_intent: {
        status: 'succeeded',
        amount_received: 2999,
        metadata: { order: '8' },
        description: 'Order 8',
      },
    });
    expect(bench.sandbox.events()[0]).toMatchObject({
      type: 'checkout.session.completed',
      data: { object: { id: session.id } },
      request: { id: null },
    });
    const again = await press(session, 'visa');
    expect(again.status).toBe(200);
    expect(await again.text()).toContain('This checkout is complete');
  });

  it('is only authorised with manual capture, and paid once captured', async () => {
    const session = await open({ payment_intent_data: { capture_method: 'manual' } });
    await press(session, 'visa');
    const authorised = await retrieve(session.id);
    expect(authorised).toMatchObject({
      status: 'complete',
      payment_status: 'unpaid',
      payment_intent: { status: 'requires_capture', amount_capturable: 2999 },
    });
    await bench.stripe.paymentIntents.capture((authorised.payment_intent as Stripe.PaymentIntent).id);
    expect(await retrieve(session.id)).toMatchObject({ payment_status: 'paid' });
  });

  it('stays open after a decline, for another card', async () => {
    const session = await open();
    const declined = await press(session, 'chargeDeclinedInsufficientFunds');
    expect(declined.status).toBe(402);
    expect(await declined.text()).toContain('Your card has insufficient funds. Nothing was charged.');
    const between = await retrieve(session.id);
    expect(between).toMatchObject({ status: 'open', payment_intent: { status: 'requires_payment_method' } });
    expect((await press(session, 'mastercard')).status).toBe(303);
    const paid = await retrieve(session.id);
    expect(paid).toMatchObject({ status: 'complete', payment_intent: { status: 'succeeded' } });
    expect((paid.payment_intent as Stripe.PaymentIntent).id).toBe(
      (between.payment_intent as Stripe.PaymentIntent).id,
    );
  });

  it('leads to the bank and back', async () => {
    const session = await open();
    const bank = String((await press(session, 'threeDSecure2Required')).headers.get('location'));
    expect(bank).toMatch(/\/3d-secure\/pi_/);
    expect(await retrieve(session.id)).toMatchObject({
      status: 'open',
      payment_intent: { status: 'requires_action' },
    });
    const body = new URLSearchParams({ decision: 'authenticate' });
    const back = await fetch(bank, { method: 'POST', body, redirect: 'manual' });
    expect(back.headers.get('location')).toBe(`https://shop.test/paid?session=${session.id}`);
    expect(await retrieve(session.id)).toMatchObject({ status: 'complete', payment_status: 'paid' });
  });

  it('comes back to its page when the bank says no', async () => {
    const session = await open();
    const bank = String((await press(session, 'threeDSecure2Required')).headers.get('location'));
    const body = new URLSearchParams({ decision: 'fail' });
    const back = await fetch(bank, { method: 'POST', body, redirect: 'manual' });
    expect(back.headers.get('location')).toBe(session.url);
    expect(await (await fetch(String(session.url))).text()).toContain('unable to authenticate');
  });

  it('expires, and nobody can pay any more', async () => {
    const session = await open();
    const bank = String((await press(session, 'threeDSecure2Required')).headers.get('location'));
    expect(await bench.stripe.checkout.sessions.expire(session.id)).toMatchObject({
      status: 'expired',
      url: null,
    });
    expect(bench.sandbox.events()[0]).toMatchObject({ type: 'checkout.session.expired' });
    expect((await press(session, 'visa')).status).toBe(410);
    expect((await fetch(bank)).status).toBe(409);
    expect(await retrieve(session.id)).toMatchObject({ payment_intent: { status: 'canceled' } });
    expect(await failureOf(bench.stripe.checkout.sessions.expire(session.id))).toMatchObject({
      statusCode: 400,
    });
  });

  it('is listed by status and payment', async () => {
    const session = await open();
    await press(session, 'visa');
    const { payment_intent: intent } = await bench.stripe.checkout.sessions.retrieve(session.id);
    const byPayment = await bench.stripe.checkout.sessions.list({ payment_intent: String(intent) });
    expect(byPayment.data.map(({ id }) => id)).toEqual([session.id]);
    const expired = await bench.stripe.checkout.sessions.list({ status: 'expired' });
    expect(expired.data.every(({ status }) => status === 'expired')).toBe(true);
  });

  it.each<[string, Wishes, string]>([
    ['subscriptions', { mode: 'subscription' }, 'mode'],
    ['no lines', { line_items: [] }, 'line_items'],
    [
      'two currencies',
      {
        line_items: ['eur', 'usd'].map((currency) => ({
          price_data: { currency, unit_amount: 100, product_data: { name: 'x' } },
        })),
      },
      'line_items',
    ],
    ['an unknown customer', { customer: 'cus_nobody' }, 'customer'],
    ['a late expiry', { expires_at: Math.floor(Date.now() / 1000) + 90_000 }, 'expires_at'],
  ])('refuses %s', async (_, wishes, param) => {
    const failure = await failureOf(open(wishes));
    expect(failure.statusCode).toBeGreaterThanOrEqual(400);
    expect(failure.param).toBe(param);
  });
});

describe('the pages', () => {
  it('show the order, say that this is a sandbox, and allow no script', async () => {
    const session = await open();
    const page = await fetch(String(session.url));
    const text = await page.text();
    expect(text).toContain('<strong>Sandbox.</strong>');
    expect(text).toContain('€29.99');
    expect(text).toContain('Green tea');
    expect(text).toContain('href="https://shop.test/basket"');
    expect(text).not.toMatch(/<script|\sstyle=|\son[a-z]+=/i);
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self' https://shop.test; " +
        "frame-ancestors 'none'; base-uri 'none'",
    );
    const style = await fetch(`${bench.sandbox.url}/style.css`);
    expect(style.headers.get('content-type')).toContain('text/css');
  });

  it('escape everything', async () => {
    const name = `<img src=x onerror="alert('1')">&`;
    const session = await open({
      line_items: [{ price_data: { currency: 'eur', unit_amount: 100, product_data: { name } } }],
    });
    const text = await (await fetch(String(session.url))).text();
    expect(text).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;');
    expect(text).not.toContain('<img');
  });

  it('ask again for what is missing', async () => {
    const session = await open();
    const answer = await press(session, 'visa', 'nobody');
    expect(answer.status).toBe(400);
    expect(await retrieve(session.id)).toMatchObject({ status: 'open' });
  });

  it('say what is not there', async () => {
    for (const path of ['/c/pay/cs_test_nobody', '/payments/pi_nobody', '/events/evt_nobody', '/else']) {
      const page = await fetch(bench.sandbox.url + path);
      expect(page.status).toBe(404);
      expect(await page.text()).toContain('Not found');
    }
  });

  it('list payments and events, and show each without its secret', async () => {
    const empty = await startBench();
    expect(await (await fetch(empty.sandbox.url)).text()).toContain('No payments yet.');
    const { id, client_secret: secret } = await bench.stripe.paymentIntents.create({
      amount: 100,
      currency: 'jpy',
    });
    const index = await (await fetch(bench.sandbox.url)).text();
    expect(index).toContain(`href="/payments/${id}"`);
    expect(index).toContain('¥100');
    expect(index).toContain('payment_intent.created');
    const detail = await (await fetch(`${bench.sandbox.url}/payments/${id}`)).text();
    expect(detail).toContain(id);
    expect(detail).not.toContain(secret);
    const event = bench.sandbox.events()[0];
    expect(await (await fetch(`${bench.sandbox.url}/events/${event?.id}`)).text()).toContain(
      'payment_intent.created',
    );
  });
});
