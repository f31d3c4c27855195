import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { killedNow, startReceiver, newStateFile } from '../spec-support.js';
import { allDelivered, closeAll, failureOf, heldOn, paidBy, startBench } from './spec-support.js';
import { startStripeSandbox } from './stripe-sandbox.js';

let stateFile: string;
beforeEach(() => void (stateFile = newStateFile()));
afterEach(closeAll);

/** How often a payment stands in the file. */
const timesWritten = (file: string) => readFileSync(file, 'utf8').split('["payment_intent"').length - 1;

describe('a state file', () => {
  it('keeps every answered request, however the sandbox ends', async () => {
    const first = await startBench({ stateFile });
    const held = await first.stripe.paymentIntents.create(heldOn('pm_card_visa'), {
      idempotencyKey: 'order-1',
    });
    const declined = await failureOf(first.stripe.paymentIntents.create(paidBy('pm_card_chargeDeclined')));
    await first.stripe.paymentIntents.capture(held.id, { amount_to_capture: 1500 });
    await first.stripe.refunds.create({ payment_intent: held.id, amount: 200 });
    const { id: customer } = await first.stripe.customers.create({ email: 'ada@example.test' });
    const session = await first.stripe.checkout.sessions.create({
      mode: 'payment',
      line_items: [{ price_data: { currency: 'eur', unit_amount: 500, product_data: { name: 'Tea' } } }],
      success_url: 'https://shop.test/',
    });

    const second = await startBench({ stateFile: killedNow(stateFile) });
    expect(second.sandbox.paymentIntents()).toEqual(first.sandbox.paymentIntents());
    expect(second.sandbox.charges()).toEqual(first.sandbox.charges());
    expect(second.sandbox.refunds()).toEqual(first.sandbox.refunds());
    expect(second.sandbox.events()).toEqual(first.sandbox.events());
    expect(second.sandbox.checkoutSessions()).toEqual(first.sandbox.checkoutSessions());
    expect(await second.stripe.customers.retrieve(customer)).toMatchObject({ email: 'ada@example.test' });
    expect((await second.stripe.checkout.sessions.listLineItems(session.id)).data).toHaveLength(1);

    const repeated = await second.stripe.paymentIntents.create(heldOn('pm_card_visa'), {
      idempotencyKey: 'order-1',
    });
    expect(repeated.id).toBe(held.id);
    const left = await second.stripe.refunds.create({ payment_intent: held.id });
    expect(left.amount).toBe(1300);
    const paid = await second.stripe.paymentIntents.confirm(String(declined.payment_intent?.id), {
      payment_method: 'pm_card_visa',
    });
    expect(paid.status).toBe('succeeded');
  });

  it('survives many restarts and stays small', async () => {
    const first = await startStripeSandbox({ port: 0, stateFile });
    await first.close();
    const { stripe, sandbox } = await startBench({ stateFile });
    const { id } = await stripe.paymentIntents.create({ amount: 100, currency: 'eur' });
    for (let i = 0; i < 50; i++) await stripe.paymentIntents.update(id, { metadata: { turn: String(i) } });
    expect(timesWritten(stateFile)).toBe(51);
    const before = sandbox.paymentIntents();
    const { sandbox: next } = await startBench({ stateFile: killedNow(stateFile) });
    expect(next.paymentIntents()).toEqual(before);
    expect(timesWritten(`${stateFile}.left`)).toBe(1);
  });

  it('forgets half a line, which nobody was answered for', async () => {
    const { stripe, sandbox } = await startBench({ stateFile });
    await stripe.customers.create({});
    const left = killedNow(stateFile);
    appendFileSync(left, '[["customer","cus_half",{"id":"cus_');
    const next = await startBench({ stateFile: left });
    expect(next.sandbox.events()).toEqual(sandbox.events());
    expect((await next.stripe.customers.list()).data).toHaveLength(1);
  });

  it('is not read when it is damaged, and the message says which line', async () => {
    writeFileSync(stateFile, '[]\nnonsense\n[]\n');
    await expect(startStripeSandbox({ port: 0, stateFile })).rejects.toThrow(/Line 2 .* is damaged/);
  });

  it('remembers what is still to be delivered', async () => {
    const { stripe } = await startBench({ stateFile, webhookUrl: 'http://127.0.0.1:9/webhooks' });
    await stripe.customers.create({});
    const left = killedNow(stateFile);

    const { url, received } = await startReceiver();
    const { sandbox } = await startBench({ stateFile: left, webhookUrl: url });
    expect(sandbox.pendingDeliveries()).toBe(1);
    await allDelivered(sandbox);
    expect(received.map(({ event }) => event['type'])).toEqual(['customer.created']);
  });
});
