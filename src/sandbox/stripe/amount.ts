import { MAX_AMOUNT } from '../../contracts/money.js';
import { amountStep, formatAmount, minimumAmount, readCurrency, supportedCurrencies } from './currencies.js';
import { invalidParameter } from './errors.js';

/** @throws StripeApiError when Stripe does not charge in that currency. Returns it in lower case. */
export function requireCurrency(code: string, param = 'currency'): string {
  const currency = readCurrency(code);
  if (currency) return currency;
  const list = supportedCurrencies().join(', ');
  throw invalidParameter(`Invalid currency: ${code}. Stripe currently supports these currencies: ${list}`, {
    param,
  });
}

/** @throws StripeApiError when the amount, in minor units, is outside what Stripe charges in this currency. */
export function requireChargeable(amount: number, currency: string, param = 'amount'): void {
  if (amount <= 0) {
    throw invalidParameter(
      'The amount must be greater than or equal to the minimum charge amount allowed for your account and the ' +
        'currency set (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save ' +
        'a Payment Method for future use without an immediate payment, use a Setup Intent instead: ' +
        'https://docs.stripe.com/payments/setup-intents',
      { code: 'parameter_invalid_integer', param },
    );
  }
  const minimum = minimumAmount(currency);
  if (amount < minimum) {
    const message = `Amount must be at least ${formatAmount(minimum, currency)} ${currency}`;
    throw invalidParameter(message, { code: 'amount_too_small', param });
  }
  if (amount > MAX_AMOUNT) {
    const message = `Amount must be no more than ${formatAmount(MAX_AMOUNT, currency)}`;
    throw invalidParameter(message, { code: 'amount_too_large', param });
  }
  const step = amountStep(currency);
  if (amount % step !== 0) {
    const message = `Invalid amount: amounts in ${currency} must be a multiple of ${step}.`;
    throw invalidParameter(message, { code: 'parameter_invalid_integer', param });
  }
}
