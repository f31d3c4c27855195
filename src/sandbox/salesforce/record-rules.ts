import { z } from 'zod';
import type { Fields } from '../server.js';
import { fieldOf, type FieldDefinition, type ObjectDefinition } from './objects.js';
import { RecordRefusal, SalesforceRefusal } from './refusal.js';
import type { RecordValues } from './record-row.js';

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** As strict as it has to be here: one address, of a domain with a dot. */
const ADDRESS = /^[^\s@,;<>()[\]\\"]+@[^\s@,;<>()[\]\\".]+(\.[^\s@,;<>()[\]\\".]+)+$/;

/**
 * The values of a body by the names of their fields. What is wrong here is wrong with the request, and refuses all of it.
 * @throws SalesforceRefusal for a field that there is not, or for a value of another type
 */
export function readValues(object: ObjectDefinition, body: Fields): RecordValues {
  const values: Record<string, RecordValues[string]> = {};
  for (const [name, given] of Object.entries(body)) {
    if (name === 'attributes' || name.toLowerCase() === 'id') continue;
    const field = fieldOf(object, name);
    if (!field) {
      const message = `No such column '${name}' on sobject of type ${object.name}`;
      throw new SalesforceRefusal(400, { message, errorCode: 'INVALID_FIELD' });
    }
    values[field.name] = readValue(field, given);
  }
  return values;
}

/** @throws RecordRefusal unless a record may have these values; `record` is what it has already, none for a new one */
export function checkValues(
  object: ObjectDefinition,
  values: RecordValues,
  record: RecordValues | undefined,
): void {
  for (const [name, given] of Object.entries(values)) {
    const field = fieldOf(object, name);
    if (field) checkValue(field, given);
  }
  const merged = { ...record, ...values };
  const missing = object.fields
    .filter(({ name, required }) => required && (merged[name] ?? '') === '')
    .map(({ name }) => name);
  if (missing.length === 0) return;
  throw new RecordRefusal(
    'REQUIRED_FIELD_MISSING',
    `Required fields are missing: [${missing.join(', ')}]`,
    missing,
  );
}

function readValue(field: FieldDefinition, given: unknown): RecordValues[string] {
  const { data } = value.safeParse(given);
  const type = { boolean: 'boolean', double: 'number' }[field.type as string] ?? 'string';
  if (data === null || typeof data === type) return data ?? null;
  const message = `Cannot deserialize instance of ${field.type} from ${jsonType(given)} value or request may be missing a required field at [line:1, column:1]`;
  throw new SalesforceRefusal(400, { message, errorCode: 'JSON_PARSER_ERROR' });
}

function jsonType(given: unknown): string {
  if (Array.isArray(given)) return 'START_ARRAY';
  if (typeof given === 'object') return 'START_OBJECT';
  return typeof given === 'number' ? 'VALUE_NUMBER' : `VALUE_${typeof given}`.toUpperCase();
}

function checkValue(field: FieldDefinition, given: RecordValues[string]): void {
  const { name, label, length, values, type } = field;
  if (field.readOnly) {
    const message = `Unable to create/update fields: ${name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`;
    throw new RecordRefusal('INVALID_FIELD_FOR_INSERT_UPDATE', message, [name]);
  }
  if (typeof given !== 'string' || given === '') return;
  if (length !== undefined && given.length > length) {
    const message = `${label}: data value too large: ${given} (max length=${length})`;
    throw new RecordRefusal('STRING_TOO_LONG', message, [name]);
  }
  if (type === 'email' && !ADDRESS.test(given)) {
    throw new RecordRefusal('INVALID_EMAIL_ADDRESS', `${label}: invalid email address: ${given}`, [name]);
  }
  if (values && !values.includes(given)) {
    const message = `${label}: bad value for restricted picklist field: ${given}`;
    throw new RecordRefusal('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', message, [name]);
  }
}
