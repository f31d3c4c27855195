import { ResponseFormatError, ValidationError } from '../../../contracts/errors.js';
import { MAX_AMOUNT, currencyExponent, parseCurrency, type Money } from '../../../contracts/money.js';

/**
 * Currencies that PayPal takes. BRL, CNY and MYR only of accounts in their own country.
 * @see https://developer.paypal.com/api/rest/reference/currency-codes/
 */
export const PAYPAL_CURRENCIES: readonly string[] =
  'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN RUB SEK SGD THB TWD USD'.split(
    ' ',
  );

/** Those among them that PayPal counts in whole units; ISO 4217 gives HUF and TWD two decimals. All others have two. */
const WITHOUT_DECIMALS: ReadonlySet<string> = new Set(['HUF', 'JPY', 'TWD']);

/** An amount as PayPal writes it: in major units, `19.99`. */
export interface PayPalAmount {
  currency_code: string;
  value: string;
}

/** For which operation an amount is converted, so that an error can name it. */
interface About {
  provider: string;
  operation: string;
}

/**
 * An amount as PayPal wants it.
 * @param at where the money stands in the input, for errors: `lines.0.`
 * @throws ValidationError on `currency` when PayPal does not take it; on `amount` when it is not a whole number of minor
 *   units within bounds, or has decimals where PayPal knows none
 */
export function toPayPalAmount({ amount, currency }: Money, about: About, at = ''): PayPalAmount {
  const refuse = (field: 'amount' | 'currency', issue: string) =>
    new ValidationError(`PayPal cannot take ${amount} ${currency}: the ${field} ${issue}.`, about, [
      { field: at + field, issue },
    ]);
  if (!PAYPAL_CURRENCIES.includes(currency)) {
    throw refuse('currency', `must be one of ${PAYPAL_CURRENCIES.join(', ')}`);
  }
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > MAX_AMOUNT) {
    throw refuse('amount', `must be a whole number of minor units from 1 to ${MAX_AMOUNT}`);
  }
  const decimals = WITHOUT_DECIMALS.has(currency) ? 0 : 2;
  const step = 10 ** (currencyExponent(currency) - decimals);
  if (amount % step !== 0) {
    throw refuse('amount', `must be a multiple of ${step}: PayPal takes no decimals of ${currency}`);
  }
  return { currency_code: currency, value: asDecimal(amount / step, decimals) };
}

/**
 * An amount of PayPal's in ISO 4217 minor units.
 * @throws ResponseFormatError when it is not one that PayPal documents
 */
export function fromPayPalAmount({ currency_code: code, value }: PayPalAmount, about: About): Money {
  const currency = parseCurrency(code);
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(value) ?? [];
  if (!currency || whole === undefined) throw unreadable(about);
  const exponent = currencyExponent(currency);
  const amount = Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0'));
  if (!Number.isSafeInteger(amount) || /[1-9]/.test(fraction.slice(exponent))) throw unreadable(about);
  return { amount, currency };
}

function asDecimal(amount: number, decimals: number): string {
  if (decimals === 0) return String(amount);
  const digits = String(amount).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function unreadable(about: About): ResponseFormatError {
  return new ResponseFormatError(
    `PayPal answered ${about.operation} with an amount that is none. It has happened; read the payment before you act again.`,
    about,
  );
}
