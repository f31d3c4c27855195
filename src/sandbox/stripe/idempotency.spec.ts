import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, clientOf, closeAll, failureOf, heldOn, paidBy, startBench } from './spec-support.js';

let bench: Bench;
beforeAll(async () => void (bench = await startBench()));
afterAll(closeAll);

let keys = 0;
const newKey = () => `order-${(keys += 1)}`;
const count = () => bench.sandbox.paymentIntents().length;

const post = (body: string) =>
  fetch(`${bench.sandbox.url}/v1/customers`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${bench.sandbox.secretKey}`,
      'Content-Type': 'application/x-www-form-urlencoded',
      'Idempotency-Key': 'reordered',
    },
    body,
  });

describe('an idempotency key', () => {
  it('makes a repeat answer with the first answer and do nothing', async () => {
    const idempotencyKey = newKey();
    const create = () => bench.stripe.paymentIntents.create(paidBy('pm_card_visa'), { idempotencyKey });
    const first = await create();
    const before = { intents: count(), events: bench.sandbox.events().length };
    const second = await create();
    expect(second).toEqual(first);
    expect({ intents: count(), events: bench.sandbox.events().length }).toEqual(before);
    expect(first.lastResponse.headers).toMatchObject({ 'idempotency-key': idempotencyKey });
    expect(first.lastResponse.headers).not.toHaveProperty('idempotent-replayed');
    expect(second.lastResponse.headers).toMatchObject({
      'idempotency-key': idempotencyKey,
      'idempotent-replayed': 'true',
      'original-request': first.lastResponse.requestId,
    });
    expect(second.lastResponse.requestId).not.toBe(first.lastResponse.requestId);
  });

  it('refuses other parameters', async () => {
    const idempotencyKey = newKey();
    await bench.stripe.paymentIntents.create({ amount: 100, currency: 'eur' }, { idempotencyKey });
    const other = bench.stripe.paymentIntents.create({ amount: 200, currency: 'eur' }, { idempotencyKey });
    expect(await failureOf(other)).toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' });
  });

  it('refuses another endpoint', async () => {
    const idempotencyKey = newKey();
    const { id } = await bench.stripe.paymentIntents.create(heldOn('pm_card_visa'), { idempotencyKey });
    const failure = await failureOf(bench.stripe.paymentIntents.capture(id, {}, { idempotencyKey }));
    expect(failure).toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' });
    expect(failure.message).toContain(`/v1/payment_intents/${id}/capture`);
  });

  it('takes the same parameters in another order for the same', async () => {
    const first = await post('name=Ada&email=ada@example.test');
    const second = await post('email=ada@example.test&name=Ada');
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(await second.json()).toEqual(await first.json());
  });

  it('keeps a decline', async () => {
    const idempotencyKey = newKey();
    const create = () =>
      bench.stripe.paymentIntents.create(paidBy('pm_card_chargeDeclined'), { idempotencyKey });
    const first = await failureOf(create());
    const charges = bench.sandbox.charges().length;
    const second = await failureOf(create());
    expect(second.payment_intent?.id).toBe(first.payment_intent?.id);
    expect(second.headers).toMatchObject({ 'idempotent-replayed': 'true' });
    expect(bench.sandbox.charges()).toHaveLength(charges);
  });

  it('keeps a refusal by the object’s state', async () => {
    const idempotencyKey = newKey();
    const { id } = await bench.stripe.paymentIntents.create(paidBy('pm_card_visa'));
    const cancel = () => bench.stripe.paymentIntents.cancel(id, {}, { idempotencyKey });
    await failureOf(cancel());
    expect((await failureOf(cancel())).headers).toMatchObject({ 'idempotent-replayed': 'true' });
  });

  it('is free again after wrong parameters', async () => {
    const idempotencyKey = newKey();
    const wrong = bench.stripe.paymentIntents.create({ amount: 1, currency: 'eur' }, { idempotencyKey });
    expect(await failureOf(wrong)).toMatchObject({ code: 'amount_too_small' });
    const right = await bench.stripe.paymentIntents.create(
      { amount: 100, currency: 'eur' },
      { idempotencyKey },
    );
    expect(right.amount).toBe(100);
  });

  it('answers 409 while its first request is under way', async () => {
    const idempotencyKey = newKey();
    bench.sandbox.failNext({ mode: 'delay', delayMs: 300 });
    const create = () =>
      bench.stripe.paymentIntents.create({ amount: 100, currency: 'eur' }, { idempotencyKey });
    const before = count();
    const first = create();
    const second = await failureOf(create());
    expect(second).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    const done = await first;
    expect((await create()).id).toBe(done.id);
    expect(count()).toBe(before + 1);
  });

  it('lets the SDK retry a payment safely when the answer is lost', async () => {
    const retrying = clientOf(bench.sandbox, { maxNetworkRetries: 2 });
    bench.sandbox.failNext({ method: 'POST', path: /payment_intents$/, mode: 'reset-after', times: 2 });
    const before = count();
    const paid = await retrying.paymentIntents.create(paidBy('pm_card_visa'));
    expect(paid.status).toBe('succeeded');
    expect(count()).toBe(before + 1);
  });

  it('means nothing on a GET', async () => {
    const { id } = await bench.stripe.paymentIntents.create({ amount: 100, currency: 'eur' });
    const options = { idempotencyKey: newKey() };
    await bench.stripe.paymentIntents.retrieve(id, {}, options);
    const list = await bench.stripe.paymentIntents.list({ limit: 1 }, options);
    expect(list.data).toHaveLength(1);
  });
});
