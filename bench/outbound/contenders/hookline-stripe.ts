import type { Currency } from '../../../src/contracts/money.js';
import { StripePaymentProvider } from '../../../src/providers/stripe/stripe.payments.js';
import { runWithRequestId } from '../../../src/platform/context/request-context.js';
import type { Contender } from './contender.js';
import { app } from './hookline-app.js';

const USD = 'USD' as Currency;

/** Stripe through Hookline: the provider's own methods, whose answers are checked and mapped. */
export function open(): Contender {
  const payments = app.get(StripePaymentProvider, { strict: false });
  const create = async (description: string) => {
    const payment = await payments.createPayment({ amount: 1099, currency: USD, description });
    return payment.description ?? '';
  };
  return {
    read: (id) => runWithRequestId('bench', async () => (await payments.getPayment(id)).id),
    create: (name) => runWithRequestId('bench', () => create(name)),
  };
}
