import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenConnection } from '../../test/support/connections.js';
import { startTestHookline, type ApiAnswer, type TestHookline } from '../../test/support/hookline.js';
import { startHubSpotSandbox, type HubSpotSandbox } from '../sandbox/hubspot/hubspot-sandbox.js';
import { Browser, CLIENT, post, REDIRECT_URI } from '../sandbox/oauth/spec-support.js';
import { startSalesforceSandbox, type SalesforceSandbox } from '../sandbox/salesforce/salesforce-sandbox.js';
import { ContactsService } from './contacts.service.js';

const PROVIDERS = ['hubspot', 'salesforce'] as const;
type Provider = (typeof PROVIDERS)[number];

let sandboxes: { hubspot: HubSpotSandbox; salesforce: SalesforceSandbox };
let hookline: TestHookline;

beforeAll(async () => {
  const [hubspot, salesforce] = await Promise.all([
    startHubSpotSandbox({ port: 0 }),
    startSalesforceSandbox({ port: 0 }),
  ]);
  sandboxes = { hubspot, salesforce };
  hookline = await startTestHookline({
    environment: {
      ...hubspot.environment,
      HUBSPOT_CONTACT_FIELDS: 'tier:loyalty_tier',
      HUBSPOT_CONTACT_EXTERNAL_ID: 'customer_number',
      HUBSPOT_RATE_LIMIT: '1000000',
      HUBSPOT_RETRY_DELAY: '0.001',
      ...salesforce.environment,
      SALESFORCE_CONTACT_FIELDS: 'tier:Loyalty_Tier__c,company:Company__c',
      SALESFORCE_RETRY_DELAY: '0.001',
    },
  });
});
afterAll(async () => {
  await hookline.close();
  await Promise.all(PROVIDERS.map((provider) => sandboxes[provider].close()));
});

const put = (body: unknown) => hookline.api('PUT', '/v1/contacts', body);
const get = (path: string, query: Record<string, string>) =>
  hookline.api('GET', `/v1/contacts${path}?${new URLSearchParams(query).toString()}`);
const batch = (body: unknown, headers: Record<string, string> = {}) =>
  hookline.api('POST', '/v1/contacts/batch', body, headers);

/** A word that nobody else has. */
const word = () => `w${randomUUID().replaceAll('-', '').slice(0, 20)}`;
const somebody = (wish: object = {}) => ({
  email: `${word()}@example.com`,
  last_name: 'Lovelace',
  ...wish,
});

/** What is done, and how many calls of the provider's API that took. */
async function counted(provider: Provider, act: () => Promise<ApiAnswer>) {
  const before = sandboxes[provider].calls();
  const answer = await act();
  return { answer, calls: sandboxes[provider].calls() - before };
}

function fieldsOf({ body }: ApiAnswer): string[] {
  return body.error.details.map(({ field }: { field: string }) => field).toSorted();
}

describe.each(PROVIDERS)('contacts at %s over HTTP', (provider) => {
  it('are made, and shown as the contract has it', async () => {
    const wish = {
      email: `${word()}@example.com`,
      external_id: word(),
      first_name: 'Ada',
      last_name: 'Lovelace',
      phone: '+44 20 7946 0000',
      company: 'Analytical Engines',
      properties: { tier: 'gold' },
    };
    const answer = await put({ provider, ...wish });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      id: expect.any(String),
      provider,
      ...wish,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      raw: expect.objectContaining({}),
      created: true,
    });
  });

  it('are changed where they are there already, and read', async () => {
    const wish = somebody({ provider, first_name: 'Ada', properties: { tier: 'gold' } });
    const { body } = await put(wish);
    const changed = await put({ ...wish, last_name: 'King', properties: { tier: null } });
    expect(changed).toMatchObject({ status: 200, body: { id: body.id, created: false } });
    expect(await get(`/${body.id}`, { provider, properties: 'tier' })).toMatchObject({
      status: 200,
      body: { email: wish.email, first_name: 'Ada', last_name: 'King', properties: { tier: null } },
    });
    expect((await get(`/${body.id}`, { provider })).body).toMatchObject({ phone: null, properties: {} });
  });

  it('are listed page by page to the end', async () => {
    const lastName = word();
    const made: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      made.push((await put(somebody({ provider, last_name: lastName }))).body.id);
    }
    const pages: string[][] = [];
    let next: { cursor?: string } | undefined = {};
    while (next) {
      const { body } = await get('', { provider, search: lastName, limit: '2', ...next });
      pages.push(body.data.map(({ id }: { id: string }) => id));
      next = body.next_cursor === null ? undefined : { cursor: body.next_cursor };
    }
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat().toSorted()).toEqual(made.toSorted());
  });

  it('are found by their keys and by when they changed', async () => {
    const external_id = word();
    const wish = somebody({ external_id, properties: { tier: 'silver' } });
    const { body } = await put({ provider, ...wish });
    const idsFor = async (query: Record<string, string>) =>
      (await get('', { provider, ...query })).body.data.map(({ id }: { id: string }) => id);
    expect(await idsFor({ email: wish.email })).toEqual([body.id]);
    expect(await idsFor({ external_id })).toEqual([body.id]);
    expect(await idsFor({ email: wish.email, updated_from: body.updated_at })).toEqual([body.id]);
    expect(await idsFor({ email: wish.email, updated_from: '2999-01-01T00:00:00+01:00' })).toEqual([]);
    const [found] = (await get('', { provider, email: wish.email, properties: 'tier' })).body.data;
    expect(found.properties).toEqual({ tier: 'silver' });
  });

  it('are written many at once, with what became of each in their order', async () => {
    const known = somebody();
    const { body } = await put({ provider, ...known });
    const answer = await batch({
      provider,
      contacts: [
        somebody(),
        somebody({ properties: { Nope__c: 'x' } }),
        { last_name: 'King' },
        { ...known, last_name: 'King' },
        somebody({ email: 'nobody' }),
      ],
    });
    const refused = (field: string) => ({
      id: null,
      created: null,
      error: {
        code: 'VALIDATION_ERROR',
        message: expect.stringMatching(/./),
        details: [{ field, issue: expect.any(String) }],
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      data: [
        { id: expect.any(String), created: true, error: null },
        refused('properties.Nope__c'),
        refused('email'),
        { id: body.id, created: false, error: null },
        refused('email'),
      ],
    });
  });

  it('are written once under one key', async () => {
    const contacts = [somebody(), { ...somebody(), email: 'nobody' }];
    const headers = { 'Idempotency-Key': word() };
    const first = await batch({ provider, contacts }, headers);
    const repeat = await counted(provider, () => batch({ provider, contacts }, headers));
    expect(repeat).toMatchObject({ calls: 0, answer: { status: 200, body: first.body } });
    expect(repeat.answer.headers.get('idempotency-replayed')).toBe('true');
    expect((await batch({ provider, contacts: [somebody()] }, headers)).status).toBe(422);
  });

  it.each<[string, object]>([
    ['colour', { colour: 'red' }],
    ['created', { created: true }],
    ['email', { email: undefined }],
    ['email', { email: 'nobody' }],
    ['email', { email: 'a@example.com, b@example.com' }],
    ['email', { email: '' }],
    ['email', { email: 7 }],
    ['email', { email: `${'a'.repeat(320)}@example.com` }],
    ['external_id', { external_id: '' }],
    ['external_id', { external_id: 42 }],
    ['first_name', { first_name: null }],
    ['last_name', { last_name: 'half \ud800' }],
    ['phone', { phone: '1'.repeat(65) }],
    ['company', { company: ['A'] }],
    ['connection_id', { connection_id: '1' }],
    ['tenant', { tenant: '' }],
    ['provider', { provider: 7 }],
    ['properties', { properties: 'tier' }],
    ['properties', { properties: ['tier'] }],
    ['properties.tier', { properties: { tier: 'half \udfff' } }],
    ['properties.tier', { properties: { tier: ['gold'] } }],
    ['properties.tier', { properties: { tier: { name: 'gold' } } }],
    [`properties.${'k'.repeat(101)}`, { properties: { ['k'.repeat(101)]: 'v' } }],
  ])('name the wrong field before any call leaves: %s for %j', async (field, wish) => {
    const { answer, calls } = await counted(provider, () => put(somebody({ provider, ...wish })));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    expect(fieldsOf(answer)).toEqual([field]);
    expect(answer.body.error.message).toContain(field);
    expect(calls).toBe(0);
  });

  it('name a property that the provider does not have, as it was sent', async () => {
    const answer = await put(somebody({ provider, properties: { noSuchThing: 'x' } }));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    expect(fieldsOf(answer)).toEqual(['properties.noSuchThing']);
  });

  it.each<[string, Record<string, string>]>([
    ['limit', { limit: '0' }],
    ['limit', { limit: '101' }],
    ['limit', { limit: 'x' }],
    ['colour', { colour: 'red' }],
    ['cursor', { cursor: '../nothing' }],
    ['cursor', { cursor: '' }],
    ['email', { email: '' }],
    ['search', { search: '' }],
    ['updated_from', { updated_from: 'yesterday' }],
    ['updated_from', { updated_from: '2026-02-30T00:00:00Z' }],
    ['updated_from', { updated_from: '2026-11-21T09:00:00' }],
    ['properties', { properties: '' }],
    ['properties.1', { properties: 'tier,,city' }],
  ])('refuse a listing with a wrong %s: %j', async (field, query) => {
    const { answer, calls } = await counted(provider, () => get('', { provider, ...query }));
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    expect([fieldsOf(answer), calls]).toEqual([[field], 0]);
  });

  it('are not found under ids that are none', async () => {
    for (const id of ['999999999', '003000000000000AAA', '%00', '..%2Fcompanies', 'x'.repeat(90)]) {
      const answer = await get(`/${id}`, { provider });
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    }
  });

  it('tell an outage from a mistake', async () => {
    sandboxes[provider].failNext({ mode: 503, times: 4 }); // the first attempt and all repeats
    const answer = await put(somebody({ provider }));
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'PROVIDER_UNAVAILABLE' } } });
    expect((await put(somebody({ provider }))).status).toBe(201);
  });

  it('can be sent again under their key when none was written for want of the provider', async () => {
    const contacts = [somebody(), somebody()];
    const headers = { 'Idempotency-Key': word() };
    sandboxes[provider].failNext({ mode: 503, times: 4 });
    const failed = await batch({ provider, contacts }, headers);
    expect(failed).toMatchObject({ status: 503, body: { error: { code: 'PROVIDER_UNAVAILABLE' } } });
    const again = await batch({ provider, contacts }, headers);
    expect(again).toMatchObject({ status: 200, body: { data: [{ created: true }, { created: true }] } });
  });
});

describe('many contacts at once', () => {
  it.each<[string, unknown]>([
    ['contacts', undefined],
    ['contacts', []],
    ['contacts', {}],
    ['contacts', Array.from({ length: 1_001 }, () => ({ email: 'ada@example.com' }))],
    ['contacts.1.colour', [somebody(), { colour: 'red' }]],
    ['contacts.0.email', [{ email: 7 }]],
    ['contacts.0.properties.tier', [somebody({ properties: { tier: [] } })]],
    ['contacts.0.tenant', [somebody({ tenant: 'acme' })]],
  ])('are refused whole where they are not contacts at all: %s', async (field, contacts) => {
    const { answer, calls } = await counted('hubspot', () => batch({ provider: 'hubspot', contacts }));
    expect(answer.status).toBe(400);
    expect([fieldsOf(answer), calls]).toEqual([[field], 0]);
  });

  it('need no key: the same again leaves the same', async () => {
    const body = { provider: 'hubspot', contacts: [somebody(), somebody()] };
    const first = await batch(body);
    const again = await batch(body);
    expect(first.body.data).toMatchObject([{ created: true }, { created: true }]);
    expect(again.body.data).toEqual(first.body.data.map((each: object) => ({ ...each, created: false })));
  });
});

describe('which account is acted for', () => {
  const GLOBEX = '146425421';

  async function connectGlobex(tenant: string): Promise<string> {
    const scope = 'oauth crm.objects.contacts.read crm.objects.contacts.write';
    const code = await new Browser(sandboxes.hubspot, '/oauth/authorize').allow(GLOBEX, { scope });
    const { body } = await post(`${sandboxes.hubspot.url}/oauth/2026-03/token`, {
      ...CLIENT,
      grant_type: 'authorization_code',
      redirect_uri: REDIRECT_URI,
      code,
    });
    return givenConnection(hookline, {
      provider: 'hubspot',
      tenant,
      accessToken: String(body.access_token),
    });
  }

  it('is that of the connection, or of the tenant who has one', async () => {
    const tenant = word();
    const connection_id = await connectGlobex(tenant);
    const wish = somebody({ provider: 'hubspot' });
    const { status, body } = await put({ ...wish, connection_id });
    expect(status).toBe(201);
    const idsFor = async (account: Record<string, string>) =>
      (await get('', { provider: 'hubspot', email: wish.email, ...account })).body.data.map(
        ({ id }: { id: string }) => id,
      );
    expect(await idsFor({ connection_id })).toEqual([body.id]);
    expect(await idsFor({ tenant })).toEqual([body.id]);
    expect(await idsFor({})).toEqual([]);
    expect((await get(`/${body.id}`, { provider: 'hubspot', tenant })).status).toBe(200);
    const { email, last_name } = wish;
    const many = await batch({ provider: 'hubspot', tenant, contacts: [{ email, last_name }] });
    expect(many.body.data).toEqual([{ id: body.id, created: false, error: null }]);
  });

  it('is never the product’s own when another is meant', async () => {
    const nobody = '018f0000-0000-7000-8000-000000000000';
    const tenant = word();
    const connection_id = await connectGlobex(tenant);
    const accounts: Record<string, string>[] = [
      { provider: 'hubspot', tenant: 'nobody' },
      { provider: 'hubspot', connection_id: nobody },
      { provider: 'hubspot', connection_id, tenant: 'nobody' },
      { provider: 'salesforce', tenant },
      { provider: 'salesforce', connection_id },
    ];
    for (const account of accounts) {
      expect(await put(somebody(account))).toMatchObject({
        status: 404,
        body: { error: { code: 'NOT_FOUND' } },
      });
      expect((await get('/1', account)).status).toBe(404);
      expect((await batch({ ...account, contacts: [somebody()] })).status).toBe(404);
    }
  });

  it('has to be said by the provider’s name, since there are several', async () => {
    for (const answer of [
      await put(somebody()),
      await get('', {}),
      await get('/1', {}),
      await batch({ contacts: [somebody()] }),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.body.error.details).toEqual([
        { field: 'provider', issue: 'must be one of: hubspot, salesforce' },
      ]);
    }
  });

  it('is at a provider that there is', async () => {
    for (const answer of [
      await put(somebody({ provider: 'hubspott' })),
      await get('', { provider: 'stripe' }),
      await get('/1', { provider: '__proto__' }),
      await batch({ provider: 'hubspott', contacts: [somebody()] }),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
      expect(answer.body.error.message).toContain('Known: hubspot, salesforce.');
    }
  });
});

describe('who may', () => {
  it('read, and who may write, is said by scopes of their own', async () => {
    const as = async (scope: 'contacts:read' | 'contacts:write') => {
      const Authorization = `Bearer ${await hookline.createKey(scope)}`;
      const provider = 'hubspot';
      const answers = [
        await hookline.api('GET', '/v1/contacts?provider=hubspot', undefined, { Authorization }),
        await hookline.api('GET', '/v1/contacts/999?provider=hubspot', undefined, { Authorization }),
        await hookline.api('PUT', '/v1/contacts', somebody({ provider }), { Authorization }),
        await batch({ provider, contacts: [somebody()] }, { Authorization }),
      ];
      return answers.map(({ status }) => status);
    };
    expect(await as('contacts:read')).toEqual([200, 404, 403, 403]);
    expect(await as('contacts:write')).toEqual([403, 403, 201, 200]);
    const stranger = await hookline.api('GET', '/v1/contacts', undefined, { Authorization: '' });
    expect(stranger).toMatchObject({ status: 401, body: { error: { code: 'UNAUTHENTICATED' } } });
  });
});

describe('ContactsService', () => {
  it('does the same for a product that injects it', async () => {
    const contacts = hookline.app.get(ContactsService, { strict: false });
    const email = `${word()}@example.com`;
    for (const provider of PROVIDERS) {
      const wish = { email, lastName: 'Lovelace', properties: { tier: 'gold' } };
      const { contact, created } = await contacts.upsertContact(wish, { provider });
      expect([created, contact.provider]).toEqual([true, provider]);
      const found: unknown[] = [];
      for await (const each of contacts.listContacts({ email }, { provider })) found.push(each.id);
      expect(found).toEqual([contact.id]);
      const asked = { properties: ['tier'] };
      expect((await contacts.getContact(contact.id, asked, { provider })).properties).toEqual({
        tier: 'gold',
      });
      expect(await contacts.upsertContacts([wish], { provider })).toEqual([
        { id: contact.id, created: false },
      ]);
    }
    await expect(contacts.getContact('1')).rejects.toThrow('see provider');
    await expect(contacts.getContact('1', {}, { provider: 'hubspott' })).rejects.toThrow('Known: hubspot');
  });
});
