import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { ValidationError } from '../../../contracts/errors.js';
import { MAX_AMOUNT, currencies, currencyExponent, money, type Money } from '../../../contracts/money.js';
import { fromStripeAmount, toStripeAmount } from './money.js';

const about = { provider: 'stripe', operation: 'payments.create' };

describe('an amount for Stripe', () => {
  it.each([
    ['EUR', 1999, 1999],
    ['JPY', 1999, 1999],
    ['KWD', 1990, 1990],
    ['ISK', 5, 500],
    ['UGX', 5, 500],
    ['MGA', 500, 5],
    ['HUF', 199_900, 199_900],
  ])('of %s %i is %i', (currency, amount, expected) => {
    expect(toStripeAmount(money(amount, currency), about)).toBe(expected);
    expect(fromStripeAmount(expected, money(0, currency).currency)).toBe(amount);
  });

  it.each([
    ['KWD', 1999, /multiple of 10/],
    ['MGA', 550, /multiple of 100/],
    ['ISK', 1_000_000, /at most 999999 ISK/],
    ['EUR', 0, /whole number of minor units/],
    ['EUR', MAX_AMOUNT + 1, /whole number of minor units/],
  ])('refuses %s %i', (currency, amount, issue) => {
    const convert = () => toStripeAmount(money(amount, currency), about);
    expect(convert).toThrow(ValidationError);
    expect(convert).toThrow(issue);
  });

  it('survives the way there and back, in every currency', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...currencies()),
        fc.integer({ min: 1, max: 9_999 }),
        (currency, hundreds) => {
          const amount = hundreds * 100;
          expect(fromStripeAmount(toStripeAmount({ amount, currency }, about), currency)).toBe(amount);
        },
      ),
    );
  });

  it('is never a fraction and never another value than asked: it is converted or refused', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...currencies()),
        fc.integer({ min: 1, max: MAX_AMOUNT }),
        (currency, amount) => {
          const converted = convertOrRefuse({ amount, currency });
          const faithful =
            converted === undefined ||
            (Number.isInteger(converted) &&
              converted >= 1 &&
              converted <= MAX_AMOUNT &&
              (currencyExponent(currency) !== 3 || converted % 10 === 0) &&
              fromStripeAmount(converted, currency) === amount);
          expect(faithful).toBe(true);
        },
      ),
    );
  });
});

function convertOrRefuse(wish: Money): number | undefined {
  try {
    return toStripeAmount(wish, about);
  } catch (error) {
    if (error instanceof ValidationError) return undefined;
    throw error;
  }
}
