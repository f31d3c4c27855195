import type { UpsertContact } from '../../../contracts/contacts.js';
import { ValidationError, type IntegrationErrorOptions } from '../../../contracts/errors.js';
import type { HubSpotContactMapping } from './contact-mapping.js';

/** Enough to see a mistake before a call; HubSpot is stricter. */
const EMAIL = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/;
/** RFC 5321, 4.5.3.1: what an address may be long, in characters. */
const MAX_EMAIL_LENGTH = 254;

/** A contact as a batch of HubSpot's takes it. */
export interface UpsertInput {
  /** The value by which it is known. */
  readonly id: string;
  /** The property that has it. */
  readonly idProperty: string;
  readonly properties: Readonly<Record<string, string>>;
}

/**
 * What is to be sent for a contact: known by its external id where it has one, otherwise by its e-mail address.
 * @throws ValidationError without either, or with an address that is none
 */
export function toUpsertInput(
  contact: UpsertContact,
  mapping: HubSpotContactMapping,
  about: IntegrationErrorOptions,
): UpsertInput {
  const { email, externalId, ...rest } = contact;
  const address = email === undefined ? undefined : checkedEmail(email, about);
  if (externalId !== undefined) {
    const idProperty = externalIdProperty(externalId, mapping, about);
    const properties = mapping.toProperties({ ...rest, externalId, ...(address && { email: address }) });
    return { id: externalId, idProperty, properties };
  }
  if (address === undefined) {
    throw invalid('email', 'is needed, unless there is an external id to know the contact by', about);
  }
  return { id: address, idProperty: 'email', properties: mapping.toProperties({ ...rest, email: address }) };
}

/** An address as HubSpot keeps it. @throws ValidationError for a text that is none */
export function checkedEmail(email: string, about: IntegrationErrorOptions): string {
  const address = email.trim().toLowerCase();
  if (address.length > MAX_EMAIL_LENGTH || !EMAIL.test(address))
    throw invalid('email', 'must be one e-mail address: ada@example.com', about);
  return address;
}

/** The property that holds external ids. @throws ValidationError when there is none, or for an empty id */
export function externalIdProperty(
  externalId: string,
  { externalIdProperty: property }: HubSpotContactMapping,
  about: IntegrationErrorOptions,
): string {
  if (property === undefined) {
    const issue =
      'has no property at HubSpot: make one with unique values there, and set HUBSPOT_CONTACT_EXTERNAL_ID to its internal name';
    throw invalid('externalId', issue, about);
  }
  if (externalId.trim() === '') throw invalid('externalId', 'must not be empty', about);
  return property;
}

/** One wrong field. */
export function invalid(field: string, issue: string, about: IntegrationErrorOptions): ValidationError {
  const message = `${about.operation} cannot be carried out at HubSpot: see ${field}.`;
  return new ValidationError(message, about, [{ field, issue }]);
}
