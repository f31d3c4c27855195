import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ResponseFormatError, ValidationError } from '../../../contracts/errors.js';
import { MAX_AMOUNT, currencies, currencyExponent, money, type Money } from '../../../contracts/money.js';
import { PAYPAL_CURRENCIES, fromPayPalAmount, toPayPalAmount } from './money.js';

const about = { provider: 'paypal', operation: 'payments.create' };
const toPayPal = (amount: number, currency: string) => toPayPalAmount(money(amount, currency), about);
const fromPayPal = (value: string, currency_code: string) =>
  fromPayPalAmount({ value, currency_code }, about);

/** The fields that an amount is refused for. */
function refusedFields(asked: Money): string[] {
  try {
    toPayPalAmount(asked, about);
    return [];
  } catch (error) {
    if (error instanceof ValidationError) return error.details.map(({ field }) => field);
    throw error;
  }
}

const whole = new Set(['HUF', 'JPY', 'TWD']);
const takenCurrency = fc.constantFrom(...PAYPAL_CURRENCIES);
/** The smallest step of a currency at PayPal, in ISO minor units. */
const stepOf = (code: string) => (whole.has(code) && code !== 'JPY' ? 100 : 1);

describe('Amounts at PayPal', () => {
  it.each([
    [1999, 'EUR', '19.99'],
    [5, 'USD', '0.05'],
    [100, 'GBP', '1.00'],
    [1999, 'JPY', '1999'],
    [105_000, 'HUF', '1050'],
    [100, 'TWD', '1'],
    [MAX_AMOUNT, 'EUR', '999999.99'],
  ])('%i %s is %s, and the other way round', (amount, currency, value) => {
    expect(toPayPal(amount, currency)).toEqual({ currency_code: currency, value });
    expect(fromPayPal(value, currency)).toEqual({ amount, currency });
  });

  it('come back as they went, in every currency', () => {
    fc.assert(
      fc.property(takenCurrency, fc.integer({ min: 1, max: 999_999 }), (code, units) => {
        const asked = money(units * stepOf(code), code);
        expect(fromPayPalAmount(toPayPalAmount(asked, about), about)).toEqual(asked);
      }),
    );
  });

  it('have no decimals where PayPal knows none, and two elsewhere', () => {
    fc.assert(
      fc.property(takenCurrency, fc.integer({ min: 1, max: 999_999 }), (code, units) => {
        const { value } = toPayPal(units * stepOf(code), code);
        expect(value).toMatch(whole.has(code) ? /^[1-9]\d*$/ : /^(0|[1-9]\d*)\.\d\d$/);
      }),
    );
  });

  it('are refused where PayPal could not write them', () => {
    expect(refusedFields(money(1050, 'HUF'))).toEqual(['amount']);
    expect(refusedFields(money(1, 'TWD'))).toEqual(['amount']);
    for (const amount of [0, -1, 0.5, Number.NaN, MAX_AMOUNT + 1]) {
      expect(refusedFields({ ...money(1, 'EUR'), amount })).toEqual(['amount']);
    }
  });

  it('are refused in all other currencies, naming those that work', () => {
    const others = currencies().filter((code) => !PAYPAL_CURRENCIES.includes(code));
    for (const code of others) expect(refusedFields(money(1000, code))).toEqual(['currency']);
    expect(() => toPayPal(1000, 'KWD')).toThrow(/EUR, GBP/);
  });

  it('are named where they stand in the input', () => {
    expect(() => toPayPalAmount(money(1, 'TWD'), about, 'lines.2.')).toThrow(
      expect.objectContaining({ details: [expect.objectContaining({ field: 'lines.2.amount' })] }),
    );
  });
});

describe('Amounts from PayPal', () => {
  it('may have fewer or more decimals than usual, as long as nothing is lost', () => {
    expect(fromPayPal('10', 'EUR').amount).toBe(1000);
    expect(fromPayPal('10.5', 'EUR').amount).toBe(1050);
    expect(fromPayPal('10.500', 'EUR').amount).toBe(1050);
    expect(fromPayPal('1999.00', 'JPY').amount).toBe(1999);
  });

  it.each(['10.005', '-1.00', '', '1e3', '١٠.٠٠', '9'.repeat(20), ' 1.00', '.5'])(
    'are not guessed: %j',
    (value) => {
      expect(() => fromPayPal(value, 'EUR')).toThrow(ResponseFormatError);
    },
  );

  it('are exact, whatever the digits', () => {
    fc.assert(
      fc.property(takenCurrency, fc.nat({ max: 10 ** 9 }), fc.nat({ max: 99 }), (code, major, cents) => {
        const exponent = currencyExponent(money(1, code).currency);
        const fraction = exponent === 0 ? '' : `.${String(cents).padStart(2, '0')}`;
        const expected = exponent === 0 ? major : major * 100 + cents;
        expect(fromPayPal(`${major}${fraction}`, code).amount).toBe(expected);
      }),
    );
  });
});
