import { Injectable } from '@nestjs/common';
import { ValidationError, type FieldIssue } from '../../contracts/errors.js';
import { SYSTEM, type Actor } from '../../platform/audit/audit-log.js';
import { ApiError } from '../../platform/http/api-error.js';
import { productType } from '../events/event-fields.js';
import type { CatalogueDescription, CatalogueEntry } from './catalogue-entry.js';
import { entryFields } from './entry-fields.js';
import { DefinedEventTypes } from './event-types.js';
import { JsonSchemas } from './json-schemas.js';
import { StoredEventTypes } from './stored-event-types.js';

/** What is put into the catalogue; what is left out is empty. */
export type NewCatalogueEntry = Partial<CatalogueDescription>;

const form = entryFields.extend({ name: productType });

/** The types of events that the product publishes: those that its code defines, and those put in by the API. */
@Injectable()
export class EventCatalogue {
  private readonly schemas = new JsonSchemas();

  constructor(
    private readonly defined: DefinedEventTypes,
    private readonly stored: StoredEventTypes,
  ) {}

  /** All of them, by name. Where code and API describe one of the same name, the code's counts. */
  async list(): Promise<CatalogueEntry[]> {
    const defined = this.defined.all().map(({ entry }) => entry);
    const stored = (await this.stored.list()).filter(({ name }) => !this.defined.get(name));
    return [...defined, ...stored].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  }

  async get(name: string): Promise<CatalogueEntry | undefined> {
    return this.defined.get(name)?.entry ?? this.stored.get(name);
  }

  /** The versions that any type has data for, in the order of their names. */
  async versions(): Promise<string[]> {
    const entries = await this.list();
    return [...new Set(entries.flatMap(({ versions }) => versions))].toSorted();
  }

  /**
   * Describes a type, or describes it anew. Other processes check by it within ten seconds.
   * @param actor who does it, for the audit log
   * @throws ValidationError for what cannot be, such as an example that its schema refuses
   * @throws ApiError CONFLICT for a type that the product's code defines
   */
  async put(name: string, entry: NewCatalogueEntry, actor: Actor = SYSTEM): Promise<CatalogueEntry> {
    const { data, error } = form.safeParse({ ...entry, name });
    if (!data) {
      throw invalidEntry(
        name,
        error.issues.map(({ path, message }) => ({ field: path.join('.'), issue: message })),
      );
    }
    this.refuseDefined(name);
    const issues = this.schemaIssues(data);
    if (issues.length > 0) throw invalidEntry(name, issues);
    return this.stored.put(data, actor);
  }

  /**
   * Takes a type out. Its events go on being delivered, unchecked.
   * @param actor who does it, for the audit log
   * @throws ApiError NOT_FOUND; CONFLICT for a type that the product's code defines
   */
  async remove(name: string, actor: Actor = SYSTEM): Promise<void> {
    this.refuseDefined(name);
    if (await this.stored.remove(name, actor)) return;
    throw new ApiError('NOT_FOUND', `There is no event type ${JSON.stringify(name)} in the catalogue.`);
  }

  /**
   * Checks an event against the catalogue. Of a type that is not in it, anything goes.
   * @param data as JSON has it
   * @param versions those that the event has data for
   * @throws ValidationError with the fields that are wrong: `data.amount`, `versions`
   */
  async check(type: string, data: unknown, versions: readonly string[]): Promise<void> {
    const definition = this.defined.get(type);
    const entry = definition?.entry ?? (await this.stored.getRecent(type));
    if (!entry) return;
    const dataIssues = definition
      ? definition.check(data, 'data')
      : entry.schema && this.schemas.check(entry.schema, data, 'data');
    const issues = [...(dataIssues ?? []), ...versionIssues(entry, versions)];
    if (issues.length === 0) return;
    const message = `The event is not what the catalogue says of ${type}: see ${fieldsOf(issues)}.`;
    throw new ValidationError(message, { provider: 'hookline', operation: 'events.publish' }, issues);
  }

  private schemaIssues({ schema, example }: Pick<CatalogueDescription, 'schema' | 'example'>): FieldIssue[] {
    if (!schema) return [];
    const problem = this.schemas.problemWith(schema);
    if (problem !== undefined) return [{ field: 'schema', issue: problem }];
    return example === null ? [] : this.schemas.check(schema, example, 'example');
  }

  private refuseDefined(name: string): void {
    if (!this.defined.get(name)) return;
    const message = `The event type ${name} is defined in the product's code. Change it there.`;
    throw new ApiError('CONFLICT', message);
  }
}

/** An endpoint that is set to a version relies on every event to have it. */
function versionIssues({ versions: expected }: CatalogueEntry, given: readonly string[]): FieldIssue[] {
  const missing = expected.filter((version) => !given.includes(version));
  const unknown = given.filter((version) => !expected.includes(version));
  return [
    ...missing.map((version) => ({ field: 'versions', issue: `must have data for ${version}` })),
    ...unknown.map((version) => ({
      field: 'versions',
      issue: `must not have data for ${version}: it is no version of this type in the catalogue`,
    })),
  ];
}

function invalidEntry(name: string, issues: readonly FieldIssue[]): ValidationError {
  const message = `The description of ${JSON.stringify(name)} is not valid: see ${fieldsOf(issues)}.`;
  return new ValidationError(message, { provider: 'hookline', operation: 'event_types.put' }, issues);
}

function fieldsOf(issues: readonly FieldIssue[]): string {
  return [...new Set(issues.map(({ field }) => field))].join(', ');
}
