import type { ContactValue, UpsertContact } from '../../../contracts/contacts.js';
import { ValidationError, type FieldIssue, type IntegrationErrorOptions } from '../../../contracts/errors.js';
import { COLUMNS, type ContactFields } from './contact-fields.js';
import { isFieldPath } from './soql.js';

/** A contact that is ready to be written. */
export interface ContactDraft {
  /** By what it is found: an external id, or an address in its normal form. */
  readonly key: { readonly by: 'externalId' | 'email'; readonly value: string };
  /** Values by the API names of their fields. */
  readonly values: Readonly<Record<string, ContactValue>>;
  /** Where in the input each comes from, by the field's name in lower case. */
  readonly inputPaths: ReadonlyMap<string, string>;
}

/** One address, by its looks; Salesforce looks closer. */
const ADDRESS = /^[^\s@,;]+@[^\s@,;]+$/;

/** What is no field to be written, whatever its value. */
const RESERVED = new Set(['id', 'attributes']);

/** An address as it is kept: Salesforce takes two for the same whatever their case. */
export function normalAddress(email: string): string {
  return email.trim().toLowerCase();
}

/**
 * Reads what is to be written, before anything is.
 * @throws ValidationError without a key, or with something that cannot be a field of a contact
 */
export function draftOf(
  contact: UpsertContact,
  fields: ContactFields,
  about: IntegrationErrorOptions,
): ContactDraft {
  const { externalId, properties = {} } = contact;
  const email = contact.email === undefined ? undefined : normalAddress(contact.email);
  const columns = columnsOf(contact, email, fields);
  const details = [
    ...keyIssues(email, externalId, fields),
    ...companyIssues(contact, fields),
    ...propertyIssues(Object.keys(properties), columns, fields),
  ];
  if (details.length > 0) {
    const names = details.map(({ field }) => field).join(', ');
    throw new ValidationError(`That cannot be a contact of Salesforce: see ${names}.`, about, details);
  }
  const further = Object.entries(properties).map(([name, value]) => [fields.pathOf(name), value] as const);
  return {
    key:
      externalId === undefined
        ? { by: 'email', value: email ?? '' }
        : { by: 'externalId', value: externalId },
    values: Object.fromEntries([...columns, ...further]),
    inputPaths: fields.inputPaths(Object.keys(properties)),
  };
}

function columnsOf(
  { firstName, lastName, phone, company, externalId }: UpsertContact,
  email: string | undefined,
  fields: ContactFields,
): ReadonlyMap<string, string> {
  const columns: [string | undefined, string | undefined][] = [
    [COLUMNS.email, email],
    [COLUMNS.firstName, firstName],
    [COLUMNS.lastName, lastName],
    [COLUMNS.phone, phone],
    [fields.company, company],
    [fields.externalId, externalId],
  ];
  return new Map(columns.filter((pair): pair is [string, string] => !pair.includes(undefined)));
}

function* keyIssues(
  email: string | undefined,
  externalId: string | undefined,
  fields: ContactFields,
): Generator<FieldIssue> {
  if (email === undefined && externalId === undefined) {
    yield { field: 'email', issue: 'is needed, or an external id' };
  }
  if (email !== undefined && !ADDRESS.test(email)) {
    yield { field: 'email', issue: 'must be one e-mail address' };
  }
  if (externalId === '') yield { field: 'externalId', issue: 'must not be empty' };
  if (externalId !== undefined && fields.externalId === undefined) {
    yield { field: 'externalId', issue: NO_EXTERNAL_ID };
  }
}

/** What is wrong with an external id where there is no field for it. */
export const NO_EXTERNAL_ID =
  'has no field in Salesforce: set SALESFORCE_CONTACT_EXTERNAL_ID to the API name of an external id field of Contact';

function* companyIssues({ company }: UpsertContact, fields: ContactFields): Generator<FieldIssue> {
  if (company === undefined) return;
  if (fields.company === undefined) {
    const issue =
      'is the name of another record in Salesforce, the account, and cannot be written: give it a field of its own ' +
      'by SALESFORCE_CONTACT_FIELDS=company:Company__c';
    yield { field: 'company', issue };
  } else if (fields.company.includes('.')) {
    yield { field: 'company', issue: `is a field of another record (${fields.company}), and only read` };
  }
}

function* propertyIssues(
  names: readonly string[],
  columns: ReadonlyMap<string, string>,
  fields: ContactFields,
): Generator<FieldIssue> {
  const taken = new Set([...columns.keys()].map((column) => column.toLowerCase()));
  for (const name of names) {
    const path = fields.pathOf(name);
    const field = `properties.${name}`;
    if (!isFieldPath(path))
      yield { field, issue: 'must be the API name of a field, or in SALESFORCE_CONTACT_FIELDS' };
    else if (path.includes('.')) yield { field, issue: 'is a field of another record, and only read' };
    else if (RESERVED.has(path.toLowerCase())) yield { field, issue: 'is given by Salesforce' };
    else if (taken.has(path.toLowerCase())) yield { field, issue: `gives ${path} a second value` };
    taken.add(path.toLowerCase());
  }
}
