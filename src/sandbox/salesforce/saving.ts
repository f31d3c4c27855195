import { z } from 'zod';
import type { Fields } from '../server.js';
import { fieldOf, objectOf, type FieldDefinition, type ObjectDefinition } from './objects.js';
import { readValues } from './record-rules.js';
import type { RecordRow } from './record-row.js';
import type { Records } from './records.js';
import { notFound, RecordRefusal, SalesforceRefusal } from './refusal.js';

/** How many records one request may hold. */
const MAX_RECORDS = 200;

const collection = z.object({
  allOrNone: z.boolean().default(false),
  records: z.array(
    z.looseObject({ attributes: z.looseObject({ type: z.string() }), Id: z.string().optional() }),
  ),
});

/** What Salesforce says of a record that was saved. */
interface SaveResult {
  readonly id?: string;
  readonly success: boolean;
  readonly errors: readonly object[];
  readonly created?: boolean;
}

/** What was done to a record by its external id. */
export type Upserted = { readonly row: RecordRow; readonly created: boolean };

/** @throws SalesforceRefusal for an object that there is not */
export function requireObject(name: string): ObjectDefinition {
  const object = objectOf(name);
  if (!object) throw notFound();
  return object;
}

/** @throws SalesforceRefusal unless it is an external id field */
export function requireExternalId(object: ObjectDefinition, name: string): FieldDefinition {
  const field = fieldOf(object, name);
  if (field?.externalId) return field;
  const message = `Provided external ID field does not exist or is not accessible: ${name}`;
  throw new SalesforceRefusal(404, { message, errorCode: 'NOT_FOUND' });
}

/**
 * Makes or changes the record of an external id.
 * @returns the records themselves when there are several
 * @throws SalesforceRefusal for values that a record may not have
 */
export function upsert(
  records: Records,
  organization: string,
  object: ObjectDefinition,
  field: FieldDefinition,
  value: string,
  body: Fields,
): Upserted | readonly RecordRow[] {
  const values = readValues(object, body);
  const found = records.withExternalId(organization, object, field, value);
  const [row, another] = found;
  if (another) return found;
  if (row) return { row: records.update(row, object, values), created: false };
  return { row: records.create(organization, object, { ...values, [field.name]: value }), created: true };
}

/** Collections: many records by one request, each on its own. */
export class Collections {
  constructor(private readonly records: Records) {}

  /** @throws SalesforceRefusal for a request that is wrong as a whole */
  create(organization: string, body: Fields): readonly SaveResult[] {
    const items = read(body).map((item) => {
      const object = requireObject(item.attributes.type);
      return { object, values: readValues(object, item) };
    });
    return items.map(({ object, values }) =>
      attempt(() => resultOf(this.records.create(organization, object, values))),
    );
  }

  /** @throws SalesforceRefusal for a request that is wrong as a whole */
  update(organization: string, body: Fields): readonly SaveResult[] {
    const items = read(body).map((item) => {
      const object = requireObject(item.attributes.type);
      return { object, id: item.Id ?? '', values: readValues(object, item) };
    });
    return items.map(({ object, id, values }) =>
      attempt(() => {
        const row = this.records.find(organization, object.name, id);
        if (!row) throw new RecordRefusal('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
        return resultOf(this.records.update(row, object, values));
      }),
    );
  }

  /** @throws SalesforceRefusal for a request that is wrong as a whole */
  upsert(organization: string, type: string, fieldName: string, body: Fields): readonly SaveResult[] {
    const object = requireObject(type);
    const field = requireExternalId(object, fieldName);
    const items = read(body).map((item) => {
      const { [field.name]: value, ...values } = readValues(object, item);
      return { value: typeof value === 'string' ? value : '', values };
    });
    const times = Object.groupBy(items, ({ value }) => `=${value.toLowerCase()}`);
    return items.map(({ value, values }) =>
      attempt(() => {
        if (value === '') {
          throw new RecordRefusal('MISSING_ARGUMENT', `${field.name} not specified`);
        }
        if ((times[`=${value.toLowerCase()}`]?.length ?? 0) > 1) {
          throw new RecordRefusal('DUPLICATE_VALUE', `Duplicate external id specified: ${value}`, [
            field.name,
          ]);
        }
        const done = upsert(this.records, organization, object, field, value, values);
        if ('row' in done) return { ...resultOf(done.row), created: done.created };
        const ids = done.map(({ recordId }) => recordId).join(', ');
        const message = `more than one record found for external id field: [${ids}]`;
        throw new RecordRefusal('DUPLICATE_EXTERNAL_ID', message);
      }),
    );
  }
}

function read(body: Fields): z.output<typeof collection>['records'] {
  const { data } = collection.safeParse(body);
  if (!data || data.allOrNone) {
    const message =
      'Each record needs attributes with its type, and allOrNone has to be false in this sandbox.';
    throw new SalesforceRefusal(400, { message, errorCode: 'JSON_PARSER_ERROR' });
  }
  if (data.records.length <= MAX_RECORDS) return data.records;
  const message = `The number of records exceeds the limit of ${MAX_RECORDS}: ${data.records.length}`;
  throw new SalesforceRefusal(400, { message, errorCode: 'EXCEEDED_MAX_SIZE_REQUEST' });
}

function attempt(save: () => SaveResult): SaveResult {
  try {
    return save();
  } catch (error) {
    if (!(error instanceof RecordRefusal)) throw error;
    const errors = error.errors.map(({ errorCode, message, fields = [] }) => ({
      statusCode: errorCode,
      message,
      fields,
    }));
    return { success: false, errors };
  }
}

function resultOf({ recordId }: RecordRow): SaveResult {
  return { id: recordId, success: true, errors: [] };
}
