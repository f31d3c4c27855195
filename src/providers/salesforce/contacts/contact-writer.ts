import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import {
  ConflictError,
  NotConfiguredError,
  NotFoundError,
  ValidationError,
} from '../../../contracts/errors.js';
import { LocksService } from '../../../platform/locks/locks.service.js';
import type { SalesforceOperation } from '../salesforce.client.js';
import { createContacts, MAX_RECORDS, updateContacts, upsertContacts, type Saved } from './collections.js';
import { salesforceConfig, type SalesforceConfig } from '../salesforce.config.js';
import { normalAddress, type ContactDraft } from './contact-draft.js';
import { saveApart, settle, type Outcomes, type Written } from './contact-outcomes.js';
import { addressesQuery } from './contact-query.js';
import { soql } from './soql.js';

/** The most bytes of addresses for one query: it travels in a URL, and Salesforce takes 16,384 with all headers. */
const MAX_QUERY_BYTES = 12_000;

/** Writes contacts by Salesforce's calls for many at once, one contact or thousands. */
@Injectable()
export class SalesforceContactWriter {
  constructor(
    @Inject(salesforceConfig.token) private readonly config: SalesforceConfig,
    private readonly locks: LocksService,
  ) {}

  /**
   * Makes or changes contacts. One that fails does not hold up the others, nor does a call that fails those of another
   * call. Whoever comes twice is written twice, in that order.
   * @throws only what is no IntegrationError, such as the caller's abort reason
   */
  async write(drafts: readonly ContactDraft[], salesforce: SalesforceOperation): Promise<Outcomes> {
    const outcomes = new Map<ContactDraft, Written>();
    for (const batch of batchesOf(drafts)) {
      const settled = await settle(batch, () =>
        batch[0]?.key.by === 'externalId'
          ? this.writeByExternalId(batch, salesforce)
          : this.writeByAddress(batch, salesforce),
      );
      for (const [draft, outcome] of settled) outcomes.set(draft, outcome);
    }
    return outcomes;
  }

  private writeByExternalId(
    drafts: readonly ContactDraft[],
    salesforce: SalesforceOperation,
  ): Promise<Outcomes> {
    return saveApart(drafts, salesforce, async (some) => {
      const contacts = some.map(({ values }) => values);
      return this.upsert(contacts, salesforce);
    });
  }

  private async upsert(
    contacts: readonly ContactDraft['values'][],
    salesforce: SalesforceOperation,
  ): Promise<readonly Saved[]> {
    const { contactExternalId = '' } = this.config;
    try {
      return await upsertContacts(salesforce, contactExternalId, contacts);
    } catch (error) {
      if (!(error instanceof NotFoundError) || error.status !== 404) throw error;
      const message = `SALESFORCE_CONTACT_EXTERNAL_ID is ${contactExternalId}, which is no external id field of Contact, or hidden from the app’s user. Correct it.`;
      throw new NotConfiguredError(message, { ...salesforce.describe(), status: 404, cause: error });
    }
  }

  /**
   * To Salesforce several contacts may have one address, so that we look first, and one at a time for an address: two
   * who looked at the same moment would both find nobody, and make two contacts.
   */
  private writeByAddress(
    drafts: readonly ContactDraft[],
    salesforce: SalesforceOperation,
  ): Promise<Outcomes> {
    const account = salesforce.connectionId ?? 'environment';
    const names = drafts.map(({ key }) => lockName(account, key.value)).toSorted();
    // Always in the same order, so that no two batches wait for one another.
    const underLocks = names.reduceRight<() => Promise<Outcomes>>(
      (work, name) => () => this.locks.run(name, salesforce.signal, work),
      () => changeOrCreate(drafts, salesforce),
    );
    return underLocks();
  }
}

async function changeOrCreate(
  drafts: readonly ContactDraft[],
  salesforce: SalesforceOperation,
): Promise<Outcomes> {
  const addresses = drafts.map(({ key }) => key.value);
  const holders = await holdersOf(addresses, salesforce);
  const outcomes = new Map<ContactDraft, Written>();
  const known: ContactDraft[] = [];
  const unknown: ContactDraft[] = [];
  for (const draft of drafts) {
    const ids = holders.get(draft.key.value) ?? [];
    if (ids.length > 1) outcomes.set(draft, { error: ambiguous(ids, salesforce) });
    else if (ids.length === 1) known.push(draft);
    else if (!draft.values['LastName']) outcomes.set(draft, { error: withoutLastName(salesforce) });
    else unknown.push(draft);
  }
  const withId = (draft: ContactDraft) => ({
    ...draft.values,
    Id: holders.get(draft.key.value)?.[0] ?? '',
  });
  const changed = await saveApart(known, salesforce, (some) => updateContacts(salesforce, some.map(withId)));
  const created = await saveApart(unknown, salesforce, (some) =>
    createContacts(
      salesforce,
      some.map(({ values }) => values),
    ),
  );
  return new Map([...outcomes, ...changed, ...created]);
}

/** The ids of the contacts that have each address. */
async function holdersOf(
  addresses: readonly string[],
  salesforce: SalesforceOperation,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const holders = new Map<string, string[]>();
  for (const some of queriesFor(addresses)) {
    for (const { Id, Email } of await salesforce.records(addressesQuery(some))) {
      const address = typeof Email === 'string' ? normalAddress(Email) : '';
      holders.set(address, [...(holders.get(address) ?? []), Id]);
    }
  }
  return holders;
}

/** Each key once in a batch, and each batch by one kind of key: whoever comes again goes into a later one. */
function batchesOf(drafts: readonly ContactDraft[]): ContactDraft[][] {
  const times = new Map<string, number>();
  const rounds = Map.groupBy(drafts, ({ key }) => {
    const name = `${key.by} ${key.value.toLowerCase()}`;
    const time = times.get(name) ?? 0;
    times.set(name, time + 1);
    return `${key.by} ${time}`;
  });
  return [...rounds.values()].flatMap((round) =>
    Array.from({ length: Math.ceil(round.length / MAX_RECORDS) }, (_, index) =>
      round.slice(index * MAX_RECORDS, (index + 1) * MAX_RECORDS),
    ),
  );
}

/** Addresses in as few lists as fit into a query each. */
function queriesFor(addresses: readonly string[]): string[][] {
  const lists: string[][] = [];
  let bytes = Infinity;
  for (const address of addresses) {
    const more = new URLSearchParams({ ',': soql`${address}`.text }).toString().length;
    if (bytes + more > MAX_QUERY_BYTES) {
      lists.push([]);
      bytes = 0;
    }
    lists.at(-1)?.push(address);
    bytes += more;
  }
  return lists;
}

/** No e-mail addresses in the table of locks. */
function lockName(account: string, address: string): string {
  return `contact:salesforce:${account}:${createHash('sha256').update(address).digest('hex')}`;
}

function ambiguous(ids: readonly string[], salesforce: SalesforceOperation): ConflictError {
  const message = `Several contacts of Salesforce have this address (${ids.slice(0, 5).join(', ')}). Merge them there, or name one by its externalId.`;
  return new ConflictError(message, salesforce.describe());
}

/** Salesforce makes no contact without one, and none is made up here. */
function withoutLastName(salesforce: SalesforceOperation): ValidationError {
  return new ValidationError(
    'Nobody in Salesforce has this address, and it makes no contact without a last name: see lastName.',
    salesforce.describe(),
    [{ field: 'lastName', issue: 'is needed for a new contact' }],
  );
}
