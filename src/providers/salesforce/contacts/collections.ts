import { z } from 'zod';
import type { ContactValue } from '../../../contracts/contacts.js';
import { DATA } from '../salesforce.api-version.js';
import type { SalesforceOperation } from '../salesforce.client.js';
import { recordErrors, type RecordErrors } from '../salesforce.errors.js';

/** How many records Salesforce takes in one request. */
export const MAX_RECORDS = 200;

/** What became of one record of many. */
export type Saved =
  | { readonly success: true; readonly id: string; readonly created: boolean }
  | { readonly success: false; readonly errors: RecordErrors };

const refused = z.object({ success: z.literal(false), errors: recordErrors });
const created = z
  .object({ success: z.literal(true), id: z.string() })
  .transform((record) => ({ ...record, created: true }));
const updated = created.transform((record) => ({ ...record, created: false }));
const upserted = z.object({ success: z.literal(true), id: z.string(), created: z.boolean() });

/** A contact's values by the API names of their fields. */
type Values = Readonly<Record<string, ContactValue>>;

/**
 * Makes contacts, {@link MAX_RECORDS} at most. One that is refused does not hold up the others. Salesforce has no
 * idempotency keys: what is not answered is not sent again.
 * @throws ValidationError for all of them, when one has a field that there is not
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_create.htm
 */
export function createContacts(
  salesforce: SalesforceOperation,
  contacts: readonly Values[],
): Promise<readonly Saved[]> {
  return salesforce.call({
    method: 'POST',
    path: `${DATA}/composite/sobjects`,
    json: collectionOf(contacts),
    answer: z.array(z.union([created, refused])).length(contacts.length),
  });
}

/**
 * Changes contacts, {@link MAX_RECORDS} at most; each names its `Id`. One that is refused does not hold up the others.
 * @throws ValidationError for all of them, when one has a field that there is not
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_update.htm
 */
export function updateContacts(
  salesforce: SalesforceOperation,
  contacts: readonly Values[],
): Promise<readonly Saved[]> {
  return salesforce.call({
    method: 'PATCH',
    path: `${DATA}/composite/sobjects`,
    json: collectionOf(contacts),
    safety: { by: 'upsert' },
    answer: z.array(z.union([updated, refused])).length(contacts.length),
  });
}

/**
 * Makes or changes contacts by the values of their external id field, {@link MAX_RECORDS} at most. The value stands in
 * the body: in an address, Salesforce takes some for file names, and `..` leads elsewhere.
 * @throws ValidationError for all of them, when one has a field that there is not
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_sobjects_collections_upsert.htm
 */
export function upsertContacts(
  salesforce: SalesforceOperation,
  externalIdField: string,
  contacts: readonly Values[],
): Promise<readonly Saved[]> {
  return salesforce.call({
    method: 'PATCH',
    path: `${DATA}/composite/sobjects/Contact/:field`,
    params: { field: externalIdField },
    json: collectionOf(contacts),
    safety: { by: 'upsert' },
    answer: z.array(z.union([upserted, refused])).length(contacts.length),
  });
}

function collectionOf(contacts: readonly Values[]): object {
  return {
    allOrNone: false,
    records: contacts.map((values) => ({ attributes: { type: 'Contact' }, ...values })),
  };
}
