import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type Stripe from 'stripe';
import { type Bench, closeAll, failureOf, heldOn, paidBy, startBench } from './spec-support.js';

const FILE = resolve('..', 'shared', 'contracts', 'stripe', 'api-current-derived.openapi.json');
const present = existsSync(FILE);
const title = present
  ? 'answers have the shape of Stripe’s current API'
  : `answers have the shape of Stripe’s current API: SKIPPED, since ${FILE} is not here`;

interface Contract {
  components: { schemas: Record<string, { properties?: object; $ref?: string }> };
}

(present ? describe : describe.skip)(title, () => {
  let bench: Bench;
  let contract: Contract;
  const validators = new Map<string, ValidateFunction>();
  const ajv = new Ajv2020({ strict: false, allErrors: true });

  beforeAll(async () => {
    contract = JSON.parse(readFileSync(FILE, 'utf8')) as Contract;
    ajv.addSchema(contract, 'stripe');
    bench = await startBench();
  });
  afterAll(closeAll);

  /** What is wrong with the object by its schema: wrong fields, missing fields, and fields that Stripe lacks. */
  function faults(name: string, body: object): string[] {
    const validate = validators.get(name) ?? ajv.compile({ $ref: `stripe#/components/schemas/${name}` });
    validators.set(name, validate);
    const { plain, expanded } = collapse(body);
    validate(plain);
    const wrong = (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
    return [
      ...wrong,
      ...unknownFields(name, body),
      ...expanded.flatMap((each) => faults(schemaOf(each), each)),
    ];
  }

  /** The schemas know references as ids only; an expanded object is put back to its id and looked at on its own. */
  function collapse(body: object): { plain: object; expanded: object[] } {
    const expanded: object[] = [];
    const plain = Object.fromEntries(
      Object.entries(JSON.parse(JSON.stringify(body)) as Record<string, unknown>).map(([field, value]) => {
        if (!REFERENCES.has(field) || typeof value !== 'object' || value === null) return [field, value];
        expanded.push(value);
        return [field, (value as { id: string }).id];
      }),
    );
    return { plain, expanded };
  }

  function unknownFields(name: string, body: object): string[] {
    const known = contract.components.schemas[name]?.properties ?? {};
    return Object.keys(body)
      .filter((field) => field !== 'lastResponse' && !(field in known))
      .map((field) => `/${field} is not in the schema`);
  }

  const INTENT = 'PaymentIntents.PaymentIntent';
  const CHARGE = 'Charges.Charge';
  const REFUND = 'Refunds.Refund';
  const SESSION = 'Checkout.Sessions.Session';
  const CUSTOMER = 'Customers.Customer';
  const REFERENCES = new Set(['latest_charge', 'customer', 'charge', 'payment_intent']);
  const schemaOf = (body: object) =>
    ({
      payment_intent: INTENT,
      charge: CHARGE,
      refund: REFUND,
      'checkout.session': SESSION,
      customer: CUSTOMER,
    })[String((body as { object?: string }).object)] ?? 'none';
  const pay = (card: string, wishes: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
    bench.stripe.paymentIntents.create(paidBy(card, wishes));
  const openSession = () =>
    bench.stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price_data: { currency: 'eur', unit_amount: 500, product_data: { name: 'Tea' } } }],
      success_url: 'https://shop.test/',
    });

  it('notices what is wrong', () => {
    expect(faults(REFUND, { id: 1, colour: 'red' })).toEqual(
      expect.arrayContaining(['/id must be string', '/colour is not in the schema']),
    );
  });

  it('payment intents in every state', async () => {
    const { paymentIntents } = bench.stripe;
    const bare = await paymentIntents.create({ amount: 100, currency: 'eur' });
    const held = await paymentIntents.create(heldOn('pm_card_visa'));
    const declined = await failureOf(pay('pm_card_chargeDeclined'));
    const shipping = {
      name: 'Ada',
      address: { line1: 'St James’s Square 12', city: 'London', country: 'GB' },
    };
    const intents = [
      bare,
      await paymentIntents.update(bare.id, { description: 'Tea', shipping }),
      await paymentIntents.confirm(bare.id, {
        payment_method: 'pm_card_visa',
        return_url: 'https://shop.test/',
      }),
      held,
      await paymentIntents.capture(held.id),
      await paymentIntents.cancel((await paymentIntents.create(heldOn('pm_card_visa'))).id),
      await pay('pm_card_threeDSecure2Required'),
      await pay('pm_card_threeDSecure2Required', {
        automatic_payment_methods: { enabled: true },
        return_url: 'https://shop.test/',
      }),
      await pay('pm_card_visa', { expand: ['latest_charge.customer'] }),
      await paymentIntents.retrieve(String(declined.payment_intent?.id)),
    ];
    expect(intents.flatMap((intent) => faults(INTENT, intent))).toEqual([]);
    expect(new Set(intents.map(({ status }) => status)).size).toBeGreaterThanOrEqual(5);
  });

  it('charges that succeeded, failed and were refunded', async () => {
    const paid = await pay('pm_card_visa');
    await failureOf(pay('pm_card_chargeDeclinedExpiredCard'));
    await bench.stripe.refunds.create({ payment_intent: paid.id });
    const { data } = await bench.stripe.charges.list({ limit: 100 });
    expect(data.length).toBeGreaterThan(1);
    expect(data.flatMap((charge) => faults(CHARGE, charge))).toEqual([]);
    const whole = await bench.stripe.charges.retrieve(String(paid.latest_charge), { expand: ['refunds'] });
    expect(faults(CHARGE, whole)).toEqual([]);
  });

  it('refunds', async () => {
    const paid = await pay('pm_card_visa');
    const made = await bench.stripe.refunds.create({
      payment_intent: paid.id,
      amount: 100,
      metadata: { a: 'b' },
    });
    const noted = await bench.stripe.refunds.update(made.id, { metadata: { a: 'c' } });
    const read = await bench.stripe.refunds.retrieve(made.id, { expand: ['charge', 'payment_intent'] });
    expect([made, noted, read].flatMap((refund) => faults(REFUND, refund))).toEqual([]);
  });

  it('checkout sessions', async () => {
    const { sessions } = bench.stripe.checkout;
    const open = await openSession();
    const body = new URLSearchParams({ card: 'visa', email: 'ada@example.test' });
    await fetch(String(open.url), { method: 'POST', body, redirect: 'manual' });
    const complete = await sessions.retrieve(open.id, { expand: ['payment_intent', 'line_items'] });
    expect(complete.status).toBe('complete');
    const expired = await sessions.expire((await openSession()).id);
    expect([open, complete, expired].flatMap((session) => faults(SESSION, session))).toEqual([]);
    const lines = await sessions.listLineItems(open.id);
    expect(lines.data.flatMap((line) => faults('LineItems.LineItem', line))).toEqual([]);
  });

  it('customers and the balance', async () => {
    const { customers, balance } = bench.stripe;
    const made = await customers.create({ email: 'ada@example.test', address: { country: 'GB' } });
    const changed = await customers.update(made.id, { name: 'Ada' });
    expect([made, changed].flatMap((customer) => faults(CUSTOMER, customer))).toEqual([]);
    expect(faults('Balance.Balance', await balance.retrieve())).toEqual([]);
  });

  it('events and what they carry', async () => {
    await bench.stripe.customers.del((await bench.stripe.customers.create({})).id);
    const { data } = await bench.stripe.events.list({ limit: 100 });
    const known = contract.components.schemas.EventType as { enum?: string[]; 'x-knownValues'?: string[] };
    const types = known.enum ?? known['x-knownValues'] ?? [];
    for (const event of data) {
      const carried = event.data.object;
      expect([event.type, faults('Event', event)]).toEqual([event.type, []]);
      expect([event.type, faults(schemaOf(carried), carried)]).toEqual([event.type, []]);
      expect(types).toContain(event.type);
    }
    expect(new Set(data.map(({ type }) => type)).size).toBeGreaterThan(10);
  });

  it('lists', async () => {
    const { stripe } = bench;
    const lists: [string, object][] = [
      ['/v1/payment_intents', await stripe.paymentIntents.list()],
      ['/v1/charges', await stripe.charges.list()],
      ['/v1/refunds', await stripe.refunds.list()],
      ['/v1/customers', await stripe.customers.list()],
      ['/v1/events', await stripe.events.list()],
      ['/v1/checkout/sessions', await stripe.checkout.sessions.list()],
    ];
    for (const [url, list] of lists) {
      expect(list).toMatchObject({
        object: 'list',
        url,
        has_more: expect.any(Boolean),
        data: expect.any(Array),
      });
      expect(Object.keys(list).toSorted()).toEqual(['data', 'has_more', 'object', 'url']);
    }
  });

  it('errors', async () => {
    const ask = async (path: string, init: RequestInit = {}) =>
      (await (await fetch(bench.sandbox.url + path, init)).json()) as object;
    const headers = { Authorization: `Bearer ${bench.sandbox.secretKey}` };
    const body = new URLSearchParams({
      amount: '100',
      currency: 'eur',
      confirm: 'true',
      payment_method: 'pm_card_chargeDeclined',
      return_url: 'https://shop.test/',
    });
    const errors = [
      await ask('/v1/balance'),
      await ask('/v1/nothing', { headers }),
      await ask('/v1/payment_intents/pi_nobody', { headers }),
      await ask('/v1/payment_intents', { method: 'POST', headers }),
      await ask('/v1/payment_intents', { method: 'POST', headers, body }),
    ];
    expect(errors.flatMap((error) => faults('Error', error))).toEqual([]);
    expect(errors.at(-1)).toMatchObject({ error: { type: 'card_error', decline_code: 'generic_decline' } });
  });
});
