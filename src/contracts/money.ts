/**
 * Money as integers in minor units (ISO 4217): 1999 EUR is 19.99 €, 1999 JPY is ¥1,999, 1999 KWD is 1.999 د.ك.
 * Never a float, never a decimal string inside the house; providers convert at their own door.
 */
export interface Money {
  /** Minor units, a whole number of 0 or more. */
  readonly amount: number;
  readonly currency: Currency;
}

/** The largest amount of one payment, in minor units: Stripe's limit of eight digits. */
export const MAX_AMOUNT = 99_999_999;

/**
 * Active ISO 4217 currencies by their exponent, the number of decimals of the major unit.
 * @see https://www.iso.org/iso-4217-currency-codes.html
 */
const CURRENCIES_BY_EXPONENT = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC ' +
    'CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR ' +
    'JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD ' +
    'NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN ' +
    'SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
} as const;

/** An upper-case ISO 4217 code that {@link parseCurrency} has accepted. */
export type Currency = string & { readonly __currency: unique symbol };

const exponents = new Map<string, number>(
  Object.entries(CURRENCIES_BY_EXPONENT).flatMap(([exponent, codes]) =>
    codes.split(' ').map((code): [string, number] => [code, Number(exponent)]),
  ),
);

/** Reads a currency code in either case; `undefined` when ISO 4217 has no active currency of that name. */
export function parseCurrency(code: string): Currency | undefined {
  const upper = code.toUpperCase();
  return exponents.has(upper) ? (upper as Currency) : undefined;
}

/** The number of decimals of a currency's major unit: 2 for EUR, 0 for JPY, 3 for KWD. */
export function currencyExponent(currency: Currency): number {
  return exponents.get(currency) ?? 2;
}

/** Every currency that {@link parseCurrency} accepts. */
export function currencies(): Currency[] {
  return [...exponents.keys()] as Currency[];
}

/**
 * Money from a whole number of minor units and a currency code in either case.
 * @throws RangeError when the amount is not a whole number of 0 or more, or the currency is unknown.
 */
export function money(amount: number, currency: string): Money {
  const parsed = parseCurrency(currency);
  if (!parsed) throw new RangeError(`Unknown currency "${currency}". Use an ISO 4217 code such as EUR.`);
  if (!Number.isSafeInteger(amount) || amount < 0) {
    throw new RangeError(`Amount ${amount} is not a whole number of minor units (19.99 EUR is 1999).`);
  }
  return { amount, currency: parsed };
}
