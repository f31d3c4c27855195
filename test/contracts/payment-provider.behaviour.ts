import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  ConflictError,
  IdempotencyConflictError,
  NotFoundError,
  PaymentDeclinedError,
  UnprocessableError,
  ValidationError,
} from '../../src/contracts/errors.js';
import { currencyExponent, money, parseCurrency } from '../../src/contracts/money.js';
import type { CreatePayment, Payment, PaymentProvider, PaymentStatus } from '../../src/contracts/payments.js';

/** A provider, ready to take payments at its sandbox. */
export interface RunningPaymentProvider {
  provider: PaymentProvider;
  /** Ids of payment methods, by what comes of them. */
  methods: { succeeding: string; declined: string };
  /** The provider's word for why `methods.declined` is declined. */
  declineCode: string;
  /** Whether a declined payment exists afterwards, to be paid in another way. Otherwise there never was one. */
  keepsDeclined: boolean;
  /** The status of a payment without a method, and whether there is a page of the provider's to send the customer to. */
  unpaid: { status: PaymentStatus; hasPage: boolean };
  /** Whether it keeps customers, and knows them again by their e-mail address. */
  keepsCustomers: boolean;
  /** Whether it can list payments. */
  lists: boolean;
  /** An id that looks right and names nothing. */
  unknownPaymentId: string;
  /** Currencies without decimals, and with three where the provider takes any. */
  currencies: { zeroDecimal: string; threeDecimal?: string };
  /** Where its requests, or its sandbox's answers, are not what the provider publishes. */
  violations(): string[];
  stop(): Promise<void>;
}

/** What every payment provider does, whoever it is. One suite, so that a product can change providers. */
export function describePaymentProvider(subject: {
  name: string;
  start(): Promise<RunningPaymentProvider>;
}): void {
  describe(`${subject.name} as a payment provider`, () => {
    let running: RunningPaymentProvider;
    let provider: PaymentProvider;

    beforeAll(async () => {
      running = await subject.start();
      provider = running.provider;
    });
    afterAll(() => running.stop());

    /** A payment of 10.00 EUR that is paid at once, unless told otherwise. */
    const pay = (wish: Partial<CreatePayment> = {}): Promise<Payment> =>
      provider.createPayment({ ...money(1000, 'EUR'), paymentMethod: running.methods.succeeding, ...wish });
    const authorise = () => pay({ captureMethod: 'manual' });

    describe('taking a payment', () => {
      it('takes the money at once', async () => {
        const payment = await pay({ description: 'Two books', metadata: { order_id: '42' } });
        expect(payment).toMatchObject({
          provider: subject.name,
          status: 'succeeded',
          currency: 'EUR',
          captureMethod: 'automatic',
          amount: 1000,
          amountCaptured: 1000,
          amountCapturable: 0,
          amountRefunded: 0,
          description: 'Two books',
          metadata: { order_id: '42' },
        });
        expect(Math.abs(Date.now() - payment.createdAt.getTime())).toBeLessThan(60_000);
        expect(await provider.getPayment(payment.id)).toMatchObject({
          id: payment.id,
          metadata: { order_id: '42' },
        });
      });

      it('waits for the customer when no method is given', async () => {
        const payment = await provider.createPayment(money(1000, 'EUR'));
        const { status, hasPage } = running.unpaid;
        expect(payment).toMatchObject({ status, amountCaptured: 0, amountRefunded: 0 });
        expect(URL.canParse(payment.redirectUrl ?? '')).toBe(hasPage);
      });

      it('says why the bank declined', async () => {
        const declined = pay({ paymentMethod: running.methods.declined });
        await expect(declined).rejects.toThrow(PaymentDeclinedError);
        const error = (await declined.catch((thrown: unknown) => thrown)) as PaymentDeclinedError;
        expect(error).toMatchObject({ declineCode: running.declineCode, operation: 'payments.create' });
        expect(error.paymentId !== undefined).toBe(running.keepsDeclined);
        if (error.paymentId === undefined) return;
        expect(await provider.getPayment(error.paymentId)).toMatchObject({
          status: 'requires_payment_method',
          declineCode: running.declineCode,
          amountCaptured: 0,
        });
      });

      it('knows a customer by e-mail again', async () => {
        const customer = { email: 'ada@example.com', name: 'Ada' };
        const [first, second] = await Promise.all([pay({ customer }), pay({ customer })]);
        const other = await pay({ customer: { email: 'grace@example.com' } });
        for (const { status } of [first, second, other]) expect(status).toBe('succeeded');
        if (!running.keepsCustomers) return;
        expect(first.customerId).toBeTruthy();
        expect(second.customerId).toBe(first.customerId);
        expect(other.customerId).not.toBe(first.customerId);
      });

      it.each([0, -1, 0.5, Number.NaN, 100_000_000])('refuses an amount of %s', async (amount) => {
        const refused = pay({ amount });
        await expect(refused).rejects.toThrow(ValidationError);
        await expect(refused).rejects.toMatchObject({ details: [{ field: 'amount' }] });
      });
    });

    describe('capturing', () => {
      it('takes what was authorised', async () => {
        const payment = await authorise();
        expect(payment).toMatchObject({
          status: 'requires_capture',
          amountCapturable: 1000,
          amountCaptured: 0,
        });
        expect(await provider.capturePayment(payment.id)).toMatchObject({
          status: 'succeeded',
          amountCapturable: 0,
          amountCaptured: 1000,
          captureMethod: 'manual',
        });
      });

      it('takes a part and lets the rest go', async () => {
        const { id } = await authorise();
        expect(await provider.capturePayment(id, { amount: 400 })).toMatchObject({
          status: 'succeeded',
          amount: 1000,
          amountCaptured: 400,
          amountCapturable: 0,
        });
      });

      it('succeeds for what is captured already, and refuses another amount', async () => {
        const { id } = await authorise();
        await provider.capturePayment(id, { amount: 400 });
        expect(await provider.capturePayment(id)).toMatchObject({ amountCaptured: 400 });
        expect(await provider.capturePayment(id, { amount: 400 })).toMatchObject({ amountCaptured: 400 });
        await expect(provider.capturePayment(id, { amount: 500 })).rejects.toThrow(ConflictError);
      });

      it('refuses more than was authorised', async () => {
        const { id } = await authorise();
        await expect(provider.capturePayment(id, { amount: 1001 })).rejects.toThrow(UnprocessableError);
        expect(await provider.getPayment(id)).toMatchObject({ status: 'requires_capture' });
      });

      it('refuses a cancelled payment', async () => {
        const { id } = await authorise();
        await provider.cancelPayment(id);
        await expect(provider.capturePayment(id)).rejects.toThrow(ConflictError);
      });

      it('takes the money once, however many ask at the same time', async () => {
        const { id } = await authorise();
        const captures = await Promise.all(Array.from({ length: 10 }, () => provider.capturePayment(id)));
        expect(captures.map(({ amountCaptured }) => amountCaptured)).toEqual(Array(10).fill(1000));
      });

      it('lets one amount win when several ask for different ones', async () => {
        const { id } = await authorise();
        const amounts = [100, 200, 300, 400];
        const captures = await Promise.allSettled(
          amounts.map((amount) => provider.capturePayment(id, { amount })),
        );
        expect(captures.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const { error } of rejected(captures)) expect(error).toBeInstanceOf(ConflictError);
      });
    });

    describe('cancelling', () => {
      it('gives an authorisation up, as often as asked', async () => {
        const { id } = await authorise();
        expect(await provider.cancelPayment(id)).toMatchObject({ status: 'canceled', amountCapturable: 0 });
        expect(await provider.cancelPayment(id)).toMatchObject({ status: 'canceled' });
      });

      it('refuses what is paid', async () => {
        const { id } = await pay();
        await expect(provider.cancelPayment(id)).rejects.toThrow(ConflictError);
      });
    });

    describe('refunding', () => {
      it('gives everything back, and has nothing left to do when asked again', async () => {
        const { id } = await pay();
        const refund = await provider.refundPayment(id, { reason: 'duplicate', metadata: { ticket: '7' } });
        expect(refund).toMatchObject({
          provider: subject.name,
          paymentId: id,
          amount: 1000,
          currency: 'EUR',
          status: 'succeeded',
          metadata: { ticket: '7' },
        });
        expect((await provider.refundPayment(id)).id).toBe(refund.id);
        expect((await provider.refundPayment(id, { amount: 1000 })).id).toBe(refund.id);
        expect(await provider.getPayment(id)).toMatchObject({ status: 'succeeded', amountRefunded: 1000 });
      });

      it('gives parts back until nothing is left', async () => {
        const { id } = await pay();
        await provider.refundPayment(id, { amount: 300 });
        await provider.refundPayment(id, { amount: 200 });
        expect(await provider.getPayment(id)).toMatchObject({ amountCaptured: 1000, amountRefunded: 500 });
        await expect(provider.refundPayment(id, { amount: 501 })).rejects.toThrow(UnprocessableError);
        expect(await provider.refundPayment(id)).toMatchObject({ amount: 500 });
        await expect(provider.refundPayment(id, { amount: 1 })).rejects.toThrow(UnprocessableError);
      });

      it('gives back no more than was captured of an authorisation', async () => {
        const { id } = await authorise();
        await expect(provider.refundPayment(id)).rejects.toThrow(ConflictError);
        await provider.capturePayment(id, { amount: 400 });
        await expect(provider.refundPayment(id, { amount: 401 })).rejects.toThrow(UnprocessableError);
        expect(await provider.refundPayment(id)).toMatchObject({ amount: 400 });
      });

      it('gives back no more than was captured, however many ask at the same time', async () => {
        const { id } = await pay();
        const refunds = await Promise.allSettled(
          Array.from({ length: 10 }, () => provider.refundPayment(id, { amount: 300 })),
        );
        expect(refunds.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
        for (const { error } of rejected(refunds)) expect(error).toBeInstanceOf(UnprocessableError);
        expect(await provider.getPayment(id)).toMatchObject({ amountRefunded: 900 });
      });
    });

    describe('asking twice with one idempotency key', () => {
      it('does everything once', async () => {
        const key = { idempotencyKey: `order-${Math.random()}` };
        const input = {
          ...money(1000, 'EUR'),
          captureMethod: 'manual' as const,
          customer: { email: 'once@example.com' },
        };
        const create = () =>
          provider.createPayment({ ...input, paymentMethod: running.methods.succeeding }, key);
        const [{ id }, repeat] = await Promise.all([create(), create()]);
        expect(repeat.id).toBe(id);
        expect((await create()).id).toBe(id);

        await provider.capturePayment(id, {}, { idempotencyKey: `capture-${id}` });
        await provider.capturePayment(id, {}, { idempotencyKey: `capture-${id}` });
        const refunds = await Promise.all(
          Array.from({ length: 3 }, () =>
            provider.refundPayment(id, { amount: 300 }, { idempotencyKey: `refund-${id}` }),
          ),
        );
        expect(new Set(refunds.map((refund) => refund.id)).size).toBe(1);
        expect(await provider.getPayment(id)).toMatchObject({ amountCaptured: 1000, amountRefunded: 300 });
      });

      it('refuses the key for something else', async () => {
        const key = { idempotencyKey: `order-${Math.random()}` };
        await provider.createPayment(money(1000, 'EUR'), key);
        await expect(provider.createPayment(money(1001, 'EUR'), key)).rejects.toThrow(
          IdempotencyConflictError,
        );
      });
    });

    describe('listing', () => {
      it('comes newest first, page by page, for one customer', async () => {
        if (!running.lists) {
          await expect(collect(provider.listPayments())).rejects.toThrow(UnprocessableError);
          return;
        }
        const customer = { email: `list-${Math.random()}@example.com` };
        const made: Payment[] = [];
        for (let count = 0; count < 5; count += 1) made.push(await pay({ customer }));
        const ids = made.map(({ id }) => id).toReversed();
        const [{ customerId = '' } = {}] = made;

        const all = await collect(provider.listPayments({ customerId, pageSize: 2 }));
        expect(all.map(({ id }) => id)).toEqual(ids);
        expect(all[0]).toMatchObject({ amountRefunded: 0, amountCaptured: 1000 });
        const rest = await collect(provider.listPayments({ customerId, pageSize: 2, after: ids[1] ?? '' }));
        expect(rest.map(({ id }) => id)).toEqual(ids.slice(2));
        const future = new Date(Date.now() + 60_000);
        expect(await collect(provider.listPayments({ customerId, createdFrom: future }))).toEqual([]);
      });
    });

    describe('other currencies', () => {
      it('count in their own minor units', async () => {
        const { zeroDecimal, threeDecimal } = running.currencies;
        for (const code of [zeroDecimal, threeDecimal].filter((each) => each !== undefined)) {
          const currency = parseCurrency(code);
          if (!currency) throw new Error(`${code} is not a currency`);
          const amount = 1230 * 10 ** Math.max(0, currencyExponent(currency) - 2);
          const payment = await pay({ amount, currency });
          expect(payment).toMatchObject({
            status: 'succeeded',
            amount,
            amountCaptured: amount,
            currency: code,
          });
          const half = await provider.refundPayment(payment.id, { amount: amount / 2 - ((amount / 2) % 10) });
          expect(half).toMatchObject({ currency: code });
          expect(await provider.getPayment(payment.id)).toMatchObject({ amountRefunded: half.amount });
        }
      });
    });

    describe('an id that names nothing', () => {
      it.each<[string, (id: string) => Promise<unknown>]>([
        ['getPayment', (id) => provider.getPayment(id)],
        ['capturePayment', (id) => provider.capturePayment(id)],
        ['capturePayment of a part', (id) => provider.capturePayment(id, { amount: 1 })],
        ['cancelPayment', (id) => provider.cancelPayment(id)],
        ['refundPayment', (id) => provider.refundPayment(id)],
      ])('is not found by %s', async (_name, act) => {
        for (const id of [running.unknownPaymentId, '', '../customers', 'pi\u0000', 'x'.repeat(5000)]) {
          await expect(act(id)).rejects.toThrow(NotFoundError);
        }
      });
    });

    describe('a checkout', () => {
      it('is a page of the provider’s with the sum of its lines', async () => {
        const checkout = await provider.createCheckout({
          lines: [
            { ...money(1999, 'EUR'), name: 'Book', quantity: 2 },
            { ...money(500, 'EUR'), name: 'Postage' },
          ],
          successUrl: 'https://shop.example/thanks',
          cancelUrl: 'https://shop.example/basket',
          customer: { email: 'ada@example.com' },
          metadata: { order_id: '42' },
        });
        expect(checkout).toMatchObject({
          provider: subject.name,
          status: 'open',
          amount: 4498,
          currency: 'EUR',
          metadata: { order_id: '42' },
        });
        expect(URL.canParse(checkout.url ?? '')).toBe(true);
        expect(checkout.expiresAt.getTime()).toBeGreaterThan(Date.now());
      });

      it('is in one currency', async () => {
        const lines = [
          { ...money(1999, 'EUR'), name: 'Book' },
          { ...money(500, 'USD'), name: 'Postage' },
        ];
        const refused = provider.createCheckout({ lines, successUrl: 'https://shop.example/thanks' });
        await expect(refused).rejects.toMatchObject({ details: [{ field: 'lines.1.currency' }] });
      });
    });

    it('has kept to what the provider publishes, in every request and every answer', () => {
      expect(running.violations()).toEqual([]);
    });
  });
}

function rejected(results: readonly PromiseSettledResult<unknown>[]): { error: unknown }[] {
  return results.flatMap((result) =>
    result.status === 'rejected' ? [{ error: result.reason as unknown }] : [],
  );
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
