import { currencyExponent, currencies as isoCurrencies, parseCurrency } from '../../contracts/money.js';

/**
 * What Stripe cannot charge in, although ISO 4217 has it.
 * @see https://docs.stripe.com/currencies#presentment-currencies
 */
const UNSUPPORTED = new Set(
  'BTN CUP ERN GHS IQD IRR KPW LYD MRU SDG SSP STN SVC SYP TMT VED VES ZWG'.split(' '),
);

/** Stripe counts these in hundredths, or in whole units, differently from ISO 4217. */
const OWN_EXPONENTS: Record<string, number> = { isk: 2, ugx: 2, mga: 0 };

/** Smallest charge in minor units. @see https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const MINIMUM: Record<string, number> = {
  aed: 200,
  aud: 50,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
  usd: 50,
};

const SUPPORTED = new Set(
  isoCurrencies()
    .filter((code) => !UNSUPPORTED.has(code))
    .map((code) => code.toLowerCase()),
);

/** The currencies the sandbox charges in, lower case as in Stripe's API. */
export function supportedCurrencies(): string[] {
  return [...SUPPORTED];
}

/** @returns the code in lower case, or `undefined` when Stripe does not charge in it. */
export function readCurrency(code: string): string | undefined {
  const lower = code.toLowerCase();
  return SUPPORTED.has(lower) ? lower : undefined;
}

/** Decimals of the major unit, as Stripe counts them: 2 for EUR and for ISK, 0 for JPY, 3 for KWD. */
function exponentOf(currency: string): number {
  const iso = parseCurrency(currency);
  return OWN_EXPONENTS[currency.toLowerCase()] ?? (iso ? currencyExponent(iso) : 2);
}

/** Smallest amount of one charge in minor units; 1 where Stripe names none. */
export function minimumAmount(currency: string): number {
  return MINIMUM[currency] ?? 1;
}

/** The smallest step of an amount: Stripe takes no hundredths of ISK and UGX, and rounds thousandths to tens. */
export function amountStep(currency: string): number {
  if (currency === 'isk' || currency === 'ugx') return 100;
  return exponentOf(currency) === 3 ? 10 : 1;
}

/** `€19.99` from 1999 minor units. */
export function formatAmount(amount: number, currency: string): string {
  const digits = exponentOf(currency);
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(amount / 10 ** digits);
}
