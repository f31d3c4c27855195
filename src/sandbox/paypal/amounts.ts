import { issue, unprocessable } from './errors.js';
import type { Issue } from './issues.js';
import type { Money } from './objects.js';

/** PayPal's own list. @see https://developer.paypal.com/api/rest/reference/currency-codes/ */
const CURRENCIES = new Set(
  'AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN SEK SGD THB TWD USD'.split(
    ' ',
  ),
);

/** Currencies that PayPal counts in whole units only; for HUF and TWD that is not what ISO 4217 says. */
const WITHOUT_DECIMALS = new Set(['HUF', 'JPY', 'TWD']);

/** 999999999999999.99 in hundredths. */
const MAX_MINOR = 99_999_999_999_999_999n;

/** An amount in the smallest unit that PayPal knows of its currency: cents of EUR, whole yen, whole forints. */
export interface Amount {
  /** Beyond what a number holds exactly: PayPal takes up to 17 digits. */
  readonly minor: bigint;
  readonly currency: string;
}

/** Which amounts an endpoint takes. */
export type Sign = 'positive' | 'zero or positive';

/**
 * The amount of PayPal's decimal text, at a JSON pointer of the request.
 * @throws PayPalApiError 422 when PayPal does not take it
 */
export function readAmount(money: Money, pointer: string, sign: Sign): Amount {
  const { currency_code: currency, value } = money;
  if (!CURRENCIES.has(currency)) {
    const field = `${pointer}/currency_code`;
    throw unprocessable(issue('INVALID_CURRENCY_CODE', { field, value: currency }));
  }
  const wrong = issueWith(money, sign);
  if (wrong) throw unprocessable(issue(wrong, { field: `${pointer}/value`, value }));
  return { minor: minorOf(money), currency };
}

function issueWith(money: Money, sign: Sign): Issue | undefined {
  const decimals = money.value.split('.')[1];
  if (decimals !== undefined && WITHOUT_DECIMALS.has(money.currency_code)) return 'DECIMALS_NOT_SUPPORTED';
  if (decimals !== undefined && decimals.length > 2) return 'DECIMAL_PRECISION';
  const minor = minorOf(money);
  if (sign === 'positive' && minor <= 0n) return 'CANNOT_BE_ZERO_OR_NEGATIVE';
  if (minor < 0n) return 'CANNOT_BE_NEGATIVE';
  return minor > MAX_MINOR ? 'MAX_VALUE_EXCEEDED' : undefined;
}

/** Minor units of a value with as many decimals as its currency has, or fewer. */
export function minorOf({ currency_code: currency, value }: Money): bigint {
  const [whole = '', decimals = ''] = value.replace('-', '').split('.');
  const minor = BigInt(whole + (WITHOUT_DECIMALS.has(currency) ? '' : decimals.padEnd(2, '0')));
  return value.startsWith('-') ? -minor : minor;
}

/** PayPal's own spelling: `{ currency_code: 'EUR', value: '19.90' }`. */
export function toMoney({ minor, currency }: Amount): Money {
  if (WITHOUT_DECIMALS.has(currency)) return { currency_code: currency, value: String(minor) };
  const digits = String(minor).padStart(3, '0');
  return { currency_code: currency, value: `${digits.slice(0, -2)}.${digits.slice(-2)}` };
}

/** `€19.99` for people. */
export function formatMoney({ currency_code: currency, value }: Money): string {
  const digits = WITHOUT_DECIMALS.has(currency) ? 0 : 2;
  const format = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(Number(value));
}
