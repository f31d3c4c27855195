import type { z } from 'zod';
import type { ApiCall } from '../../../connections/roads/provider-api.js';
import type { Contact, ListContacts } from '../../../contracts/contacts.js';
import type { IntegrationErrorOptions } from '../../../contracts/errors.js';
import { CONTACTS, contactList, MAX_BATCH } from './answers.js';
import { checkedEmail, externalIdProperty, invalid } from './contact-key.js';
import type { HubSpotContactMapping } from './contact-mapping.js';

/** The longest text that HubSpot searches for, in characters. */
const MAX_SEARCH = 3000;

/** A read by POST leaves everything as it is, however often it is sent. */
const READ = { by: 'upsert' } as const;

type ContactList = z.output<typeof contactList>;

/** How one page of a listing is had. */
export interface ContactQuery {
  readonly call: ApiCall<ContactList>;
  /** What the page after this one is asked for by. */
  nextOf(page: ContactList): string | undefined;
  /** Whether a contact that came is one that was asked for. */
  keeps(contact: Contact): boolean;
}

/** A listing after its check. */
interface Wish {
  readonly pageSize: number;
  readonly pageToken: string | undefined;
  readonly search: string | undefined;
  readonly updatedFrom: Date | undefined;
  /** Properties that identify a contact, and their values. */
  readonly keys: readonly (readonly [property: string, value: string])[];
  readonly properties: string[];
}

/**
 * Says how a page is asked for: by a key where one is given, since HubSpot's search learns of changes late; by a search
 * for words and times; otherwise by the plain list.
 * @throws ValidationError that names the wrong field
 */
export function contactQuery(
  query: ListContacts,
  mapping: HubSpotContactMapping,
  about: IntegrationErrorOptions,
): ContactQuery {
  const wish = check(query, mapping, about);
  const [key] = wish.keys;
  if (wish.search === undefined && key) return byKey(key, wish);
  return wish.search === undefined && wish.updatedFrom === undefined ? everybody(wish) : bySearch(wish);
}

function byKey([idProperty, id]: readonly [string, string], wish: Wish): ContactQuery {
  const { keys, updatedFrom, properties } = wish;
  return {
    call: {
      method: 'POST',
      path: `${CONTACTS}/batch/read`,
      json: { idProperty, inputs: [{ id }], properties, propertiesWithHistory: [] },
      safety: READ,
      answer: contactList,
    },
    nextOf: () => undefined,
    keeps: (contact) =>
      keys.every(([property, value]) => contact[property === 'email' ? 'email' : 'externalId'] === value) &&
      (updatedFrom === undefined || (contact.updatedAt !== undefined && contact.updatedAt >= updatedFrom)),
  };
}

function everybody({ pageSize, pageToken, properties }: Wish): ContactQuery {
  const query = propertiesQuery(properties);
  query.set('limit', String(pageSize));
  if (pageToken !== undefined) query.set('after', pageToken);
  return {
    call: { method: 'GET', path: CONTACTS, query, answer: contactList },
    nextOf: ({ paging }) => paging?.next?.after,
    keeps: () => true,
  };
}

/** A page goes on after the last id: by its own paging, HubSpot ends every search at 10,000 contacts. */
function bySearch({ pageSize, pageToken, search, updatedFrom, keys, properties }: Wish): ContactQuery {
  const filters = [
    ...keys.map(([propertyName, value]) => ({ propertyName, operator: 'EQ', value })),
    ...(updatedFrom
      ? [{ propertyName: 'lastmodifieddate', operator: 'GTE', value: String(updatedFrom.getTime()) }]
      : []),
    ...(pageToken !== undefined ? [{ propertyName: 'hs_object_id', operator: 'GT', value: pageToken }] : []),
  ];
  return {
    call: {
      method: 'POST',
      path: `${CONTACTS}/search`,
      json: {
        ...(search !== undefined && { query: search }),
        ...(filters.length > 0 && { filterGroups: [{ filters }] }),
        sorts: ['hs_object_id'],
        limit: pageSize,
        properties,
      },
      safety: READ,
      answer: contactList,
    },
    nextOf: ({ paging, results }) => paging?.next && results.at(-1)?.id,
    keeps: () => true,
  };
}

/** `properties=email&properties=firstname` */
export function propertiesQuery(properties: readonly string[]): URLSearchParams {
  return new URLSearchParams(properties.map((name): [string, string] => ['properties', name]));
}

function check(query: ListContacts, mapping: HubSpotContactMapping, about: IntegrationErrorOptions): Wish {
  const { email, externalId, updatedFrom, pageSize = MAX_BATCH, pageToken } = query;
  const search = query.search?.trim() || undefined;
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > MAX_BATCH) {
    throw invalid('pageSize', `must be a whole number from 1 to ${MAX_BATCH}`, about);
  }
  if (pageToken !== undefined && !/^\d{1,19}$/.test(pageToken)) {
    throw invalid('pageToken', 'must be the nextPageToken of an earlier page', about);
  }
  if (search !== undefined && search.length > MAX_SEARCH) {
    throw invalid('search', `must be at most ${MAX_SEARCH} characters`, about);
  }
  if (updatedFrom !== undefined && Number.isNaN(updatedFrom.getTime())) {
    throw invalid('updatedFrom', 'must be a valid time', about);
  }
  const keys: [string, string][] = [];
  if (externalId !== undefined) keys.push([externalIdProperty(externalId, mapping, about), externalId]);
  if (email !== undefined) keys.push(['email', checkedEmail(email, about)]);
  return { pageSize, pageToken, search, updatedFrom, keys, properties: mapping.wanted(query.properties) };
}
