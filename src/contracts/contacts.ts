import type { CallOptions } from './calls.js';

/** A property's value, in the provider's own terms. */
export type ContactValue = string | number | boolean | null;

/** Somebody the product knows, in provider-neutral terms. */
export interface Contact<Raw = unknown> {
  /** The provider's id. */
  readonly id: string;
  readonly provider: string;
  readonly email: string | undefined;
  /** The product's own id of it, where the provider has a property for that. */
  readonly externalId: string | undefined;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly phone: string | undefined;
  readonly company: string | undefined;
  /** All further properties that were asked for, by the names that the product knows them by. */
  readonly properties: Readonly<Record<string, ContactValue>>;
  readonly createdAt: Date | undefined;
  readonly updatedAt: Date | undefined;
  /** The provider's own object, whole. */
  readonly raw: Raw;
}

/** A contact as it is to be. Found by `externalId` where there is one, otherwise by `email`: one of them is needed. */
export interface UpsertContact {
  readonly email?: string;
  readonly externalId?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly phone?: string;
  readonly company?: string;
  /**
   * Further properties: by the names of the field mapping (`<PROVIDER>_CONTACT_FIELDS`), or by the provider's own.
   * `null` empties one.
   */
  readonly properties?: Readonly<Record<string, ContactValue>>;
}

/** A contact as it is now, and whether it is new. */
export interface UpsertedContact<Raw = unknown> {
  readonly contact: Contact<Raw>;
  readonly created: boolean;
}

/** One contact of several, and what became of it. */
export type ContactOutcome =
  | { readonly id: string; readonly created: boolean | undefined }
  | {
      /** An `IntegrationError` about this one alone. */
      readonly error: Error;
    };

export interface ListContacts {
  /** Exactly this address. */
  readonly email?: string;
  readonly externalId?: string;
  /** Words to look for in names and addresses. */
  readonly search?: string;
  /** Changed at or after this time. */
  readonly updatedFrom?: Date;
  /** Further properties to bring, by the names of the field mapping or the provider's own. */
  readonly properties?: readonly string[];
  /** How many at a time, 1 to 100. @default 100 */
  readonly pageSize?: number;
  /** Goes on after an earlier page. */
  readonly pageToken?: string;
}

/** One page of a listing. */
export interface ContactPage<Raw = unknown> {
  readonly contacts: readonly Contact<Raw>[];
  /** `pageToken` of the next; `undefined` on the last. */
  readonly nextPageToken: string | undefined;
}

/** A provider that keeps contacts, marked by `@ContactsFacet('<provider>')`. */
export interface ContactsProvider<Raw = unknown> {
  /**
   * Makes the contact, or changes the one there is: writing the same again leaves the same.
   * @throws ValidationError without a key, or with a property that the provider does not have
   * @throws ConflictError when several contacts have the key
   */
  upsertContact(contact: UpsertContact, options?: CallOptions): Promise<UpsertedContact<Raw>>;
  /**
   * Many at once, by the provider's batch calls. One outcome for each, in their order. Of several with one key, the last
   * wins.
   */
  upsertContacts(
    contacts: readonly UpsertContact[],
    options?: CallOptions,
  ): Promise<readonly ContactOutcome[]>;
  /** @param properties further properties to bring */
  getContact(
    id: string,
    wish?: { readonly properties?: readonly string[] },
    options?: CallOptions,
  ): Promise<Contact<Raw>>;
  pageOfContacts(query?: ListContacts, options?: CallOptions): Promise<ContactPage<Raw>>;
  /** All pages; asks for the next one when the loop gets there. */
  listContacts(query?: Omit<ListContacts, 'pageToken'>, options?: CallOptions): AsyncIterable<Contact<Raw>>;
}
