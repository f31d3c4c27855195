import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { CallOptions } from '../contracts/calls.js';
import type {
  Contact,
  ContactOutcome,
  ContactPage,
  ContactsProvider,
  ListContacts,
  UpsertContact,
  UpsertedContact,
} from '../contracts/contacts.js';
import { NotFoundError, ValidationError } from '../contracts/errors.js';
import { FacetRegistry } from '../platform/facets/facet-registry.js';
import { ContactsFacet } from '../platform/facets/facets.js';
import { TimelineReferences } from '../platform/timeline/timeline-references.js';

export interface ContactOptions extends CallOptions {
  /** The provider's name. @default the only one that is loaded */
  provider?: string;
}

/**
 * Contacts at whichever provider is asked for. All methods are those of {@link ContactsProvider}, and besides throw
 * NotFoundError for a provider that there is none of, and ValidationError where several are loaded and none is named.
 */
@Injectable()
export class ContactsService implements ContactsProvider, OnModuleInit {
  private providers = new Map<string, ContactsProvider>();

  constructor(
    private readonly facets: FacetRegistry,
    private readonly references: TimelineReferences,
  ) {}

  onModuleInit(): void {
    this.providers = this.facets.find<ContactsProvider>(ContactsFacet);
  }

  async upsertContact(contact: UpsertContact, options: ContactOptions = {}): Promise<UpsertedContact> {
    this.references.noteAmong(contact.properties);
    return this.provider('contacts.upsert', options).upsertContact(contact, options);
  }

  async upsertContacts(
    contacts: readonly UpsertContact[],
    options: ContactOptions = {},
  ): Promise<readonly ContactOutcome[]> {
    return this.provider('contacts.upsert', options).upsertContacts(contacts, options);
  }

  async getContact(
    id: string,
    wish: { readonly properties?: readonly string[] } = {},
    options: ContactOptions = {},
  ): Promise<Contact> {
    return this.provider('contacts.get', options).getContact(id, wish, options);
  }

  async pageOfContacts(query: ListContacts = {}, options: ContactOptions = {}): Promise<ContactPage> {
    return this.provider('contacts.list', options).pageOfContacts(query, options);
  }

  async *listContacts(
    query: Omit<ListContacts, 'pageToken'> = {},
    options: ContactOptions = {},
  ): AsyncGenerator<Contact, void> {
    yield* this.provider('contacts.list', options).listContacts(query, options);
  }

  private provider(operation: string, { provider: name }: ContactOptions): ContactsProvider {
    const names = [...this.providers.keys()];
    const wanted = name ?? (names.length === 1 ? names[0] : undefined);
    const provider = wanted === undefined ? undefined : this.providers.get(wanted);
    if (provider) return provider;
    if (wanted === undefined && names.length > 1) {
      const details = [{ field: 'provider', issue: `must be one of: ${names.join(', ')}` }];
      const message = `${operation} has to know at which provider: see provider.`;
      throw new ValidationError(message, { provider: 'any', operation }, details);
    }
    const message = `There is no contacts provider ${JSON.stringify(wanted ?? 'any')}. Known: ${names.join(', ') || 'none is loaded'}.`;
    throw new NotFoundError(message, { provider: wanted ?? 'any', operation });
  }
}
