import { Injectable } from '@nestjs/common';
import type { ApiOperation } from '../../connections/roads/provider-api.js';
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
import { CONTACTS, hubspotContact, type HubSpotContact } from './contacts/answers.js';
import { HubSpotUpserts } from './contacts/batch.js';
import { HubSpotClient } from './hubspot.client.js';
import { toUpsertInput, type UpsertInput } from './contacts/contact-key.js';
import { HubSpotContactMapping } from './contacts/contact-mapping.js';
import { contactQuery, propertiesQuery } from './contacts/contact-query.js';

/** Contacts in HubSpot's CRM. */
@Injectable()
@ContactsFacet('hubspot')
export class HubSpotContactsProvider implements ContactsProvider<HubSpotContact> {
  constructor(
    private readonly hubspot: HubSpotClient,
    private readonly mapping: HubSpotContactMapping,
  ) {}

  /**
   * Upserts, then reads the contact: HubSpot's answer to an upsert has only what was written.
   * @throws ValidationError without a key, or with a property or a value that HubSpot does not take
   * @throws ConflictError when another contact has the e-mail address already
   * @throws whatever {@link HubSpotClient.perform} throws
   */
  async upsertContact(
    contact: UpsertContact,
    options: CallOptions = {},
  ): Promise<UpsertedContact<HubSpotContact>> {
    const input = toUpsertInput(contact, this.mapping, about('contacts.upsert'));
    return this.hubspot.perform('contacts.upsert', options, async (api) => {
      const upserts = this.upserts(api);
      await upserts.run([input]);
      const outcome = upserts.outcomeOf(input);
      if ('error' in outcome) throw outcome.error;
      const names = Object.keys(contact.properties ?? {});
      return { contact: await this.read(api, outcome.id, names), created: outcome.created };
    });
  }

  /**
   * Contacts of one key are written one after the other, in their order.
   * @throws IntegrationError when HubSpot cannot be spoken to and nothing was written; otherwise each outcome has its own
   */
  async upsertContacts(
    contacts: readonly UpsertContact[],
    options: CallOptions = {},
  ): Promise<readonly ContactOutcome[]> {
    const prepared = contacts.map((contact) => this.prepare(contact));
    const inputs = prepared.flatMap((each) => ('input' in each ? [each.input] : []));
    if (inputs.length === 0) return prepared.flatMap((each) => ('error' in each ? [each] : []));
    return this.hubspot.perform('contacts.upsertMany', options, async (api) => {
      const upserts = this.upserts(api);
      await upserts.run(inputs);
      return prepared.map((each) => ('error' in each ? each : upserts.outcomeOf(each.input)));
    });
  }

  /** @throws NotFoundError when HubSpot has no contact of that id; archived ones are not there */
  async getContact(
    id: string,
    { properties = [] }: { readonly properties?: readonly string[] } = {},
    options: CallOptions = {},
  ): Promise<Contact<HubSpotContact>> {
    if (!/^\d{1,19}$/.test(id)) throw notFound(id);
    return this.hubspot.perform('contacts.get', options, (api) => this.read(api, id, properties));
  }

  /**
   * Reads by e-mail address and by external id what is there at this moment. Words and `updatedFrom` are searched for,
   * and HubSpot's search learns of a change some seconds late. The order is that in which contacts were made.
   * @throws ValidationError that names the wrong field
   */
  async pageOfContacts(
    query: ListContacts = {},
    options: CallOptions = {},
  ): Promise<ContactPage<HubSpotContact>> {
    const { call, nextOf, keeps } = contactQuery(query, this.mapping, about('contacts.list'));
    const page = await this.hubspot.call('contacts.list', call, options);
    const contacts = page.results.map((raw) => this.mapping.toContact(raw, query.properties));
    return { contacts: contacts.filter(keeps), nextPageToken: nextOf(page) };
  }

  async *listContacts(
    query: Omit<ListContacts, 'pageToken'> = {},
    options: CallOptions = {},
  ): AsyncIterable<Contact<HubSpotContact>> {
    let page = await this.pageOfContacts(query, options);
    yield* page.contacts;
    while (page.nextPageToken !== undefined) {
      page = await this.pageOfContacts({ ...query, pageToken: page.nextPageToken }, options);
      yield* page.contacts;
    }
  }

  private upserts(api: ApiOperation): HubSpotUpserts {
    return new HubSpotUpserts(api, (property) => this.mapping.fieldOf(property));
  }

  private prepare(contact: UpsertContact): { input: UpsertInput } | { error: IntegrationError } {
    try {
      return { input: toUpsertInput(contact, this.mapping, about('contacts.upsertMany')) };
    } catch (error) {
      if (error instanceof IntegrationError) return { error };
      throw error;
    }
  }

  private async read(
    api: ApiOperation,
    id: string,
    names: readonly string[],
  ): Promise<Contact<HubSpotContact>> {
    const raw = await api.call({
      method: 'GET',
      path: `${CONTACTS}/:id`,
      params: { id },
      query: propertiesQuery(this.mapping.wanted(names)),
      answer: hubspotContact,
    });
    return this.mapping.toContact(raw, names);
  }
}

function about(operation: string): { provider: string; operation: string } {
  return { provider: 'hubspot', operation };
}

function notFound(id: string): NotFoundError {
  const message = `HubSpot has no contact of the id ${JSON.stringify(id.slice(0, 40))}: ids are numbers.`;
  return new NotFoundError(message, about('contacts.get'));
}
