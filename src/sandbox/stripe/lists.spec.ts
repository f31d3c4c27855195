import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, closeAll, failureOf, paidBy, startBench } from './spec-support.js';

let bench: Bench;
/** Oldest first. */
const ids: string[] = [];

beforeAll(async () => {
  bench = await startBench();
  for (let i = 0; i < 25; i++) {
    ids.push((await bench.stripe.paymentIntents.create({ amount: 1000 + i, currency: 'eur' })).id);
  }
});
afterAll(closeAll);

const newestFirst = () => ids.toReversed();
const list = (query: object) => bench.stripe.paymentIntents.list(query);

describe('a list', () => {
  it('begins with the newest ten', async () => {
    const page = await list({});
    expect(page).toMatchObject({ object: 'list', has_more: true, url: '/v1/payment_intents' });
    expect(page.data.map(({ id }) => id)).toEqual(newestFirst().slice(0, 10));
  });

  it('goes on after an object, to the end', async () => {
    const page = await list({ limit: 10, starting_after: ids[5] });
    expect(page.has_more).toBe(false);
    expect(page.data.map(({ id }) => id)).toEqual(newestFirst().slice(20));
  });

  it('goes back before an object, newest first still', async () => {
    const page = await list({ limit: 3, ending_before: ids[10] });
    expect(page.has_more).toBe(true);
    expect(page.data.map(({ id }) => id)).toEqual([ids[13], ids[12], ids[11]]);
  });

  it('is walked through by the SDK without loss or repetition', async () => {
    const seen: string[] = [];
    for await (const { id } of list({ limit: 7 })) seen.push(id);
    expect(seen).toEqual(newestFirst());
  });

  it('is walked through while new objects arrive', async () => {
    const { customers } = bench.stripe;
    const made: string[] = [];
    for (let i = 0; i < 6; i++) made.push((await customers.create({})).id);
    const seen: string[] = [];
    for await (const { id } of customers.list({ limit: 2 })) {
      seen.push(id);
      await customers.create({});
    }
    expect(seen).toEqual(made.toReversed());
  });

  it('is bounded in time', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect((await list({ created: { gte: now - 3600 }, limit: 100 })).data).toHaveLength(25);
    expect((await list({ created: { gt: now + 3600 } })).data).toEqual([]);
    expect((await list({ created: { lt: now - 3600 } })).data).toEqual([]);
    expect((await list({ created: 1 })).data).toEqual([]);
  });

  it.each([
    [{ limit: 0 }, 'parameter_invalid_integer', 'limit'],
    [{ limit: 101 }, 'parameter_invalid_integer', 'limit'],
    [{ starting_after: 'pi_nobody' }, 'resource_missing', 'starting_after'],
    [{ starting_after: 'pi_a', ending_before: 'pi_b' }, 'parameters_exclusive', undefined],
    [{ colour: 'red' }, 'parameter_unknown', 'colour'],
  ])('refuses %j', async (query, code, param) => {
    const failure = await failureOf(list(query));
    expect({ code: failure.code, param: failure.param || undefined }).toEqual({ code, param });
  });
});

describe('events', () => {
  it('are listed by type and read one by one', async () => {
    await bench.stripe.paymentIntents.create(paidBy('pm_card_visa'));
    const { data } = await bench.stripe.events.list({ type: 'charge.succeeded' });
    expect(data.map(({ type }) => type)).toEqual(['charge.succeeded']);
    const both = await bench.stripe.events.list({ types: ['charge.succeeded', 'payment_intent.succeeded'] });
    expect(both.data.map(({ type }) => type)).toEqual(['payment_intent.succeeded', 'charge.succeeded']);
    expect((await bench.stripe.events.list({ type: 'charge.*' })).data).toHaveLength(1);
    expect(await bench.stripe.events.retrieve(String(data[0]?.id))).toMatchObject({
      type: 'charge.succeeded',
    });
    expect(await failureOf(bench.stripe.events.retrieve('evt_no'))).toMatchObject({ statusCode: 404 });
  });
});

describe('expand', () => {
  it('reaches through lists and objects', async () => {
    const { id: customer } = await bench.stripe.customers.create({ email: 'eve@example.test' });
    const { id } = await bench.stripe.paymentIntents.create(paidBy('pm_card_visa', { customer }));
    const { data } = await list({ limit: 1, expand: ['data.latest_charge.customer', 'data.customer'] });
    expect(data[0]).toMatchObject({
      id,
      customer: { email: 'eve@example.test' },
      latest_charge: { object: 'charge', customer: { id: customer } },
    });
    const refund = await bench.stripe.refunds.create({
      payment_intent: id,
      expand: ['charge.refunds', 'payment_intent'],
    });
    expect(refund).toMatchObject({
      payment_intent: { id },
      charge: { amount_refunded: 2000, refunds: { data: [{ id: refund.id }] } },
    });
  });

  it('leaves what is null, and refuses what is no reference', async () => {
    const id = String(ids[0]);
    expect(await bench.stripe.paymentIntents.retrieve(id, { expand: ['customer'] })).toMatchObject({
      customer: null,
    });
    const failure = await failureOf(bench.stripe.paymentIntents.retrieve(id, { expand: ['amount'] }));
    expect(failure.message).toBe('This property cannot be expanded (amount).');
  });
});

describe('the balance', () => {
  it('is what was captured less what was refunded', async () => {
    const own = await startBench();
    const paid = await own.stripe.paymentIntents.create(paidBy('pm_card_visa'));
    await own.stripe.refunds.create({ payment_intent: paid.id, amount: 500 });
    const { available } = await own.stripe.balance.retrieve();
    expect(available).toContainEqual({ amount: 1500, currency: 'eur', source_types: { card: 1500 } });
  });
});
