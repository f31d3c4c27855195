import { fieldOf, type ObjectDefinition } from './objects.js';
import type { RecordRow, RecordValues } from './record-row.js';

/** A field's value as the API shows it. */
export function valueOf(row: RecordRow, name: string): RecordValues[string] {
  switch (name) {
    case 'Id':
      return row.recordId;
    case 'IsDeleted':
      return row.deleted;
    case 'CreatedDate':
      return timeOf(row.created);
    case 'LastModifiedDate':
    case 'SystemModstamp':
      return timeOf(row.modified);
    case 'Name':
      return row.values['Name'] ?? fullName(row.values);
    default:
      return row.values[name] ?? null;
  }
}

/** A record with some of its fields, by their names in any case; without names, with all. */
export function shown(
  row: RecordRow,
  object: ObjectDefinition,
  version: string,
  names = object.fields.map(({ name }) => name),
): object {
  const fields = names.flatMap((name) => fieldOf(object, name) ?? []);
  return {
    attributes: attributesOf(row, version),
    ...Object.fromEntries(fields.map(({ name }) => [name, valueOf(row, name)])),
  };
}

export function attributesOf({ type, recordId }: RecordRow, version: string): object {
  return { type, url: `/services/data/${version}/sobjects/${type}/${recordId}` };
}

/** As Salesforce writes times: whole seconds, and an offset without a colon. */
function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('Z', '+0000');
}

function fullName({ FirstName, LastName }: RecordValues): string | null {
  return [FirstName, LastName].filter(Boolean).join(' ') || null;
}
