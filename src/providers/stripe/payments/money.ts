import { ValidationError } from '../../../contracts/errors.js';
import { MAX_AMOUNT, currencyExponent, type Currency, type Money } from '../../../contracts/money.js';

/**
 * Currencies that Stripe counts in other units than ISO 4217: ISK and UGX in hundredths that must be zero, MGA in
 * whole ariary.
 * @see https://docs.stripe.com/currencies#special-cases
 */
const OWN_EXPONENTS: Partial<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 };

/**
 * An amount as Stripe wants it.
 * @throws ValidationError on field `amount` when it is not a whole number of minor units within bounds, or not a
 *   multiple of the smallest step that Stripe can charge
 */
export function toStripeAmount(
  { amount, currency }: Money,
  about: { provider: string; operation: string },
): number {
  const refuse = (issue: string) =>
    new ValidationError(`The amount ${amount} ${currency} is not valid: it ${issue}.`, about, [
      { field: 'amount', issue },
    ]);
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > MAX_AMOUNT) {
    throw refuse(`must be a whole number of minor units from 1 to ${MAX_AMOUNT}`);
  }
  const step = smallestStep(currency);
  if (amount % step !== 0)
    throw refuse(`must be a multiple of ${step}: Stripe cannot charge less of ${currency}`);
  const converted = scale(amount, exponentAtStripe(currency) - currencyExponent(currency));
  if (converted > MAX_AMOUNT)
    throw refuse(`must be at most ${fromStripeAmount(MAX_AMOUNT, currency)} ${currency} at Stripe`);
  return converted;
}

/** An amount of Stripe's in ISO 4217 minor units. What Stripe says in fractions of them is rounded down. */
export function fromStripeAmount(amount: number, currency: Currency): number {
  return Math.floor(scale(amount, currencyExponent(currency) - exponentAtStripe(currency)));
}

/** In ISO 4217 minor units: 10 for three-decimal currencies, of which Stripe takes no thousandths; 100 for MGA. */
function smallestStep(currency: Currency): number {
  if (currencyExponent(currency) === 3) return 10;
  return 10 ** Math.max(0, currencyExponent(currency) - exponentAtStripe(currency));
}

function exponentAtStripe(currency: Currency): number {
  return OWN_EXPONENTS[currency] ?? currencyExponent(currency);
}

/** Division, not multiplication by a fraction: the result of whole numbers is exact. */
function scale(amount: number, digits: number): number {
  return digits < 0 ? amount / 10 ** -digits : amount * 10 ** digits;
}
