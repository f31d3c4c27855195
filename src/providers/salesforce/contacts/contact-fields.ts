import { z } from 'zod';
import type { Contact, ContactValue } from '../../../contracts/contacts.js';
import type { SalesforceRecord } from '../salesforce.client.js';
import type { SalesforceConfig } from '../salesforce.config.js';

/** What every contact of Salesforce has. */
export const COLUMNS = {
  email: 'Email',
  firstName: 'FirstName',
  lastName: 'LastName',
  phone: 'Phone',
} as const;

/** The company that a contact belongs to is another record, which is only read. */
const ACCOUNT_NAME = 'Account.Name';

/** As Salesforce writes times: `2026-08-21T10:00:00.000+0000`. */
const time = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?\+0000$/)
  .transform((text) => new Date(text.replace('+0000', 'Z')));

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Which fields of Salesforce's contacts our names stand for. */
export class ContactFields {
  private readonly mapping: ReadonlyMap<string, string>;
  /** The field with the product's own id. */
  readonly externalId: string | undefined;
  /** The field that the company is written to and read from; `undefined` when it is the account's name, and only read. */
  readonly company: string | undefined;

  constructor({ contactFields, contactExternalId }: SalesforceConfig) {
    this.mapping = contactFields;
    this.externalId = contactExternalId;
    this.company = contactFields.get('company');
  }

  /** The field of a property, by its name in the mapping or its own; not yet looked at. */
  pathOf(property: string): string {
    return this.mapping.get(property) ?? property;
  }

  /** The fields to read for a contact with these properties, each once: Salesforce refuses the second. */
  selected(properties: readonly string[]): readonly string[] {
    const paths = [
      'Id',
      ...Object.values(COLUMNS),
      this.company ?? ACCOUNT_NAME,
      ...(this.externalId === undefined ? [] : [this.externalId]),
      'CreatedDate',
      'SystemModstamp',
      ...properties.map((name) => this.pathOf(name)),
    ];
    const names = paths.map((path) => path.toLowerCase());
    return paths.filter((_path, index) => names.indexOf(names[index] ?? '') === index);
  }

  /** Where in our input a field's value comes from, by the field's name in lower case. For errors about fields. */
  inputPaths(properties: readonly string[]): ReadonlyMap<string, string> {
    const pairs: [string | undefined, string][] = [
      ...Object.entries(COLUMNS).map(([ours, column]): [string, string] => [column, ours]),
      [this.company, 'company'],
      [this.externalId, 'externalId'],
      ...properties.map((name): [string, string] => [this.pathOf(name), `properties.${name}`]),
    ];
    return new Map(pairs.flatMap(([path, ours]) => (path === undefined ? [] : [[path.toLowerCase(), ours]])));
  }

  /** A contact out of a record that has the fields of {@link selected}. */
  contactOf(record: SalesforceRecord, properties: readonly string[]): Contact<SalesforceRecord> {
    const text = (path: string | undefined) => z.string().safeParse(path && valueAt(record, path)).data;
    return {
      id: record.Id,
      provider: 'salesforce',
      email: text(COLUMNS.email),
      externalId: text(this.externalId),
      firstName: text(COLUMNS.firstName),
      lastName: text(COLUMNS.lastName),
      phone: text(COLUMNS.phone),
      company: text(this.company ?? ACCOUNT_NAME),
      properties: Object.fromEntries(properties.flatMap((name) => this.property(record, name))),
      createdAt: time.safeParse(record['CreatedDate']).data,
      updatedAt: time.safeParse(record['SystemModstamp']).data,
      raw: record,
    };
  }

  /** None for what is no value but an object (`MailingAddress`): its parts are fields, too. */
  private property(record: SalesforceRecord, name: string): [string, ContactValue][] {
    const { data } = value.safeParse(valueAt(record, this.pathOf(name)));
    return data === undefined ? [] : [[name, data]];
  }
}

/** Follows a path (`Account.Name`). Salesforce takes names in any case, and answers in its own. */
function valueAt(record: SalesforceRecord, path: string): unknown {
  return path.split('.').reduce<unknown>((inner, name) => {
    if (typeof inner !== 'object' || inner === null) return null;
    return Object.entries(inner).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  }, record);
}
