import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { type Bench, closeAll, failureOf, heldOn, paidBy, startBench } from './spec-support.js';

let bench: Bench;
beforeAll(async () => void (bench = await startBench()));
afterAll(closeAll);

const pay = () => bench.stripe.paymentIntents.create(paidBy('pm_card_visa', { expand: ['latest_charge'] }));

describe('a refund', () => {
  it('gives back a part, then the rest, then nothing more', async () => {
    const { refunds, charges } = bench.stripe;
    const intent = await pay();
    const first = await refunds.create({
      payment_intent: intent.id,
      amount: 500,
      reason: 'requested_by_customer',
      metadata: { case: '12' },
    });
    expect(first).toMatchObject({
      object: 'refund',
      amount: 500,
      currency: 'eur',
      status: 'succeeded',
      reason: 'requested_by_customer',
      payment_intent: intent.id,
      metadata: { case: '12' },
    });
    const chargeId = String(first.charge);
    expect(await charges.retrieve(chargeId)).toMatchObject({ amount_refunded: 500, refunded: false });

    const rest = await refunds.create({ charge: chargeId });
    expect(rest.amount).toBe(1500);
    expect(await charges.retrieve(chargeId)).toMatchObject({ amount_refunded: 2000, refunded: true });
    expect(await failureOf(refunds.create({ charge: chargeId }))).toMatchObject({
      statusCode: 400,
      code: 'charge_already_refunded',
      message: `Charge ${chargeId} has already been refunded.`,
    });
    expect((await refunds.list({ payment_intent: intent.id })).data.map(({ id }) => id)).toEqual([
      rest.id,
      first.id,
    ]);
    expect(await refunds.retrieve(first.id)).toMatchObject({ id: first.id });
  });

  it('never exceeds what is left', async () => {
    const intent = await pay();
    await bench.stripe.refunds.create({ payment_intent: intent.id, amount: 1000 });
    const failure = await failureOf(bench.stripe.refunds.create({ payment_intent: intent.id, amount: 1500 }));
    expect(failure).toMatchObject({ statusCode: 400, param: 'amount' });
    expect(failure.message).toBe(
      'Refund amount (€15.00) is greater than unrefunded amount on charge (€10.00)',
    );
  });

  it('tells the world: the refund is made, the charge has changed', async () => {
    const intent = await pay();
    const refund = await bench.stripe.refunds.create({ payment_intent: intent.id });
    const [changed, made] = bench.sandbox.events();
    expect(made).toMatchObject({ type: 'refund.created', data: { object: { id: refund.id } } });
    expect(changed).toMatchObject({
      type: 'charge.refunded',
      data: {
        object: { id: refund.charge, amount_refunded: 2000, refunded: true },
        previous_attributes: { amount_refunded: 0, refunded: false },
      },
    });
  });

  it('can be noted on', async () => {
    const { id } = await bench.stripe.refunds.create({ payment_intent: (await pay()).id });
    const noted = await bench.stripe.refunds.update(id, { metadata: { checked: 'yes' } });
    expect(noted.metadata).toEqual({ checked: 'yes' });
    expect(bench.sandbox.events()[0]).toMatchObject({ type: 'refund.updated', data: { object: { id } } });
  });

  it('is refused where nothing was taken', async () => {
    const { paymentIntents, refunds } = bench.stripe;
    const held = await paymentIntents.create(heldOn('pm_card_visa'));
    const uncaptured = await failureOf(refunds.create({ payment_intent: held.id }));
    expect(uncaptured.statusCode).toBe(400);
    expect(uncaptured.message).toContain('You must cancel the PaymentIntent');
    await paymentIntents.cancel(held.id);
    const open = await paymentIntents.create({ amount: 100, currency: 'eur' });
    for (const { id } of [held, open]) {
      expect((await failureOf(refunds.create({ payment_intent: id }))).message).toBe(
        `This PaymentIntent (${id}) does not have a successful charge to refund.`,
      );
    }
  });

  it('needs something to refund', async () => {
    expect((await failureOf(bench.stripe.refunds.create({}))).message).toBe(
      'One of the following params should be provided for this request: payment_intent or charge.',
    );
    expect(await failureOf(bench.stripe.refunds.create({ charge: 'ch_missing' }))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
    expect(await failureOf(bench.stripe.refunds.create({ charge: 'ch_missing', amount: 0 }))).toMatchObject({
      code: 'parameter_invalid_integer',
    });
  });

  it('stays within what was captured, whatever is asked and however at once', async () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 2500 }), { minLength: 1, maxLength: 6 });
    const capture = fc.integer({ min: 1, max: 2000 });
    await fc.assert(
      fc.asyncProperty(capture, amounts, async (captured, wished) => {
        const { paymentIntents, refunds, charges } = bench.stripe;
        const { id, latest_charge: chargeId } = await paymentIntents.create(heldOn('pm_card_visa'));
        await paymentIntents.capture(id, { amount_to_capture: captured });
        const results = await Promise.allSettled(
          wished.map((amount) => refunds.create({ payment_intent: id, amount })),
        );
        const made = results.flatMap((result) =>
          result.status === 'fulfilled' ? [result.value.amount] : [],
        );
        const sum = made.reduce((total, amount) => total + amount, 0);
        expect(sum).toBeLessThanOrEqual(captured);
        expect(await charges.retrieve(String(chargeId))).toMatchObject({
          amount_refunded: sum,
          amount_captured: captured,
          refunded: sum === captured,
        });
      }),
      { numRuns: 25 },
    );
  });
});
