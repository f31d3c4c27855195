import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, CLIENT, post } from '../oauth/spec-support.js';
import { closeAll, closing, newStateFile } from '../spec-support.js';
import { type SalesforceSandbox, startSalesforceSandbox } from './salesforce-sandbox.js';

let sandbox: SalesforceSandbox;
let token: string;
beforeAll(async () => {
  sandbox = closing(await startSalesforceSandbox({ port: 0 }));
  token = await tokenOf(sandbox);
});
afterAll(closeAll);

async function tokenOf({ url }: SalesforceSandbox): Promise<string> {
  const { body } = await post(`${url}/services/oauth2/token`, {
    ...CLIENT,
    grant_type: 'client_credentials',
  });
  return String(body['access_token']);
}

/** One call of the data API. */
async function call(
  method: string,
  path: string,
  body?: object,
  options: { at?: SalesforceSandbox; as?: string; headers?: Record<string, string> } = {},
): Promise<Answer & { headers: Headers }> {
  const response = await fetch(`${(options.at ?? sandbox).url}/services/data/v63.0${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${options.as ?? token}`,
      'Content-Type': 'application/json',
      ...options.headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : (JSON.parse(text) as Answer['body']),
  };
}

const query = (soql: string, headers: Record<string, string> = {}) =>
  call('GET', `/query?q=${encodeURIComponent(soql)}`, undefined, { headers });
const create = async (values: object) => String((await call('POST', '/sobjects/Contact', values)).body['id']);
const collection = (...records: object[]) => ({
  allOrNone: false,
  records: records.map((values) => ({ attributes: { type: 'Contact' }, ...values })),
});

describe('a record', () => {
  it('is made, read, changed and deleted', async () => {
    const made = await call('POST', '/sobjects/Contact', { FirstName: 'Ada', LastName: 'Lovelace' });
    expect(made).toMatchObject({ status: 201, body: { success: true, errors: [] } });
    const path = `/sobjects/Contact/${String(made.body['id'])}`;
    expect((await call('GET', `${path}?fields=Name,lastname`)).body).toEqual({
      attributes: { type: 'Contact', url: `/services/data/v63.0${path}` },
      Name: 'Ada Lovelace',
      LastName: 'Lovelace',
    });
    expect((await call('PATCH', path, { LastName: 'King', FirstName: '' })).status).toBe(204);
    expect((await call('GET', path)).body).toMatchObject({
      FirstName: null,
      LastName: 'King',
      Newsletter__c: false,
    });
    expect((await call('DELETE', path)).status).toBe(204);
    expect(await call('GET', path)).toMatchObject({
      status: 404,
      body: [{ errorCode: 'ENTITY_IS_DELETED' }],
    });
    expect(
      (await query(`SELECT Id FROM Contact WHERE Id = '${String(made.body['id'])}'`)).body,
    ).toMatchObject({
      totalSize: 0,
    });
  });

  it('is made or changed by an external id', async () => {
    const path = '/sobjects/Contact/External_Id__c/a%2F1';
    const made = await call('PATCH', path, { LastName: 'Lovelace' });
    expect(made).toMatchObject({ status: 201, body: { created: true } });
    const changed = await call('PATCH', path, { LastName: 'King' });
    expect(changed).toMatchObject({ status: 200, body: { created: false, id: made.body['id'] } });
    expect((await call('PATCH', '/sobjects/Contact/Phone/1', {})).body).toMatchObject([
      { errorCode: 'NOT_FOUND' },
    ]);
  });

  it('is one of several for an external id that is not unique', async () => {
    await create({ LastName: 'One', Legacy_Id__c: 'L' });
    await create({ LastName: 'Two', Legacy_Id__c: 'L' });
    const { status, body } = await call('PATCH', '/sobjects/Contact/Legacy_Id__c/L', { LastName: 'Three' });
    expect([status, Object.keys(body)]).toEqual([300, ['0', '1']]);
  });

  it.each([
    [{}, 'REQUIRED_FIELD_MISSING', ['LastName']],
    [{ LastName: 'x'.repeat(81) }, 'STRING_TOO_LONG', ['LastName']],
    [{ LastName: 'L', Email: 'nope' }, 'INVALID_EMAIL_ADDRESS', ['Email']],
    [
      { LastName: 'L', Loyalty_Tier__c: 'wood' },
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      ['Loyalty_Tier__c'],
    ],
    [{ LastName: 'L', Name: 'L' }, 'INVALID_FIELD_FOR_INSERT_UPDATE', ['Name']],
    [{ LastName: 'L', Nope__c: 'x' }, 'INVALID_FIELD', undefined],
    [{ LastName: 7 }, 'JSON_PARSER_ERROR', undefined],
  ])('is refused with %j', async (values, errorCode, fields) => {
    const { status, body } = await call('POST', '/sobjects/Contact', values);
    expect(status).toBe(400);
    expect(body).toEqual([{ errorCode, message: expect.any(String), ...(fields && { fields }) }]);
  });

  it('has an external id of its own', async () => {
    await create({ LastName: 'One', External_Id__c: 'own' });
    const { body } = await call('POST', '/sobjects/Contact', { LastName: 'Two', External_Id__c: 'OWN' });
    expect(body).toMatchObject([{ errorCode: 'DUPLICATE_VALUE' }]);
  });
});

describe('many records at once', () => {
  it('are saved each on its own', async () => {
    const id = await create({ LastName: 'Old' });
    const made = await call('POST', '/composite/sobjects', collection({ LastName: 'New' }, {}));
    expect(made).toMatchObject({
      status: 200,
      body: [{ success: true }, { success: false, errors: [{ statusCode: 'REQUIRED_FIELD_MISSING' }] }],
    });
    const changed = await call(
      'PATCH',
      '/composite/sobjects',
      collection({ Id: id, LastName: 'Newer' }, { Id: '003000000000000AAA', LastName: 'Nobody' }),
    );
    expect(changed.body).toMatchObject([
      { id, success: true },
      { success: false, errors: [{ statusCode: 'INVALID_CROSS_REFERENCE_KEY' }] },
    ]);
    const upserted = await call(
      'PATCH',
      '/composite/sobjects/Contact/External_Id__c',
      collection(
        { External_Id__c: 'many-1', LastName: 'One' },
        { External_Id__c: 'many-2', LastName: 'Two' },
        { External_Id__c: 'MANY-2', LastName: 'Three' },
      ),
    );
    expect(upserted.body).toMatchObject([
      { success: true, created: true },
      { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
      { success: false },
    ]);
  });

  it('are refused together for a field that there is not, or when they are too many', async () => {
    const unknown = collection({ LastName: 'Refused' }, { LastName: 'Refused', Nope__c: 'x' });
    expect(await call('POST', '/composite/sobjects', unknown)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_FIELD' }],
    });
    const tooMany = collection(...Array.from({ length: 201 }, () => ({ LastName: 'Refused' })));
    expect((await call('POST', '/composite/sobjects', tooMany)).status).toBe(400);
    expect((await query("SELECT Id FROM Contact WHERE LastName = 'Refused'")).body).toMatchObject({
      totalSize: 0,
    });
  });
});

describe('a query', () => {
  it('finds, sorts and shows', async () => {
    const account = await call('POST', '/sobjects/Account', { Name: 'Engines' });
    const AccountId = account.body['id'];
    await create({ LastName: 'Sorted', FirstName: 'B', AccountId, Orders__c: 2, Newsletter__c: true });
    await create({ LastName: 'Sorted', FirstName: 'A', Orders__c: 1 });
    const { body } = await query(
      "SELECT FirstName, Account.Name, Orders__c FROM Contact WHERE LastName = 'SORTED' AND Orders__c >= 1 ORDER BY FirstName DESC",
    );
    expect(body).toMatchObject({
      totalSize: 2,
      done: true,
      records: [
        { FirstName: 'B', Account: { attributes: { type: 'Account' }, Name: 'Engines' }, Orders__c: 2 },
        { FirstName: 'A', Account: null },
      ],
    });
    const found = async (where: string) =>
      (await query(`SELECT Id FROM Contact WHERE LastName = 'Sorted' AND ${where}`)).body['totalSize'];
    expect(await found("Account.Name = 'engines'")).toBe(1);
    expect(await found('AccountId = null')).toBe(1);
    expect(await found("FirstName LIKE '_' AND (Newsletter__c = true OR Orders__c < 1)")).toBe(1);
    expect(await found("NOT FirstName IN ('a')")).toBe(1);
    expect(await found('SystemModstamp > 2020-01-01T00:00:00Z')).toBe(2);
    expect(await found('SystemModstamp < 2020-01-01T00:00:00.000Z')).toBe(0);
  });

  it.each([
    ['SELECT Id FROM Nope', 'INVALID_TYPE'],
    ['SELECT Nope__c FROM Contact', 'INVALID_FIELD'],
    ['SELECT Owner.Name FROM Contact', 'INVALID_FIELD'],
    ['SELECT Id, ID FROM Contact', 'MALFORMED_QUERY'],
    ['SELECT Id FROM Contact WHERE LastName = 1', 'INVALID_FIELD'],
    ["SELECT Id FROM Contact WHERE CreatedDate > '2020-01-01T00:00:00Z'", 'INVALID_FIELD'],
    ['SELECT Id FRM Contact', 'MALFORMED_QUERY'],
  ])('is refused: %s', async (soql, errorCode) => {
    expect(await query(soql)).toMatchObject({ status: 400, body: [{ errorCode }] });
  });

  it('goes on at nextRecordsUrl, for its own organisation', async () => {
    const records = Array.from({ length: 200 }, () => ({ LastName: 'Paged' }));
    await call('POST', '/composite/sobjects', collection(...records));
    await create({ LastName: 'Paged' });
    const first = await query("SELECT Id FROM Contact WHERE LastName = 'Paged'", {
      'Sforce-Query-Options': 'batchSize=1',
    });
    expect(first.body).toMatchObject({ totalSize: 201, done: false });
    expect(first.body['records']).toHaveLength(200);
    const next = String(first.body['nextRecordsUrl']).replace('/services/data/v63.0', '');
    const last = await call('GET', next);
    expect(last.body).toMatchObject({ done: true, records: [{}] });
    expect(last.body).not.toHaveProperty('nextRecordsUrl');
    expect((await call('GET', next)).body).toMatchObject([{ errorCode: 'INVALID_QUERY_LOCATOR' }]);
  });
});

describe('around the data', () => {
  it('an object is described, and calls are counted', async () => {
    const { body } = await call('GET', '/sobjects/Contact/describe');
    expect(body['fields']).toContainEqual(
      expect.objectContaining({ name: 'External_Id__c', type: 'string', length: 255, unique: true }),
    );
    const limits = await call('GET', '/limits');
    expect(limits.headers.get('sforce-limit-info')).toBe(`api-usage=${sandbox.calls()}/15000`);
    expect(limits.body).toMatchObject({ DailyApiRequests: { Remaining: 15_000 - sandbox.calls() } });
  });

  it('nothing is there without a session', async () => {
    expect(await call('GET', '/limits', undefined, { as: 'none' })).toMatchObject({
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID' }],
    });
  });

  it('the page at the root shows who came last', async () => {
    await create({ LastName: 'Shown <b>', Email: 'shown@example.com' });
    const page = await (await fetch(sandbox.url)).text();
    expect(page).toContain('shown@example.com');
    expect(page).toContain('Shown &lt;b&gt;');
  });

  it('everything is there again after a restart', async () => {
    const stateFile = newStateFile();
    const before = await startSalesforceSandbox({ port: 0, stateFile });
    const as = await tokenOf(before);
    const { body } = await call('POST', '/sobjects/Contact', { LastName: 'Kept' }, { at: before, as });
    await call('DELETE', '/sobjects/Contact/0035g00000Sand1AAB', undefined, { at: before, as });
    await before.close();
    const after = closing(await startSalesforceSandbox({ port: 0, stateFile }));
    const kept = await call('GET', `/sobjects/Contact/${String(body['id'])}`, undefined, { at: after, as });
    const gone = await call('GET', '/sobjects/Contact/0035g00000Sand1AAB', undefined, { at: after, as });
    expect([kept.status, gone.status]).toEqual([200, 404]);
  });
});

describe('faults on demand', () => {
  it('happen to the requests that they are meant for', async () => {
    sandbox.failNext({ mode: 503, method: 'GET', path: /limits/, times: 2 });
    expect((await call('GET', '/sobjects/Contact/describe')).status).toBe(200);
    expect((await call('GET', '/limits')).status).toBe(503);
    expect((await call('GET', '/limits')).status).toBe(503);
    expect((await call('GET', '/limits')).status).toBe(200);
  });

  it.each([
    ['reset-before', 0],
    ['reset-after', 1],
  ] as const)('%s', async (mode, made) => {
    sandbox.failNext({ mode });
    await expect(create({ LastName: mode })).rejects.toThrow('fetch failed');
    expect((await query(`SELECT Id FROM Contact WHERE LastName = '${mode}'`)).body['totalSize']).toBe(made);
  });

  it('delay, daily-limit and locked', async () => {
    sandbox.failNext({ mode: 'delay' });
    const begun = performance.now();
    expect((await call('GET', '/limits')).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(900);
    sandbox.failNext({ mode: 'daily-limit' });
    expect(await call('GET', '/limits')).toMatchObject({
      status: 403,
      body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }],
    });
    sandbox.failNext({ mode: 'locked' });
    expect(await call('GET', '/limits')).toMatchObject({
      status: 400,
      body: [{ errorCode: 'UNABLE_TO_LOCK_ROW' }],
    });
  });

  it('sessions end when they are told to', async () => {
    const session = await tokenOf(sandbox);
    expect((await call('GET', '/limits', undefined, { as: session })).status).toBe(200);
    sandbox.expireSessions();
    expect((await call('GET', '/limits', undefined, { as: session })).status).toBe(401);
    token = await tokenOf(sandbox);
    expect((await call('GET', '/limits')).status).toBe(200);
  });
});
