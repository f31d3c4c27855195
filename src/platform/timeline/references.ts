/** A business reference: what the product knows a thing by, such as `order_id` = `42`. */
export interface Reference {
  /** In snake case: `order_id`. */
  readonly name: string;
  readonly value: string;
}

/** More of one object are not taken: metadata is no place for lists. */
const MAX_REFERENCES = 20;

const NAME = /^[a-z][a-z0-9_]{0,63}$/;

/** How names end that refer to something. */
const REFERS = /_(?:id|ref|reference|number)$/;

/** A word of these makes a name that of a secret or of a person, whatever it ends with: `card_number`, `session_id`. */
const PRIVATE_WORDS = new Set(
  (
    'secret token password passphrase credential credentials session cookie key card iban bic bank routing phone mobile ' +
    'fax tax ssn social passport licence license'
  ).split(' '),
);

/** Letters, marks, numbers, punctuation, signs and plain spaces: nothing that a page or a log line could stumble over. */
const VALUE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]{1,128}$/u;
const EMAIL = /[^\s@]@[^\s@]/;
const PHONE = /^\+[\d ().-]{7,24}$/;
const CARD = /^\d(?:[ -]?\d){12,18}$/;

/**
 * The references among the fields of an object, by their names: those that end in `_id`, `_ref`, `_reference` or
 * `_number`, in camel case as well. Never the names of secrets, nor values that look like an e-mail address, a telephone
 * or a card number.
 */
export function referencesAmong(fields: unknown): Reference[] {
  return namedReferences(fields).filter(({ name }) => REFERS.test(name));
}

/** The fields of an object that can be references, whatever their names end with: somebody says that they are. */
export function namedReferences(fields: unknown): Reference[] {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return [];
  return Object.entries(fields)
    .flatMap(([name, value]) => referenceOf(name, value) ?? [])
    .slice(0, MAX_REFERENCES);
}

/** Such a reference, or `undefined` for a name or a value that is none. */
export function referenceOf(givenName: string, givenValue: unknown): Reference | undefined {
  const name = snakeCase(givenName);
  if (!NAME.test(name) || name.split('_').some((word) => PRIVATE_WORDS.has(word))) return undefined;
  if (typeof givenValue !== 'string' && typeof givenValue !== 'number') return undefined;
  const value = String(givenValue).trim();
  return VALUE.test(value) && !isPrivate(value) ? { name, value } : undefined;
}

/** `orderId` and `orderID` are `order_id`. */
function snakeCase(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase();
}

function isPrivate(value: string): boolean {
  return EMAIL.test(value) || PHONE.test(value) || (CARD.test(value) && hasCheckDigit(value));
}

/** @see https://en.wikipedia.org/wiki/Luhn_algorithm */
function hasCheckDigit(value: string): boolean {
  const digits = Array.from(value.replaceAll(/\D/g, ''), Number).toReversed();
  const sum = digits.reduce((total, digit, index) => {
    const counted = index % 2 ? digit * 2 : digit;
    return total + (counted > 9 ? counted - 9 : counted);
  }, 0);
  return sum % 10 === 0;
}
