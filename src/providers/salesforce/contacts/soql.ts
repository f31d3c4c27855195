/** A field of the object that is asked for, or of one that it points to: `Loyalty_Tier__c`, `Account.Name`. */
const FIELD_PATH = /^[A-Za-z]\w{0,79}(?:\.[A-Za-z]\w{0,79}){0,5}$/;

/** Escapes with a letter of their own; all other control characters go by number. */
const LETTERS: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' };

/** What can stand in a query: values, which always become literals, and parts of queries. */
type SoqlValue = string | number | boolean | null | Date | readonly string[] | Soql;

/** Whether a name can be that of a field, by its form. */
export function isFieldPath(name: string): boolean {
  return FIELD_PATH.test(name);
}

/**
 * A query, or a part of one, in Salesforce's language. Only {@link soql} and the functions beside it make one, so that
 * no value can be taken for a part of the query.
 * @see https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select.htm
 */
export class Soql {
  private constructor(readonly text: string) {}

  /** @throws RangeError for a number that is not whole, an invalid date, or an empty list */
  static query(fixed: TemplateStringsArray, ...values: readonly SoqlValue[]): Soql {
    return new Soql(String.raw({ raw: fixed }, ...values.map(literal)));
  }

  /** @throws RangeError unless {@link isFieldPath} */
  static field(path: string): Soql {
    if (!isFieldPath(path)) throw new RangeError('That is not the name of a field.');
    return new Soql(path);
  }

  static joined(parts: readonly Soql[], separator: ', ' | ' AND '): Soql {
    return new Soql(parts.map(({ text }) => text).join(separator));
  }

  static pattern(text: string): Soql {
    return new Soql(`'%${escaped(text).replace(/[%_]/g, '\\$&')}%'`);
  }
}

/**
 * A query with values in it: soql`SELECT Id FROM Contact WHERE Email = ${email}`. Text is quoted and escaped; a list
 * becomes `('a','b')`.
 * @throws RangeError for a number that is not whole, an invalid date, or an empty list
 */
export const soql = (fixed: TemplateStringsArray, ...values: readonly SoqlValue[]): Soql =>
  Soql.query(fixed, ...values);

/** A field by its API name. @throws RangeError unless {@link isFieldPath} */
export const field = (path: string): Soql => Soql.field(path);

/** Fields to select, separated by commas. */
export const fields = (paths: readonly string[]): Soql => Soql.joined(paths.map(field), ', ');

/** Conditions of which all have to be true. */
export const all = (conditions: readonly Soql[]): Soql => Soql.joined(conditions, ' AND ');

/** The right side of a `LIKE`: this text, anywhere. Its own `%` and `_` stand for themselves. */
export const anywhere = (text: string): Soql => Soql.pattern(text);

function literal(value: SoqlValue): string {
  if (value instanceof Soql) return value.text;
  if (typeof value === 'string') return quoted(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'object' && value !== null) return list(value);
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return String(value);
  throw new RangeError('A number in a query has to be whole.');
}

function list(values: readonly string[]): string {
  if (values.length === 0) throw new RangeError('A list in a query has to hold something.');
  return `(${values.map(quoted).join(',')})`;
}

function quoted(text: string): string {
  return `'${escaped(text)}'`;
}

/**
 * Halves of characters go by number, too: in a URL they would become another character.
 * @see https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm
 */
function escaped(text: string): string {
  return text
    .replace(/[\\'"]/g, '\\$&')
    .replace(/[\p{Cc}\p{Cs}]/gu, (character) => `\\${LETTERS[character] ?? byNumber(character)}`);
}

function byNumber(character: string): string {
  return `u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
