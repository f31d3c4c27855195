import { fieldOf, objectOf, type FieldDefinition, type ObjectDefinition } from './objects.js';
import { isSameId } from './record-ids.js';
import { attributesOf, valueOf } from './record-view.js';
import type { RecordRow } from './record-row.js';
import type { Records } from './records.js';
import { SalesforceRefusal } from './refusal.js';
import { parseSoql, type Condition, type Query } from './soql-parser.js';
import { compare, equal, holds, operand, type Value } from './soql-values.js';

/** A field of the object that is asked for, or of one that it points to. */
interface Place {
  readonly field: FieldDefinition;
  /** The relationship that leads to it, by its own name. */
  readonly relationship: string | undefined;
}

/** A query on its way through an organisation's records. */
class Run {
  private readonly object: ObjectDefinition;

  constructor(
    private readonly records: Records,
    private readonly organization: string,
    private readonly query: Query,
  ) {
    const object = objectOf(query.object);
    if (!object) {
      throw refusal('INVALID_TYPE', `sObject type '${query.object}' is not supported.`);
    }
    this.object = object;
  }

  rows(): RecordRow[] {
    const { where, orderBy, limit } = this.query;
    const places = orderBy.map(({ path, descending }) => ({ place: this.place(path), descending }));
    const test = where ? this.test(where) : () => true;
    const rows = this.records.all(this.organization, this.object.name).filter(test);
    rows.sort((one, other) => {
      for (const { place, descending } of places) {
        const order = compare(this.read(one, place), this.read(other, place));
        if (order !== 0) return descending ? -order : order;
      }
      return 0;
    });
    return rows.slice(0, limit);
  }

  /** How a row is shown: with the fields that were selected, those of another object inside. */
  view(): (row: RecordRow, version: string) => object {
    const paths = this.query.fields.map((path) => path.toLowerCase());
    const twice = this.query.fields.find((_path, index) => paths.indexOf(paths[index] ?? '') < index);
    if (twice !== undefined) throw refusal('MALFORMED_QUERY', `duplicate field selected: ${twice}`);
    const places = this.query.fields.map((path) => this.place(path));
    return (row, version) => {
      const own = places.filter(({ relationship }) => relationship === undefined);
      const related = Object.groupBy(
        places.filter(({ relationship }) => relationship !== undefined),
        ({ relationship }) => relationship ?? '',
      );
      return {
        attributes: attributesOf(row, version),
        ...Object.fromEntries(own.map(({ field }) => [field.name, valueOf(row, field.name)])),
        ...Object.fromEntries(
          Object.entries(related).map(([name, inner = []]) => {
            const target = this.relatedTo(row, name);
            const fields = inner.map(({ field }) => [field.name, target && valueOf(target, field.name)]);
            const shown = target && {
              attributes: attributesOf(target, version),
              ...Object.fromEntries(fields),
            };
            return [name, shown ?? null];
          }),
        ),
      };
    };
  }

  private test(condition: Condition): (row: RecordRow) => boolean {
    switch (condition.kind) {
      case 'all': {
        const tests = condition.conditions.map((each) => this.test(each));
        return (row) => tests.every((test) => test(row));
      }
      case 'any': {
        const tests = condition.conditions.map((each) => this.test(each));
        return (row) => tests.some((test) => test(row));
      }
      case 'not': {
        const test = this.test(condition.condition);
        return (row) => !test(row);
      }
      case 'like': {
        const place = this.place(condition.path);
        return (row) => condition.pattern.test(String(this.read(row, place) ?? ''));
      }
      case 'in': {
        const place = this.place(condition.path);
        const values = condition.values.map((value) => operand(place.field, value));
        return (row) => values.some((value) => equal(place.field, this.read(row, place), value));
      }
      case 'compare': {
        const { operator } = condition;
        const place = this.place(condition.path);
        const value = operand(place.field, condition.value);
        return (row) => holds(place.field, this.read(row, place), operator, value);
      }
      default:
        return condition satisfies never;
    }
  }

  private place(path: string): Place {
    const [first = '', ...further] = path.split('.');
    if (further.length === 0)
      return { field: this.fieldOf(this.object, path, path), relationship: undefined };
    const [relationship, target] =
      Object.entries(this.object.relationships).find(
        ([name]) => name.toLowerCase() === first.toLowerCase(),
      ) ?? [];
    const object = target && objectOf(target.object);
    if (!object) {
      throw refusal(
        'INVALID_FIELD',
        `${pointerAt(path)}Didn't understand relationship '${first}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
      );
    }
    return { field: this.fieldOf(object, further.join('.'), path), relationship };
  }

  private fieldOf(object: ObjectDefinition, name: string, path: string): FieldDefinition {
    const field = fieldOf(object, name);
    if (field) return field;
    throw refusal(
      'INVALID_FIELD',
      `${pointerAt(path)}No such column '${name}' on entity '${object.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }

  private read(row: RecordRow, { field, relationship }: Place): Value {
    const target = relationship === undefined ? row : this.relatedTo(row, relationship);
    return target ? valueOf(target, field.name) : null;
  }

  private relatedTo(row: RecordRow, relationship: string): RecordRow | undefined {
    const target = this.object.relationships[relationship];
    const id = target && row.values[target.field];
    if (!target || typeof id !== 'string') return undefined;
    return this.records.all(this.organization, target.object).find(({ recordId }) => isSameId(id, recordId));
  }
}

/**
 * The records that a query finds, and how each is shown.
 * @throws SalesforceRefusal for what is no query, or is none of these objects
 */
export function runSoql(
  records: Records,
  organization: string,
  text: string,
): { rows: RecordRow[]; show: (row: RecordRow, version: string) => object } {
  const run = new Run(records, organization, parseSoql(text));
  return { show: run.view(), rows: run.rows() };
}

function pointerAt(path: string): string {
  return `\n${path}\n^\nERROR at Row:1:Column:1\n`;
}

function refusal(errorCode: string, message: string): SalesforceRefusal {
  return new SalesforceRefusal(400, { errorCode, message });
}
