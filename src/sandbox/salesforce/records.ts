import type { OAuthRows } from '../oauth/rows.js';
import type { State } from '../state.js';
import { ORGANIZATIONS, RECORDS } from './organizations.js';
import { objectOf, type FieldDefinition, type ObjectDefinition } from './objects.js';
import type { RecordRow, RecordValues } from './record-row.js';
import { checkValues } from './record-rules.js';
import { isSameId, recordId } from './record-ids.js';
import { RecordRefusal } from './refusal.js';

/** Everything the sandbox remembers, by table. */
export interface SalesforceRows extends OAuthRows {
  record: RecordRow;
}

/** The records of all organisations. */
export class Records {
  constructor(private readonly state: State<SalesforceRows>) {
    state.transaction(() => {
      for (const { id: organization } of ORGANIZATIONS) {
        for (const { type, fields } of RECORDS) this.addSample(organization, type, fields);
      }
    });
  }

  /** Newest first. */
  newest(count: number): readonly RecordRow[] {
    return this.state.table('record').newest(count);
  }

  /** The records of an object, oldest first, without what was deleted. */
  all(organization: string, type: string): RecordRow[] {
    return [...this.state.table('record').values()].filter(
      (row) => row.organization === organization && row.type === type && !row.deleted,
    );
  }

  /** @throws RecordRefusal for one that was deleted */
  find(organization: string, type: string, id: string): RecordRow | undefined {
    const row = [...this.state.table('record').values()].find(
      (each) => each.organization === organization && each.type === type && isSameId(id, each.recordId),
    );
    if (row?.deleted) throw new RecordRefusal('ENTITY_IS_DELETED', 'entity is deleted');
    return row;
  }

  /** Those that have this value in an external id field: text is the same in any case. */
  withExternalId(
    organization: string,
    object: ObjectDefinition,
    field: FieldDefinition,
    value: string,
  ): RecordRow[] {
    return this.all(organization, object.name).filter(
      (row) => String(row.values[field.name] ?? '').toLowerCase() === value.toLowerCase(),
    );
  }

  /** @throws RecordRefusal for values that a record may not have */
  create(organization: string, object: ObjectDefinition, given: RecordValues): RecordRow {
    checkValues(object, given, undefined);
    this.checkUnique(organization, object, given, undefined);
    const id = recordId(object.keyPrefix, this.state.table('record').size + 1);
    const now = nowSeconds();
    return this.put({
      id: `${organization}/${id}`,
      organization,
      recordId: id,
      type: object.name,
      values: { ...defaultsOf(object), ...withoutEmpty(given) },
      created: now,
      modified: now,
      deleted: false,
    });
  }

  /** @throws RecordRefusal for values that a record may not have */
  update(row: RecordRow, object: ObjectDefinition, given: RecordValues): RecordRow {
    checkValues(object, given, row.values);
    this.checkUnique(row.organization, object, given, row);
    return this.put({ ...row, values: { ...row.values, ...withoutEmpty(given) }, modified: nowSeconds() });
  }

  delete(row: RecordRow): void {
    this.put({ ...row, deleted: true, modified: nowSeconds() });
  }

  private checkUnique(
    organization: string,
    object: ObjectDefinition,
    given: RecordValues,
    row: RecordRow | undefined,
  ): void {
    for (const field of object.fields.filter(({ unique }) => unique)) {
      const value = given[field.name];
      if (typeof value !== 'string' || value === '') continue;
      const other = this.withExternalId(organization, object, field, value).find(({ id }) => id !== row?.id);
      if (!other) continue;
      const message = `duplicate value found: ${field.name} duplicates value on record with id: ${other.recordId.slice(0, 15)}`;
      throw new RecordRefusal('DUPLICATE_VALUE', message);
    }
  }

  private addSample(organization: string, type: string, { Id, ...sample }: RecordValues): void {
    const id = `${organization}/${String(Id)}`;
    const object = objectOf(type);
    if (!object || this.state.table('record').get(id)) return;
    const now = nowSeconds();
    const described = {
      id,
      organization,
      recordId: String(Id),
      type,
      created: now,
      modified: now,
      deleted: false,
    };
    this.state.put('record', { ...described, values: { ...defaultsOf(object), ...sample } });
  }

  private put(row: RecordRow): RecordRow {
    return this.state.transaction(() => this.state.put('record', row));
  }
}

/** A checkbox is never empty. */
function defaultsOf(object: ObjectDefinition): RecordValues {
  const boxes = object.fields.filter(({ type, readOnly }) => type === 'boolean' && !readOnly);
  return Object.fromEntries(boxes.map(({ name }) => [name, false]));
}

/** An empty text is no value to Salesforce. */
function withoutEmpty(given: RecordValues): RecordValues {
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value === '' ? null : value]),
  );
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
