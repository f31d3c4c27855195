import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, closeAll, failureOf, paidBy, startBench } from './spec-support.js';

let bench: Bench;
beforeAll(async () => void (bench = await startBench()));
afterAll(closeAll);

describe('a customer', () => {
  it('is created, found by e-mail, changed and deleted', async () => {
    const { customers } = bench.stripe;
    const created = await customers.create({
      email: 'ada@example.test',
      name: 'Ada Lovelace',
      address: { city: 'London', country: 'GB' },
      metadata: { tier: 'gold' },
    });
    expect(created).toMatchObject({
      object: 'customer',
      email: 'ada@example.test',
      name: 'Ada Lovelace',
      address: { city: 'London', country: 'GB', line1: null },
      livemode: false,
    });
    await customers.create({ email: 'bob@example.test' });
    const found = await customers.list({ email: 'ada@example.test' });
    expect(found.data.map(({ id }) => id)).toEqual([created.id]);
    expect((await customers.list({ email: 'ADA@example.test' })).data).toEqual([]);

    const changed = await customers.update(created.id, { name: '', phone: '+44 20 7946 0000' });
    expect(changed).toMatchObject({ name: null, phone: '+44 20 7946 0000', email: 'ada@example.test' });
    expect(bench.sandbox.events()[0]).toMatchObject({
      type: 'customer.updated',
      data: { previous_attributes: { name: 'Ada Lovelace', phone: null } },
    });

    expect(await customers.del(created.id)).toEqual(
      expect.objectContaining({ id: created.id, deleted: true }),
    );
    expect(await customers.retrieve(created.id)).toMatchObject({ id: created.id, deleted: true });
    expect((await customers.list({ email: 'ada@example.test' })).data).toEqual([]);
    expect(await failureOf(customers.update(created.id, { name: 'x' }))).toMatchObject({ statusCode: 404 });
    expect(bench.sandbox.events()[0]).toMatchObject({ type: 'customer.deleted' });
  });

  it('has their payments', async () => {
    const { customers, paymentIntents, charges } = bench.stripe;
    const { id: customer } = await customers.create({});
    const paid = await paymentIntents.create(paidBy('pm_card_visa', { customer, expand: ['customer'] }));
    expect(paid.customer).toMatchObject({ id: customer, object: 'customer' });
    await paymentIntents.create(paidBy('pm_card_visa'));
    expect((await paymentIntents.list({ customer })).data.map(({ id }) => id)).toEqual([paid.id]);
    expect((await charges.list({ customer })).data.map(({ id }) => id)).toEqual([paid.latest_charge]);
    const refund = await bench.stripe.refunds.create({ payment_intent: paid.id });
    expect(refund.customer).toBe(customer);
  });

  it('must exist to pay', async () => {
    const nobody = paidBy('pm_card_visa', { customer: 'cus_nobody' });
    expect(await failureOf(bench.stripe.paymentIntents.create(nobody))).toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
      param: 'customer',
      message: "No such customer: 'cus_nobody'",
    });
  });
});
