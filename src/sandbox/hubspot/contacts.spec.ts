import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, CLIENT, post, REDIRECT_URI } from '../oauth/spec-support.js';
import { closeAll, closing, newStateFile } from '../spec-support.js';
import { type HubSpotSandbox, startHubSpotSandbox } from './hubspot-sandbox.js';

const HUB = '146425420';
const CONTACTS = '/crm/v3/objects/contacts';

interface Answer {
  status: number;
  // The specs look into answers of every shape; a wrong path shows as a failed expectation.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

let sandbox: HubSpotSandbox;
beforeAll(async () => {
  sandbox = closing(await startHubSpotSandbox({ port: 0 }));
});
afterAll(closeAll);

async function call(
  method: string,
  path: string,
  body?: object,
  { at = sandbox, token }: { at?: HubSpotSandbox; token?: string } = {},
): Promise<Answer> {
  const response = await fetch(`${at.url}${CONTACTS}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token ?? at.environment.HUBSPOT_ACCESS_TOKEN}`,
      'Content-Type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const create = (properties: Record<string, string>) => call('POST', '', { properties });
const upsert = (...inputs: object[]) => call('POST', '/batch/upsert', { inputs });
const byEmail = (id: string, properties: Record<string, string> = {}) => ({
  id,
  idProperty: 'email',
  properties,
});

let count = 0;
const address = () => `person${(count += 1)}@example.com`;

describe('one contact', () => {
  it('is made, read, changed and archived', async () => {
    const email = address();
    const made = await create({ email: ` ${email.toUpperCase()} `, firstname: 'Ada' });
    expect(made).toMatchObject({ status: 201, body: { properties: { email }, archived: false } });
    const { id } = made.body;
    expect(await call('GET', `/${id}?properties=email,loyalty_tier`)).toMatchObject({
      status: 200,
      body: { id, properties: { email, loyalty_tier: null, hs_object_id: id } },
    });
    expect((await call('GET', `/${email}?idProperty=email`)).body.id).toBe(id);
    const changes = { properties: { firstname: '', loyalty_tier: 'gold' } };
    expect((await call('PATCH', `/${id}`, changes)).body.properties).toMatchObject({
      firstname: null,
      loyalty_tier: 'gold',
    });
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    expect(await call('GET', `/${id}`)).toMatchObject({
      status: 404,
      body: { category: 'OBJECT_NOT_FOUND' },
    });
    expect((await create({ email })).status).toBe(201);
  });

  it('has an address that no other has', async () => {
    const email = address();
    const { id } = (await create({ email })).body;
    expect(await create({ email: email.toUpperCase() })).toMatchObject({
      status: 409,
      body: { category: 'CONFLICT', message: `Contact already exists. Existing ID: ${id}` },
    });
  });

  it.each([
    ['no_such_property', 'x', 'PROPERTY_DOESNT_EXIST'],
    ['email', 'nope', 'INVALID_EMAIL'],
    ['loyalty_tier', 'diamond', 'INVALID_OPTION'],
    ['createdate', '2026-01-01T00:00:00Z', 'READ_ONLY_VALUE'],
    ['annualrevenue', 'much', 'INVALID_INTEGER'],
  ])('is refused with %s %s', async (property, value, code) => {
    const { status, body } = await create({ [property]: value });
    expect(status).toBe(400);
    expect(body.message).toContain(`Property values were not valid: [`);
    expect(body.errors).toMatchObject([{ code, context: { propertyName: [property] } }]);
  });
});

describe('batches', () => {
  it('upsert, and say what is new', async () => {
    const [first, second] = [address(), address()];
    await create({ email: first });
    const { status, body } = await upsert(byEmail(first, { firstname: 'Ada' }), byEmail(second));
    expect(status).toBe(200);
    const found = body.results.map((each: { new: boolean }) => each.new);
    expect(found).toEqual([true, false]); // the other way round
  });

  it('by e-mail address happen wholly or not at all', async () => {
    const email = address();
    expect(await upsert(byEmail(email), byEmail(address(), { loyalty_tier: 'diamond' }))).toMatchObject({
      status: 400,
      body: { category: 'VALIDATION_ERROR' },
    });
    expect((await call('GET', `/${email}?idProperty=email`)).status).toBe(404);
  });

  it('by an own property happen in part, and say which part not', async () => {
    const input = (id: string, properties = {}) => ({
      id,
      idProperty: 'customer_number',
      properties,
      objectWriteTraceId: `trace-${id}`,
    });
    const { status, body } = await upsert(input('c-1'), input('c-2', { loyalty_tier: 'diamond' }));
    expect(status).toBe(207);
    expect(body).toMatchObject({
      numErrors: 1,
      results: [{ new: true, objectWriteTraceId: 'trace-c-1' }],
      errors: [{ category: 'VALIDATION_ERROR', context: { objectWriteTraceId: ['trace-c-2'] } }],
    });
  });

  it('refuse what HubSpot refuses', async () => {
    const email = address();
    const refused = { status: 400, body: { category: 'VALIDATION_ERROR' } };
    expect(await upsert(byEmail(email), byEmail(email))).toMatchObject(refused);
    expect(await upsert(...Array.from({ length: 101 }, () => byEmail(address())))).toMatchObject(refused);
    expect(await upsert({ id: 'x', idProperty: 'jobtitle', properties: {} })).toMatchObject(refused);
    expect(await upsert({ id: 'x', properties: {} })).toMatchObject(refused);
    expect(await call('POST', '/batch/upsert', { inputs: 'none' })).toMatchObject(refused);
  });

  it('create, update and read', async () => {
    const email = address();
    const created = await call('POST', '/batch/create', { inputs: [{ properties: { email } }] });
    expect(created.status).toBe(201);
    const [{ id }] = created.body.results;
    const inputs = [{ id, properties: { firstname: 'Ada' } }];
    expect((await call('POST', '/batch/update', { inputs })).status).toBe(200);
    const wanted = {
      inputs: [{ id }, { id: '999999' }],
      properties: ['firstname'],
      propertiesWithHistory: [],
    };
    expect(await call('POST', '/batch/read', wanted)).toMatchObject({
      status: 207,
      body: {
        results: [{ id, properties: { firstname: 'Ada' } }],
        errors: [{ context: { ids: ['999999'] } }],
      },
    });
  });
});

describe('the search', () => {
  const search = (body: object) => call('POST', '/search', body);
  const filter = (propertyName: string, operator: string, more: object = {}) => ({
    filterGroups: [{ filters: [{ propertyName, operator, ...more }] }],
  });

  it('filters, sorts and pages', async () => {
    const company = `Company ${Math.random()}`;
    for (const firstname of ['Ada', 'Grace', 'Mary']) await create({ email: address(), firstname, company });
    const mine = { ...filter('company', 'EQ', { value: company.toLowerCase() }), properties: ['firstname'] };
    const first = await search({ ...mine, sorts: ['-firstname'], limit: 2 });
    expect(first.body).toMatchObject({ total: 3, paging: { next: { after: '2' } } });
    const names = (answer: Answer) =>
      answer.body.results.map((each: { properties: { firstname: string } }) => each.properties.firstname);
    expect(names(first)).toEqual(['Mary', 'Grace']);
    const rest = await search({ ...mine, sorts: ['-firstname'], limit: 2, after: '2' });
    expect(names(rest)).toEqual(['Ada']);
    expect(rest.body.paging).toBeUndefined();
  });

  it.each([
    ['GT', { value: '20' }, ['30']],
    ['GTE', { value: '20' }, ['20', '30']],
    ['LT', { value: '20' }, ['3']],
    ['BETWEEN', { value: '3', highValue: '20' }, ['3', '20']],
    ['IN', { values: ['3', '30'] }, ['3', '30']],
    ['NEQ', { value: '3' }, ['20', '30']],
    ['HAS_PROPERTY', {}, ['3', '20', '30']],
  ])('compares numbers by %s', async (operator, more, expected) => {
    const city = `City ${operator}`;
    for (const annualrevenue of ['3', '20', '30']) await create({ email: address(), city, annualrevenue });
    const filters = [
      { propertyName: 'city', operator: 'EQ', value: city },
      { propertyName: 'annualrevenue', operator, ...more },
    ];
    const { body } = await search({
      filterGroups: [{ filters }],
      sorts: ['annualrevenue'],
      properties: ['annualrevenue'],
    });
    expect(
      body.results.map((each: { properties: { annualrevenue: string } }) => each.properties.annualrevenue),
    ).toEqual(expected);
  });

  it('ends at 10,000 results, 200 a page, and at what it does not know', async () => {
    expect((await search({ limit: 200, after: '9800' })).status).toBe(200);
    expect((await search({ limit: 200, after: '9801' })).status).toBe(400);
    expect((await search({ limit: 201 })).status).toBe(400);
    expect((await search(filter('no_such_property', 'EQ', { value: 'x' }))).status).toBe(400);
    expect((await search(filter('email', 'LIKE', { value: 'x' }))).status).toBe(400);
  });
});

describe('who calls', () => {
  it('sees the contacts of the own account, by the scopes that were granted', async () => {
    const connect = async (hub: string, scope: string) => {
      const code = await new Browser(sandbox, '/oauth/authorize').allow(hub, { scope });
      const form = { ...CLIENT, grant_type: 'authorization_code', redirect_uri: REDIRECT_URI, code };
      return String((await post(`${sandbox.url}/oauth/2026-03/token`, form)).body.access_token);
    };
    const { id } = (await create({ email: address() })).body;
    const reader = await connect(HUB, 'oauth crm.objects.contacts.read');
    expect((await call('GET', `/${id}`, undefined, { token: reader })).status).toBe(200);
    expect(await call('POST', '', { properties: {} }, { token: reader })).toMatchObject({
      status: 403,
      body: {
        category: 'MISSING_SCOPES',
        errors: [{ context: { requiredGranularScopes: ['crm.objects.contacts.write'] } }],
      },
    });
    const other = await connect('146425421', 'oauth crm.objects.contacts.read');
    expect((await call('GET', `/${id}`, undefined, { token: other })).status).toBe(404);
    expect((await call('GET', '', undefined, { token: other })).body).toEqual({ results: [] });
    expect((await call('GET', `/${id}`, undefined, { token: 'none' })).status).toBe(401);
  });
});

describe('the sandbox', () => {
  it('remembers across a restart, and shows contacts on its page', async () => {
    const stateFile = newStateFile();
    const email = "o'brien&co@example.com";
    const before = await startHubSpotSandbox({ port: 0, stateFile });
    const made = await call('POST', '', { properties: { email, firstname: '<Ada>' } }, { at: before });
    await before.close();
    const after = closing(await startHubSpotSandbox({ port: 0, stateFile }));
    expect(after.environment.HUBSPOT_ACCESS_TOKEN).toBe(before.environment.HUBSPOT_ACCESS_TOKEN);
    const found = await call('GET', `/${made.body.id}`, undefined, { at: after });
    expect(found.body.properties.email).toBe(email);
    expect((await call('POST', '', { properties: { email } }, { at: after })).status).toBe(409);
    expect(await (await fetch(after.url)).text()).toContain('&lt;Ada&gt;');
  });

  it('fails on demand', async () => {
    const { id } = (await create({ email: address() })).body;
    sandbox.failNext({ method: 'GET', path: new RegExp(`/${id}$`), mode: 'reset-before' });
    await expect(call('GET', `/${id}`)).rejects.toThrow('fetch failed');
    sandbox.failNext({ method: 'PATCH', mode: 'reset-after' });
    await expect(call('PATCH', `/${id}`, { properties: { city: 'Ockham' } })).rejects.toThrow('fetch failed');
    expect((await call('GET', `/${id}?properties=city`)).body.properties.city).toBe('Ockham');
    sandbox.failNext({ mode: 'daily-limit', times: 2 });
    const limited = { status: 429, body: { policyName: 'DAILY' } };
    expect(await call('GET', `/${id}`)).toMatchObject(limited);
    expect(await call('GET', `/${id}`)).toMatchObject(limited);
    expect((await call('GET', `/${id}`)).status).toBe(200);
  });
});
