import type { ListContacts } from '../../../contracts/contacts.js';
import { ValidationError, type FieldIssue, type IntegrationErrorOptions } from '../../../contracts/errors.js';
import { normalAddress, NO_EXTERNAL_ID } from './contact-draft.js';
import { COLUMNS, type ContactFields } from './contact-fields.js';
import { all, anywhere, field, fields, isFieldPath, soql, type Soql } from './soql.js';

/** The ids of contacts: 003, and 12 characters more; three further ones only restate their case. */
const CONTACT_ID = /^003[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?$/;

/** The most characters of each text to look for: more make an address that is too long for Salesforce. */
const LONGEST = { key: 255, search: 200 };

/** Whether a text can be the id of a contact, by its form. */
export function isContactId(text: string): boolean {
  return CONTACT_ID.test(text);
}

/** A contact by its id. @throws ValidationError for properties that cannot be fields */
export function contactQuery(
  id: string,
  properties: readonly string[],
  known: ContactFields,
  about: IntegrationErrorOptions,
): Soql {
  refuseIf(propertyIssues(properties, known), about);
  return soql`SELECT ${fields(known.selected(properties))} FROM Contact WHERE Id = ${id}`;
}

/**
 * Contacts in the order of their ids, which is more or less that of their making. It stays when they change, so that a
 * listing can go on after the last id it has shown.
 * @param limit the most to bring; without it, all
 * @throws ValidationError for what cannot be looked for
 */
export function contactsQuery(
  query: ListContacts,
  limit: number | undefined,
  known: ContactFields,
  about: IntegrationErrorOptions,
): Soql {
  const { properties = [] } = query;
  refuseIf([...queryIssues(query, known), ...propertyIssues(properties, known)], about);
  const conditions = [...conditionsOf(query, known)];
  const where = conditions.length > 0 ? soql` WHERE ${all(conditions)}` : soql``;
  const end = limit === undefined ? soql`` : soql` LIMIT ${limit}`;
  return soql`SELECT ${fields(known.selected(properties))} FROM Contact${where} ORDER BY Id${end}`;
}

/** Who has one of these addresses, as few fields as possible. */
export function addressesQuery(addresses: readonly string[]): Soql {
  return soql`SELECT Id, Email FROM Contact WHERE ${field(COLUMNS.email)} IN ${addresses} ORDER BY Id`;
}

function* conditionsOf(
  { email, externalId, search, updatedFrom, pageToken }: ListContacts,
  known: ContactFields,
): Generator<Soql> {
  if (email !== undefined) yield soql`${field(COLUMNS.email)} = ${normalAddress(email)}`;
  if (externalId !== undefined && known.externalId !== undefined) {
    yield soql`${field(known.externalId)} = ${externalId}`;
  }
  for (const word of search?.split(/\s+/).filter(Boolean) ?? []) {
    yield soql`(Name LIKE ${anywhere(word)} OR Email LIKE ${anywhere(word)})`;
  }
  if (updatedFrom !== undefined) yield soql`SystemModstamp >= ${updatedFrom}`;
  if (pageToken !== undefined) yield soql`Id > ${pageToken}`;
}

/** Nothing looks for an empty text: to Salesforce that means whoever has no value. */
function* queryIssues(
  { email, externalId, search, updatedFrom, pageSize, pageToken }: ListContacts,
  known: ContactFields,
): Generator<FieldIssue> {
  if (email?.trim() === '') yield { field: 'email', issue: 'must not be empty' };
  if (externalId === '') yield { field: 'externalId', issue: 'must not be empty' };
  if (externalId !== undefined && known.externalId === undefined) {
    yield { field: 'externalId', issue: NO_EXTERNAL_ID };
  }
  const texts = [
    ['email', email, LONGEST.key],
    ['externalId', externalId, LONGEST.key],
    ['search', search, LONGEST.search],
  ] as const;
  for (const [name, text, longest] of texts) {
    if ((text?.length ?? 0) > longest) {
      yield { field: name, issue: `must be at most ${longest} characters` };
    }
  }
  if (updatedFrom !== undefined && Number.isNaN(updatedFrom.getTime())) {
    yield { field: 'updatedFrom', issue: 'must be a time' };
  }
  if (pageSize !== undefined && !(Number.isInteger(pageSize) && pageSize >= 1 && pageSize <= 100)) {
    yield { field: 'pageSize', issue: 'must be a whole number from 1 to 100' };
  }
  if (pageToken !== undefined && !isContactId(pageToken)) {
    yield { field: 'pageToken', issue: 'must be the nextPageToken of an earlier page' };
  }
}

function propertyIssues(properties: readonly string[], known: ContactFields): FieldIssue[] {
  return properties
    .filter((name) => !isFieldPath(known.pathOf(name)))
    .map((name) => ({
      field: `properties.${name}`,
      issue: 'must be the API name of a field, or in SALESFORCE_CONTACT_FIELDS',
    }));
}

function refuseIf(details: readonly FieldIssue[], about: IntegrationErrorOptions): void {
  if (details.length === 0) return;
  const names = details.map((each) => each.field).join(', ');
  throw new ValidationError(
    `Salesforce cannot be asked for contacts like that: see ${names}.`,
    about,
    details,
  );
}
