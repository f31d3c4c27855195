import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type Stripe from 'stripe';
import { type Bench, closeAll, failureOf, heldOn, paidBy, startBench } from './spec-support.js';

let bench: Bench;
beforeAll(async () => void (bench = await startBench()));
afterAll(closeAll);

const eventsAbout = (id: string) =>
  bench.sandbox
    .events()
    .filter(({ data: { object } }) => JSON.stringify(object).includes(id))
    .map(({ type }) => type)
    .toReversed();

describe('a payment', () => {
  it('goes step by step from creation to success', async () => {
    const { paymentIntents } = bench.stripe;
    const created = await paymentIntents.create({ amount: 1999, currency: 'EUR', metadata: { order: '7' } });
    expect(created).toMatchObject({
      status: 'requires_payment_method',
      currency: 'eur',
      capture_method: 'automatic_async',
      livemode: false,
      metadata: { order: '7' },
    });
    expect(created.id).toMatch(/^pi_3[A-Za-z0-9]{23}$/);
    expect(created.client_secret).toMatch(new RegExp(`^${created.id}_secret_`));

    const ready = await paymentIntents.update(created.id, { payment_method: 'pm_card_visa', amount: 2500 });
    expect(ready).toMatchObject({ status: 'requires_confirmation', amount: 2500 });

    const paid = await paymentIntents.confirm(created.id, {
      return_url: 'https://shop.test/back',
      expand: ['latest_charge'],
    });
    expect(paid).toMatchObject({ status: 'succeeded', amount_received: 2500, amount_capturable: 0 });
    expect(paid.latest_charge).toMatchObject({
      object: 'charge',
      amount: 2500,
      amount_captured: 2500,
      amount_refunded: 0,
      captured: true,
      paid: true,
      refunded: false,
      payment_method_details: { card: { brand: 'visa', last4: '4242' } },
    });
    expect(await paymentIntents.retrieve(created.id)).toMatchObject({ status: 'succeeded' });
    expect(eventsAbout(created.id)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
  });

  it('is authorised, captured in part, and done', async () => {
    const { paymentIntents } = bench.stripe;
    const held = await paymentIntents.create(heldOn('pm_card_visa'));
    expect(held).toMatchObject({ status: 'requires_capture', amount_capturable: 2000, amount_received: 0 });

    const captured = await paymentIntents.capture(held.id, {
      amount_to_capture: 1500,
      metadata: { shipped: 'yes' },
      expand: ['latest_charge'],
    });
    expect(captured).toMatchObject({
      status: 'succeeded',
      amount_capturable: 0,
      amount_received: 1500,
      metadata: { shipped: 'yes' },
      latest_charge: { amount: 2000, amount_captured: 1500, captured: true },
    });
    expect(eventsAbout(held.id)).toEqual([
      'payment_intent.created',
      'charge.succeeded',
      'payment_intent.amount_capturable_updated',
      'charge.captured',
      'payment_intent.succeeded',
    ]);
    expect(await failureOf(paymentIntents.capture(held.id))).toMatchObject({
      statusCode: 400,
      code: 'payment_intent_unexpected_state',
      payment_intent: { id: held.id, status: 'succeeded' },
    });
  });

  it('cannot be captured beyond what is held', async () => {
    const held = await bench.stripe.paymentIntents.create(heldOn('pm_card_visa'));
    const failure = await failureOf(
      bench.stripe.paymentIntents.capture(held.id, { amount_to_capture: 2001 }),
    );
    expect(failure).toMatchObject({ statusCode: 400, code: 'amount_too_large' });
    expect(await bench.stripe.paymentIntents.retrieve(held.id)).toMatchObject({ status: 'requires_capture' });
  });

  it('is canceled while it waits, but not once it is paid', async () => {
    const { paymentIntents } = bench.stripe;
    const held = await paymentIntents.create(heldOn('pm_card_visa'));
    const canceled = await paymentIntents.cancel(held.id, { cancellation_reason: 'requested_by_customer' });
    expect(canceled).toMatchObject({
      status: 'canceled',
      cancellation_reason: 'requested_by_customer',
      amount_capturable: 0,
    });
    expect(canceled.canceled_at).toBeGreaterThan(1_700_000_000);
    expect(await failureOf(paymentIntents.cancel(held.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });

    const paid = await paymentIntents.create(paidBy('pm_card_visa'));
    const refusal = await failureOf(paymentIntents.cancel(paid.id));
    expect(refusal).toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' });
    expect(refusal.message).toContain('it has a status of succeeded');
    expect(await failureOf(paymentIntents.confirm(paid.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
    expect(await failureOf(paymentIntents.update(paid.id, { amount: 1 }))).toMatchObject({
      code: 'payment_intent_unexpected_state',
      param: 'amount',
    });
  });

  it('cannot be confirmed without a card, nor without a way back where others redirect', async () => {
    const { paymentIntents } = bench.stripe;
    const bare = await paymentIntents.create({ amount: 100, currency: 'eur' });
    expect(await failureOf(paymentIntents.confirm(bare.id))).toMatchObject({
      code: 'payment_intent_unexpected_state',
    });
    const noWayBack = { amount: 100, currency: 'eur', payment_method: 'pm_card_visa', confirm: true };
    expect((await failureOf(paymentIntents.create(noWayBack))).message).toContain('return_url');
    const onlyCards = { ...noWayBack, allowed_payment_method_types: ['card' as const] };
    expect(await paymentIntents.create(onlyCards)).toMatchObject({ status: 'succeeded' });
  });

  it('has a suffix on a card’s statement, never the whole line', async () => {
    const { paymentIntents } = bench.stripe;
    const paid = await paymentIntents.create(
      paidBy('pm_card_visa', { statement_descriptor_suffix: 'TEA 7', expand: ['latest_charge'] }),
    );
    expect(paid.latest_charge).toMatchObject({ calculated_statement_descriptor: 'HOOKLINE SANDBO* TEA 7' });
    expect(
      await failureOf(paymentIntents.create(paidBy('pm_card_visa', { statement_descriptor: 'TEA 7' }))),
    ).toMatchObject({ statusCode: 400, param: 'statement_descriptor' });
  });

  it('changes its notes key by key', async () => {
    const { paymentIntents } = bench.stripe;
    const { id } = await paymentIntents.create({
      amount: 100,
      currency: 'eur',
      metadata: { a: '1', b: '2' },
    });
    expect((await paymentIntents.update(id, { metadata: { b: '', c: '3' } })).metadata).toEqual({
      a: '1',
      c: '3',
    });
    expect((await paymentIntents.update(id, { metadata: null })).metadata).toEqual({});
  });
});

describe('test cards', () => {
  it.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['pm_card_chargeDeclinedStolenCard', 'card_declined', 'stolen_card'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', ''],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', ''],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', ''],
    // The SDK gives an empty text where the API has no decline code.
  ])('%s is declined: %s %s', async (card, code, declineCode) => {
    const error = await failureOf(bench.stripe.paymentIntents.create(paidBy(card)));
    expect(error).toMatchObject({ type: 'StripeCardError', statusCode: 402, code });
    expect(error.decline_code).toBe(declineCode);
    const intent = error.payment_intent;
    expect(intent).toMatchObject({
      status: 'requires_payment_method',
      payment_method: null,
      last_payment_error: { type: 'card_error', code, payment_method: { object: 'payment_method' } },
    });
    expect(bench.sandbox.charges()[0]).toMatchObject({
      id: error.charge,
      payment_intent: intent?.id,
      status: 'failed',
      paid: false,
      failure_code: code,
    });
    expect(eventsAbout(String(intent?.id))).toEqual([
      'payment_intent.created',
      'charge.failed',
      'payment_intent.payment_failed',
    ]);
  });

  it('lets a declined payment be paid with another card', async () => {
    const error = await failureOf(bench.stripe.paymentIntents.create(paidBy('pm_card_chargeDeclined')));
    const id = String(error.payment_intent?.id);
    const paid = await bench.stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_mastercard' });
    expect(paid).toMatchObject({ status: 'succeeded', last_payment_error: null });
    const charges = await bench.stripe.charges.list({ payment_intent: id });
    expect(charges.data.map(({ status }) => status)).toEqual(['succeeded', 'failed']);
  });

  it('takes a card by its token', async () => {
    // The types of the SDK leave out the token, which the API takes.
    const card = { type: 'card' as const, card: { token: 'tok_mastercard' } };
    const paid = await bench.stripe.paymentIntents.create({
      ...paidBy(''),
      payment_method: undefined,
      payment_method_data: card,
      expand: ['payment_method'],
    });
    expect(paid).toMatchObject({ status: 'succeeded', payment_method: { card: { brand: 'mastercard' } } });
  });

  it('knows no other payment method', async () => {
    expect(await failureOf(bench.stripe.paymentIntents.create(paidBy('pm_nobody')))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'payment_method',
    });
  });
});

const decide = (intent: Stripe.PaymentIntent, decision: string) =>
  fetch(String(intent.next_action?.redirect_to_url?.url), {
    method: 'POST',
    body: new URLSearchParams({ decision }),
    redirect: 'manual',
  });

describe('3D Secure', () => {
  const RETURN_URL = 'https://shop.test/back?order=7';
  const start = () =>
    bench.stripe.paymentIntents.create({
      ...paidBy('pm_card_threeDSecure2Required'),
      automatic_payment_methods: { enabled: true },
      return_url: RETURN_URL,
    });
  it('asks the customer at the bank, who comes back having paid', async () => {
    const waiting = await start();
    expect(waiting).toMatchObject({
      status: 'requires_action',
      latest_charge: null,
      next_action: { type: 'redirect_to_url', redirect_to_url: { return_url: RETURN_URL } },
    });
    const page = await fetch(String(waiting.next_action?.redirect_to_url?.url));
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('€20.00');

    const back = await decide(waiting, 'authenticate');
    expect(back.status).toBe(303);
    const address = new URL(String(back.headers.get('location')));
    expect(address.origin + address.pathname).toBe('https://shop.test/back');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      order: '7',
      payment_intent: waiting.id,
      payment_intent_client_secret: waiting.client_secret,
      redirect_status: 'succeeded',
    });
    expect(await bench.stripe.paymentIntents.retrieve(waiting.id)).toMatchObject({
      status: 'succeeded',
      next_action: null,
    });
    expect(eventsAbout(waiting.id)).toEqual([
      'payment_intent.created',
      'payment_intent.requires_action',
      'charge.succeeded',
      'payment_intent.succeeded',
    ]);
    expect((await decide(waiting, 'authenticate')).status).toBe(409);
  });

  it('leaves the payment unpaid when the customer does not authenticate', async () => {
    const waiting = await start();
    const back = await decide(waiting, 'fail');
    expect(back.headers.get('location')).toContain('redirect_status=failed');
    expect(await bench.stripe.paymentIntents.retrieve(waiting.id)).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'payment_intent_authentication_failure' },
    });
  });

  it('is declined when the customer is not there', async () => {
    const offSession = paidBy('pm_card_authenticationRequired', { off_session: true });
    expect(await failureOf(bench.stripe.paymentIntents.create(offSession))).toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
      decline_code: 'authentication_required',
    });
  });

  it('expects Stripe’s script in the browser where there is no way back', async () => {
    const waiting = await bench.stripe.paymentIntents.create(paidBy('pm_card_threeDSecure2Required'));
    expect(waiting).toMatchObject({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } });
  });
});
