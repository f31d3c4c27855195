import type { FieldDefinition } from './objects.js';
import { isSameId } from './record-ids.js';
import type { RecordValues } from './record-row.js';
import { SalesforceRefusal } from './refusal.js';
import type { SoqlLiteral } from './soql-parser.js';

/** A field's value, or what it is compared with. */
export type Value = RecordValues[string];

/** What a field is compared with. @throws SalesforceRefusal for a value of another type */
export function operand({ name, type }: FieldDefinition, literal: SoqlLiteral): Value {
  if (literal.kind === 'null') return null;
  const expected = { boolean: 'boolean', double: 'number', datetime: 'time' }[type as string] ?? 'string';
  if (literal.kind !== expected) {
    const quotes =
      expected === 'string' ? ' and should be enclosed in quotes' : ' and should not be enclosed in quotes';
    const message = `value of filter criterion for field '${name}' must be of type ${type}${quotes}`;
    throw new SalesforceRefusal(400, { errorCode: 'INVALID_FIELD', message });
  }
  return literal.kind === 'string' && literal.value === '' ? null : literal.value;
}

/** Whether a field's value stands in this relation to another. */
export function holds(field: FieldDefinition, actual: Value, operator: string, expected: Value): boolean {
  if (operator === '=') return equal(field, actual, expected);
  if (operator === '!=') return !equal(field, actual, expected);
  if (actual === null || expected === null) return false;
  const order = compare(field.type === 'datetime' ? Date.parse(String(actual)) : actual, expected);
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

/** Text is the same in any case, ids are not. */
export function equal({ type }: FieldDefinition, actual: Value, expected: Value): boolean {
  if (typeof actual !== 'string' || expected === null) return actual === expected;
  if (type === 'datetime') return Date.parse(actual) === expected;
  if (type === 'id' || type === 'reference') return isSameId(String(expected), actual);
  return actual.toLowerCase() === String(expected).toLowerCase();
}

/** What is empty comes first. */
export function compare(one: Value, other: Value): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? -1 : 1;
  return one < other ? -1 : 1;
}
