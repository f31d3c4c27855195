import { Inject, Injectable } from '@nestjs/common';
import type { CallOptions } from '../../contracts/calls.js';
import type {
  Contact,
  ContactOutcome,
  ContactPage,
  ContactsProvider,
  ListContacts,
  UpsertContact,
  UpsertedContact,
} from '../../contracts/contacts.js';
import { IntegrationError, NotFoundError } from '../../contracts/errors.js';
import { ContactsFacet } from '../../platform/facets/facets.js';
import {
  SalesforceClient,
  type QueryLocator,
  type QueryPage,
  type SalesforceOperation,
  type SalesforceRecord,
} from './salesforce.client.js';
import { salesforceConfig, type SalesforceConfig } from './salesforce.config.js';
import { draftOf, type ContactDraft } from './contacts/contact-draft.js';
import { ContactFields } from './contacts/contact-fields.js';
import { inOurWords } from './contacts/contact-outcomes.js';
import { contactQuery, contactsQuery, isContactId } from './contacts/contact-query.js';
import { SalesforceContactWriter } from './contacts/contact-writer.js';
import type { Soql } from './contacts/soql.js';

const OPERATIONS = { get: 'contacts.get', list: 'contacts.list', upsert: 'contacts.upsert' };

const about = (operation: string) => ({ provider: 'salesforce', operation });

/** Contacts of a Salesforce organisation. */
@Injectable()
@ContactsFacet('salesforce')
export class SalesforceContactsProvider implements ContactsProvider<SalesforceRecord> {
  private readonly fields: ContactFields;

  constructor(
    @Inject(salesforceConfig.token) config: SalesforceConfig,
    private readonly salesforce: SalesforceClient,
    private readonly writer: SalesforceContactWriter,
  ) {
    this.fields = new ContactFields(config);
  }

  /**
   * Makes the contact, or changes the one there is. When the making of one that was looked for by its address is not
   * answered, it is not repeated; a repeat of the whole finds it.
   * @throws ValidationError without a key, for a new contact without a last name, or for what Salesforce refuses
   * @throws ConflictError when several contacts have the key, or a duplicate rule of the organisation forbids it
   * @throws whatever {@link SalesforceClient.perform} throws
   */
  async upsertContact(
    contact: UpsertContact,
    options: CallOptions = {},
  ): Promise<UpsertedContact<SalesforceRecord>> {
    const draft = draftOf(contact, this.fields, about(OPERATIONS.upsert));
    return this.salesforce.perform(OPERATIONS.upsert, options, async (salesforce) => {
      const written = (await this.writer.write([draft], salesforce)).get(draft);
      if (!written) throw new TypeError('The contact was neither written nor refused.');
      if ('error' in written) throw written.error;
      const { id, created } = written;
      return { contact: await this.read(id, Object.keys(contact.properties ?? {}), salesforce), created };
    });
  }

  /** Two hundred by a call where they have an external id, and by two or three calls where they have addresses only. */
  async upsertContacts(
    contacts: readonly UpsertContact[],
    options: CallOptions = {},
  ): Promise<readonly ContactOutcome[]> {
    const drafts = contacts.map((contact) => this.draftOrError(contact));
    const good = drafts.filter((draft): draft is ContactDraft => !(draft instanceof IntegrationError));
    const outcomes =
      good.length === 0
        ? new Map<ContactDraft, ContactOutcome>()
        : await this.salesforce.perform(OPERATIONS.upsert, options, (salesforce) =>
            this.writer.write(good, salesforce),
          );
    return drafts.map((draft) => {
      const outcome = draft instanceof IntegrationError ? { error: draft } : outcomes.get(draft);
      if (!outcome) throw new TypeError('A contact was neither written nor refused.');
      return outcome;
    });
  }

  async getContact(
    id: string,
    { properties = [] }: { readonly properties?: readonly string[] } = {},
    options: CallOptions = {},
  ): Promise<Contact<SalesforceRecord>> {
    return this.salesforce.perform(OPERATIONS.get, options, (salesforce) =>
      this.read(id, properties, salesforce),
    );
  }

  async pageOfContacts(
    query: ListContacts = {},
    options: CallOptions = {},
  ): Promise<ContactPage<SalesforceRecord>> {
    const { pageSize = 100, properties = [] } = query;
    // One more than asked for says whether there are more. Salesforce's own pages have 200 records at least.
    const soql = contactsQuery(query, pageSize + 1, this.fields, about(OPERATIONS.list));
    const records = await this.salesforce.perform(OPERATIONS.list, options, (salesforce) =>
      this.named(properties, () => salesforce.records(soql)),
    );
    const contacts = records.slice(0, pageSize).map((record) => this.fields.contactOf(record, properties));
    return { contacts, nextPageToken: records.length > pageSize ? contacts.at(-1)?.id : undefined };
  }

  /** By as few calls as there can be: Salesforce hands out up to 2,000 at a time, whatever `pageSize` says. */
  async *listContacts(
    query: Omit<ListContacts, 'pageToken'> = {},
    options: CallOptions = {},
  ): AsyncGenerator<Contact<SalesforceRecord>> {
    const { properties = [] } = query;
    let from: Soql | QueryLocator | undefined = contactsQuery(
      query,
      undefined,
      this.fields,
      about(OPERATIONS.list),
    );
    while (from) {
      const here: Soql | QueryLocator = from;
      const page: QueryPage = await this.salesforce.perform(OPERATIONS.list, options, (salesforce) =>
        this.named(properties, () => salesforce.page(here)),
      );
      for (const record of page.records) yield this.fields.contactOf(record, properties);
      from = page.next;
    }
  }

  private draftOrError(contact: UpsertContact): ContactDraft | IntegrationError {
    try {
      return draftOf(contact, this.fields, about(OPERATIONS.upsert));
    } catch (error) {
      if (error instanceof IntegrationError) return error;
      throw error;
    }
  }

  private async read(
    id: string,
    properties: readonly string[],
    salesforce: SalesforceOperation,
  ): Promise<Contact<SalesforceRecord>> {
    const query = contactQuery(id, properties, this.fields, salesforce.describe());
    const [record] = isContactId(id) ? await this.named(properties, () => salesforce.records(query)) : [];
    if (record) return this.fields.contactOf(record, properties);
    const message = 'Salesforce has no contact of this id, or hides it from the app’s user.';
    throw new NotFoundError(message, salesforce.describe());
  }

  /** Runs a query whose errors about fields name them as our input does. */
  private async named<T>(properties: readonly string[], ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof IntegrationError) throw inOurWords(error, this.fields.inputPaths(properties));
      throw error;
    }
  }
}
