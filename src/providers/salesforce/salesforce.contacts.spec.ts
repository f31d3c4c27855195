import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { faults, startFaultServer } from '../../../test/support/fault-server.js';
import { startTestHookline, type TestHookline } from '../../../test/support/hookline.js';
import { Connecting } from '../../connections/accounts/connecting.js';
import type { Contact, UpsertContact } from '../../contracts/contacts.js';
import {
  ConflictError,
  NotConfiguredError,
  OutcomeUnknownError,
  ProviderUnavailableError,
  RateLimitError,
  ResponseFormatError,
} from '../../contracts/errors.js';
import { SYSTEM } from '../../platform/audit/audit-log.js';
import { Browser, CLIENT, post, REDIRECT_URI } from '../../sandbox/oauth/spec-support.js';
import {
  startSalesforceSandbox,
  type SalesforceSandbox,
} from '../../sandbox/salesforce/salesforce-sandbox.js';
import { SalesforceContactsProvider } from './salesforce.contacts.js';

/** What is Salesforce's own; `test/contracts/salesforce-contacts.spec.ts` has what every provider does. */

let sandbox: SalesforceSandbox;
let hookline: TestHookline;
let contacts: SalesforceContactsProvider;
beforeAll(async () => {
  sandbox = await startSalesforceSandbox({ port: 0 });
  hookline = await start();
  contacts = providerOf(hookline);
});
afterAll(async () => {
  await hookline?.close();
  await sandbox?.close();
});

const start = (environment: Record<string, string> = {}) =>
  startTestHookline({
    environment: { ...sandbox.environment, SALESFORCE_RETRY_DELAY: '0.02', ...environment },
  });
const providerOf = ({ app }: TestHookline) => app.get(SalesforceContactsProvider, { strict: false });

const somebody = (wish: Partial<UpsertContact> = {}) => ({
  email: `${randomUUID()}@example.com`,
  lastName: 'Lovelace',
  ...wish,
});

/** A provider with other settings, for as long as `work` takes. */
async function withSettings<T>(
  environment: Record<string, string>,
  work: (provider: SalesforceContactsProvider) => Promise<T>,
): Promise<T> {
  const other = await start(environment);
  try {
    return await work(providerOf(other));
  } finally {
    await other.close();
  }
}

async function callsOf(act: () => Promise<unknown>): Promise<number> {
  const before = sandbox.calls();
  await act();
  return sandbox.calls() - before;
}

async function collect(items: AsyncIterable<Contact>): Promise<Contact[]> {
  const all: Contact[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('many contacts', () => {
  it('cost five calls for a thousand by external id, and a call for each two thousand to read', async () => {
    const lastName = randomUUID();
    const wishes = Array.from({ length: 2_100 }, (_, index) => ({
      externalId: `${lastName}-${index}`,
      lastName,
    }));
    expect(await callsOf(() => contacts.upsertContacts(wishes.slice(0, 1_000)))).toBe(5);
    await contacts.upsertContacts(wishes.slice(1_000));
    let found: Contact[] = [];
    const calls = await callsOf(async () => {
      found = await collect(contacts.listContacts({ search: lastName }));
    });
    expect(calls).toBe(2);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2_100);
  }, 180_000);

  it('are written as far as Salesforce answers', async () => {
    const wishes = Array.from({ length: 201 }, () => somebody());
    sandbox.failNext({ mode: 500, method: 'POST', path: /composite/ });
    const outcomes = await contacts.upsertContacts(wishes);
    const [first, last] = [outcomes[0], outcomes[200]];
    expect(first).toMatchObject({ error: expect.any(ProviderUnavailableError) });
    expect(last).toMatchObject({ created: true });
    const again = await contacts.upsertContacts(wishes);
    expect([again[0], again[200]]).toMatchObject([{ created: true }, { created: false }]);
  });

  it('may have long addresses: each query is as long as Salesforce takes', async () => {
    const wishes = Array.from({ length: 200 }, () =>
      somebody({ email: `${randomUUID()}${'+'.repeat(30)}@example.com` }),
    );
    const calls = await callsOf(async () => {
      const outcomes = await contacts.upsertContacts(wishes);
      expect(outcomes.filter((outcome) => 'error' in outcome)).toEqual([]);
    });
    // Three to look, one to write.
    expect(calls).toBe(4);
  });
});

describe('somebody new', () => {
  it('needs a last name, and none is made up', async () => {
    const nameless = { email: somebody().email };
    const needed = { details: [{ field: 'lastName' }] };
    await expect(contacts.upsertContact(nameless)).rejects.toMatchObject(needed);
    await expect(contacts.upsertContact({ ...nameless, externalId: randomUUID() })).rejects.toMatchObject(
      needed,
    );
    expect(await collect(contacts.listContacts(nameless))).toEqual([]);
  });

  it('is not made again when the answer is lost, and found when the whole is repeated', async () => {
    const wish = somebody();
    sandbox.failNext({ mode: 'reset-after', method: 'POST', path: /composite/ });
    await expect(contacts.upsertContact(wish)).rejects.toThrow(OutcomeUnknownError);
    expect(await contacts.upsertContact(wish)).toMatchObject({ created: false });
    expect(await collect(contacts.listContacts({ email: wish.email }))).toHaveLength(1);
  });
});

describe('what Salesforce refuses', () => {
  it.each([
    ['firstName', { firstName: 'x'.repeat(41) }],
    ['email', { email: 'ada@localhost' }],
    ['properties.loyalty_tier', { properties: { loyalty_tier: 'wood' } }],
    ['properties.Loyalty_Tier__c', { properties: { Loyalty_Tier__c: 'wood' } }],
    ['properties.Name', { properties: { Name: 'Ada' } }],
  ])('is said of %s', async (field, wish) => {
    await expect(contacts.upsertContact(somebody(wish))).rejects.toMatchObject({
      name: 'ValidationError',
      details: [{ field }],
    });
  });

  it('is said of a property that is only read', async () => {
    const refused = { name: 'ValidationError', details: [{ field: 'properties.Nope__c' }] };
    const { contact } = await contacts.upsertContact(somebody());
    const asked = { properties: ['Nope__c'] };
    await expect(contacts.getContact(contact.id, asked)).rejects.toMatchObject(refused);
    await expect(contacts.pageOfContacts(asked)).rejects.toMatchObject(refused);
    await expect(collect(contacts.listContacts(asked))).rejects.toMatchObject(refused);
  });

  it('is an address, or an external id, that several contacts have', async () => {
    const email = somebody().email;
    const same = () => somebody({ properties: { Legacy_Id__c: 'twice' } });
    await contacts.upsertContacts([same(), same()]);
    await withSettings({ SALESFORCE_CONTACT_EXTERNAL_ID: 'Legacy_Id__c' }, async (other) => {
      await other.upsertContact({ email, lastName: 'One', externalId: 'legacy-1' });
      await other.upsertContact({ email, lastName: 'Two', externalId: 'legacy-2' });
      await expect(other.upsertContact({ email, lastName: 'Three' })).rejects.toThrow(ConflictError);
      await expect(other.upsertContact(somebody({ externalId: 'twice' }))).rejects.toThrow(ConflictError);
    });
  });

  it('is a field that is no external id', async () => {
    await withSettings({ SALESFORCE_CONTACT_EXTERNAL_ID: 'Phone' }, async (other) => {
      const refused = other.upsertContact(somebody({ externalId: '1' }));
      await expect(refused).rejects.toThrow(NotConfiguredError);
      await expect(refused).rejects.toThrow('SALESFORCE_CONTACT_EXTERNAL_ID is Phone');
    });
  });

  it('is everything when the calls of the day are used up', async () => {
    sandbox.failNext({ mode: 'daily-limit' });
    const refused = contacts.upsertContact(somebody());
    await expect(refused).rejects.toThrow(RateLimitError);
    await expect(refused).rejects.toThrow('daily limit');
  });
});

describe('on the way', () => {
  it('an ended session is renewed, and nobody hears of it', async () => {
    const wish = somebody();
    sandbox.expireSessions();
    expect(await contacts.upsertContact(wish)).toMatchObject({ created: true });
  });

  it('a change is made again when somebody else was changing the record', async () => {
    const wish = somebody();
    await contacts.upsertContact(wish);
    sandbox.failNext({ mode: 'locked', method: 'PATCH' });
    expect(await contacts.upsertContact(wish)).toMatchObject({ created: false });
  });

  it('no address in an answer is believed but for where it goes on', async () => {
    const elsewhere = await startFaultServer({
      answer: ({ path }) =>
        path === '/services/oauth2/token'
          ? faults.ok({ access_token: 'token', token_type: 'Bearer' })
          : faults.ok({
              totalSize: 2,
              done: false,
              nextRecordsUrl: 'https://evil.example/services/data/v63.0/query/01g-2000',
              records: [],
            }),
    });
    try {
      await withSettings({ SALESFORCE_API_BASE_URL: elsewhere.url }, async (other) => {
        await expect(collect(other.listContacts())).rejects.toThrow(ResponseFormatError);
      });
    } finally {
      await elsewhere.close();
    }
  });
});

it('acts for a connected organisation at its own address', async () => {
  const account = '00D5g00000Sand2EAB';
  const browser = new Browser(sandbox, '/services/oauth2/authorize');
  const code = await browser.allow(account, { scope: 'api refresh_token' });
  const { body } = await post(`${sandbox.url}/services/oauth2/token`, {
    ...CLIENT,
    grant_type: 'authorization_code',
    redirect_uri: REDIRECT_URI,
    code,
  });
  const grant = {
    accessToken: String(body['access_token']),
    refreshToken: String(body['refresh_token']),
    scopes: ['api'],
    expiresAt: new Date(Date.now() + 3_600_000),
    answer: {},
  };
  // The environment's own organisation is elsewhere.
  await withConnection(account, grant, async (provider, connectionId) => {
    const wish = somebody();
    const { contact } = await provider.upsertContact(wish, { connectionId });
    expect(await provider.getContact(contact.id, {}, { connectionId })).toMatchObject(wish);
    expect(await collect(contacts.listContacts({ email: wish.email }))).toEqual([]);
    await expect(provider.getContact(contact.id)).rejects.toThrow(NotConfiguredError);
  });
});

async function withConnection(
  account: string,
  grant: Parameters<Connecting['withGrant']>[2],
  work: (provider: SalesforceContactsProvider, connectionId: string) => Promise<void>,
): Promise<void> {
  const other = await start({ SALESFORCE_API_BASE_URL: '' });
  try {
    const proved = { provider: 'salesforce', tenant: undefined, actor: SYSTEM };
    const identity = { id: account, label: 'Globex', details: { instance_url: sandbox.url } };
    const { id } = await other.app
      .get(Connecting, { strict: false })
      .withGrant(proved, identity, grant, ['api']);
    await work(providerOf(other), id);
  } finally {
    await other.close();
  }
}
