import { z } from 'zod';
import type { UpsertContact } from '../contracts/contacts.js';
import { accountFields, apart } from '../platform/http/account-fields.js';
import { text } from '../platform/http/text-field.js';

/** What the routes of contacts take, `snake_case` on the wire, and how it reads in terms of the contracts. */

/** Also of custom properties: `loyalty_tier`, `Loyalty_Tier__c`. */
const propertyName = text(100);

const value = z.union([text(65_536), z.literal(''), z.number(), z.boolean(), z.null()], {
  error: 'must be well-formed text of at most 65,536 characters, a number, true, false or null',
});

const contactFields = {
  email: text(320).optional(),
  external_id: text(255).optional(),
  first_name: text(255).optional(),
  last_name: text(255).optional(),
  phone: text(64).optional(),
  company: text(255).optional(),
  properties: z.record(propertyName, value).optional(),
};
type ContactFields = z.output<z.ZodObject<typeof contactFields>>;

function toContact({
  external_id: externalId,
  first_name: firstName,
  last_name: lastName,
  ...rest
}: ContactFields): UpsertContact {
  return { ...rest, externalId, firstName, lastName };
}

export const upsertBody = z
  .strictObject({ ...accountFields, ...contactFields })
  .transform(apart)
  .transform(({ account, ...contact }) => ({ account, contact: toContact(contact) }));
export type UpsertBody = z.output<typeof upsertBody>;

export const batchBody = z
  .strictObject({
    ...accountFields,
    contacts: z.array(z.strictObject(contactFields).transform(toContact)).min(1).max(1_000),
  })
  .transform(apart);
export type BatchBody = z.output<typeof batchBody>;

/** `properties=loyalty_tier,city` */
const properties = text(2_000)
  .transform((names) => names.split(',').map((name) => name.trim()))
  .pipe(z.array(propertyName).max(100))
  .optional();

export const listQuery = z
  .strictObject({
    ...accountFields,
    email: text(320).optional(),
    external_id: text(255).optional(),
    search: text(255).optional(),
    updated_from: z.iso
      .datetime({ offset: true, error: 'must be a time such as 2026-11-21T09:00:00Z' })
      .transform((time) => new Date(time))
      .optional(),
    properties,
    limit: z.coerce.number().int().min(1).max(100).default(20),
    cursor: text(2_048).optional(),
  })
  .transform(apart)
  .transform(({ account, external_id: externalId, updated_from: updatedFrom, limit, cursor, ...rest }) => ({
    account,
    query: { ...rest, externalId, updatedFrom, pageSize: limit, pageToken: cursor },
  }));
export type ListQuery = z.output<typeof listQuery>;

export const getQuery = z.strictObject({ ...accountFields, properties }).transform(apart);
export type GetQuery = z.output<typeof getQuery>;
