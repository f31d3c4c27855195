import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHeaders, openSecrets } from '../../src/deliveries/endpoints/endpoint-secrets.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { SealedBox } from '../../src/platform/secrets/sealed-box.js';
import { request, startTestHookline, type ApiAnswer, type TestHookline } from '../support/hookline.js';

const URL_1 = 'https://one.example/hooks';
const URL_2 = 'https://two.example/hooks';
const OWN_SECRET = `whsec_${Buffer.alloc(24, 5).toString('base64')}`;

let hookline: TestHookline;
let prisma: PrismaService;
let box: SealedBox;

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { ROLE: 'web' } }); // nothing is sent meanwhile
  prisma = hookline.app.get(PrismaService, { strict: false });
  box = hookline.app.get(SealedBox, { strict: false });
});
afterAll(() => hookline?.close());

type Api = (
  method: string,
  path?: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<ApiAnswer>;

const apiOf =
  (at: () => TestHookline): Api =>
  (method, path = '', body?, headers?) =>
    at().api(method, `/v1/endpoints${path}`, body, headers);
const api = apiOf(() => hookline);

let tenants = 0;
/** A tenant that no other test has. */
const newTenant = () => `tenant-${(tenants += 1)}`;

async function given(settings: Record<string, unknown> = {}): Promise<{ id: string; secret: string }> {
  const answer = await api('POST', '', { tenant: newTenant(), url: URL_1, ...settings });
  expect([answer.status, answer.body.error]).toEqual([201, undefined]);
  return answer.body;
}

const rowOf = (id: string) => prisma.endpoint.findUniqueOrThrow({ where: { id } });
const secretsOf = async (id: string, now = new Date()) => openSecrets(box, await rowOf(id), now);
const auditOf = async (id: string) => {
  const entries = await prisma.auditEntry.findMany({
    where: { target: `endpoint:${id}` },
    orderBy: { id: 'asc' },
  });
  return entries.map(({ action, details }) => ({ action, details }));
};

/** The events that were published for an endpoint, the oldest first. */
async function eventsFor(id: string) {
  const deliveries = await prisma.delivery.findMany({
    where: { endpointId: id },
    orderBy: { position: 'asc' },
  });
  return Promise.all(
    deliveries.map(async ({ eventId, status, dueAt }) => {
      const event = await prisma.publishedEvent.findUniqueOrThrow({ where: { id: eventId } });
      const due = dueAt !== null && dueAt <= new Date();
      return { id: event.id, type: event.type, data: JSON.parse(event.data), status, due };
    }),
  );
}

/** The wrong fields of a refusal, with what is wrong. */
const wrong = ({ status, body }: ApiAnswer): Record<string, string> => {
  expect([status, body.error?.code]).toEqual([400, 'VALIDATION_ERROR']);
  return Object.fromEntries(
    body.error.details.map(({ field, issue }: { field: string; issue: string }) => [field, issue]),
  );
};

describe('POST /v1/endpoints', () => {
  it('makes an endpoint with a secret of its own, which is told this once', async () => {
    const tenant = newTenant();
    const { status, body } = await api('POST', '', { tenant, url: URL_1 });
    expect(status).toBe(201);
    const { secret, ...endpoint } = body;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(endpoint).toEqual({
      id: expect.any(String),
      tenant,
      url: URL_1,
      description: '',
      event_types: ['*'],
      enabled: true,
      disabled_reason: null,
      disabled_at: null,
      paused: false,
      ownership: 'vouched',
      api_version: null,
      payload: 'full',
      ordered: false,
      plain_signature: false,
      rate_limit: null,
      header_names: [],
      failing_since: null,
      held_until: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
    const read = await api('GET', `/${endpoint.id}`);
    expect([read.status, read.body]).toEqual([200, endpoint]);
    expect(await secretsOf(endpoint.id)).toEqual([{ secret }]);
    const audit = await auditOf(endpoint.id);
    expect(audit).toEqual([{ action: 'endpoint.created', details: { tenant } }]);
    expect((await rowOf(endpoint.id)).version).toBe(1);
  });

  it('takes what is chosen as it is, and keeps the values of headers to itself', async () => {
    const chosen = {
      tenant: 'Kundin ÿ 💥',
      url: 'https://one.example:8443/hooks/%7Bid%7D?key=a&b=c',
      description: 'Für die Buchhaltung',
      event_types: ['order.paid', 'refund.*'],
      enabled: false,
      payload: 'thin',
      ordered: true,
      plain_signature: true,
      rate_limit: 60,
    };
    const headers = { Authorization: 'Bearer shared-with-the-receiver', 'X-Tenant': '42' };
    const { status, body } = await api('POST', '', { ...chosen, headers, secret: OWN_SECRET });
    expect([status, body]).toMatchObject([201, { ...chosen, secret: OWN_SECRET }]);
    expect(body.header_names).toEqual(['authorization', 'x-tenant']);
    expect(body).toMatchObject({ disabled_reason: 'by_hand', disabled_at: expect.any(String) });
    const row = await rowOf(body.id);
    expect(openHeaders(box, row)).toEqual({
      authorization: 'Bearer shared-with-the-receiver',
      'x-tenant': '42',
    });
    const shown = [await api('GET', `/${body.id}`), await api('GET', ''), await auditOf(body.id)];
    for (const secret of ['shared-with-the-receiver', OWN_SECRET, OWN_SECRET.slice(6)]) {
      expect(JSON.stringify(shown)).not.toContain(secret);
      expect(Buffer.from(row.sealedHeaders ?? []).includes(secret)).toBe(false);
      expect(Buffer.from(row.sealedSecrets).includes(secret)).toBe(false);
    }
  });

  it('pings it in the same breath; one that has to prove whose it is waits for the answer', async () => {
    const { id } = await given({ prove_ownership: true });
    expect((await api('GET', `/${id}`)).body.ownership).toBe('unproved');
    const [ping, ...others] = await eventsFor(id);
    expect(others).toEqual([]);
    expect(ping).toMatchObject({ type: 'hookline.ping', status: 'pending', due: true });
    expect(ping?.data).toEqual({
      endpoint_id: id,
      url: URL_1,
      challenge: expect.stringMatching(/^[\w-]{32}$/),
    });
  });

  it('names every wrong field, by the name that it was sent under', async () => {
    const fields = wrong(
      await api('POST', '', {
        tenant: '',
        url: 'https://one.example/a b',
        event_types: ['order..paid', '*.paid', 'order.*'],
        description: 'x'.repeat(1_001),
        payload: 'huge',
        rate_limit: 0,
        secret: 'whpk_AAAA',
        headers: { 'X-Good': 'yes', 'Webhook-Id': '1', 'a b': 'c', 'X-Line': 'a\r\nb' },
        paused: true,
        ownership: 'proved',
      }),
    );
    expect(Object.keys(fields).toSorted()).toEqual([
      'description',
      'event_types.0',
      'event_types.1',
      'headers.Webhook-Id',
      'headers.X-Line',
      'headers.a b',
      'ownership',
      'paused',
      'payload',
      'rate_limit',
      'secret',
      'tenant',
      'url',
    ]);
    expect(wrong(await api('POST', '', {}))).toHaveProperty('tenant');
    expect(wrong(await api('POST', '', { tenant: 'a', url: URL_1, event_types: [] }))).toHaveProperty(
      'event_types',
    );
  });

  it('refuses headers that are not the endpoint’s to set, and too many of them', async () => {
    const refusals = async (headers: Record<string, string>) =>
      Object.keys(wrong(await api('POST', '', { tenant: 'a', url: URL_1, headers })));
    const reserved =
      'Content-Type content-length HOST Connection Transfer-Encoding User-Agent webhook-signature';
    for (const name of `${reserved} X-Webhook-Signature Proxy-Authorization accept-encoding TE`.split(' ')) {
      expect(await refusals({ [name]: '1' })).toEqual([`headers.${name}`]);
    }
    expect(await refusals({ 'X-A': '1', 'x-a': '2' })).toEqual(['headers.x-a']);
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`x-${index}`, 'a']));
    expect(await refusals(many)).toEqual(['headers']);
    expect(await refusals({ 'x-long': 'a'.repeat(8_190) })).toEqual(['headers']);
    const { id } = await given({ headers: { 'x-long': 'a'.repeat(8_186) } });
    expect((await api('GET', `/${id}`)).body.header_names).toEqual(['x-long']);
  });

  it('knows the versions of the catalogue alone', async () => {
    const wanted = { tenant: 'a', url: URL_1, api_version: '2024-01-01' };
    expect(wrong(await api('POST', '', wanted))).toEqual({
      api_version: 'must be null: no event type in the catalogue has older versions',
    });
    await hookline.api('PUT', '/v1/event-types/order.versioned', { versions: ['2025-01-01', '2025-06-01'] });
    expect(wrong(await api('POST', '', wanted))).toEqual({
      api_version: 'must be one of 2025-01-01, 2025-06-01, or null for the newest',
    });
    const { id } = await given({ api_version: '2025-01-01' });
    expect(wrong(await api('PATCH', `/${id}`, { api_version: 'latest' }))).toHaveProperty('api_version');
    expect((await api('PATCH', `/${id}`, { api_version: null })).body.api_version).toBeNull();
  });

  it('happens once under an Idempotency-Key, and tells the same secret again', async () => {
    const wanted = { tenant: newTenant(), url: URL_1 };
    const key = { 'Idempotency-Key': 'the-first-endpoint' };
    const [first, second] = [await api('POST', '', wanted, key), await api('POST', '', wanted, key)];
    expect(second.body).toEqual(first.body);
    expect((await api('GET', `?tenant=${wanted.tenant}`)).body.data).toHaveLength(1);
  });

  it('gives a tenant a thousand endpoints, and not one more: not to two at once either', async () => {
    const tenant = newTenant();
    await prisma.$executeRaw`
      INSERT INTO endpoints (id, tenant, url, event_types, sealed_secrets, deleted_at)
      SELECT gen_random_uuid(), ${tenant}, ${URL_1}, '{*}', '', CASE WHEN n > 999 THEN now() END
      FROM generate_series(1, 1010) AS n`;
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => api('POST', '', { tenant, url: URL_1 })),
    );
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused.map(({ status }) => status)).toEqual([409, 409, 409]);
    expect(refused[0]?.body.error).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('1000'),
    });
  });

  it('asks for the scope', async () => {
    const reader = { Authorization: `Bearer ${await hookline.createKey('endpoints:read')}` };
    const { id } = await given();
    expect((await api('GET', `/${id}`, undefined, reader)).status).toBe(200);
    for (const [method, path] of [
      ['POST', ''],
      ['PATCH', `/${id}`],
      ['DELETE', `/${id}`],
      ['POST', `/${id}/rotate-secret`],
      ['POST', `/${id}/ping`],
      ['POST', `/${id}/test`],
    ] as const) {
      const body = method === 'DELETE' ? undefined : {};
      expect([path, (await api(method, path, body, reader)).status]).toEqual([path, 403]);
    }
    expect((await request(`${hookline.url}/v1/endpoints`, 'GET')).status).toBe(401);
  });
});

describe('GET /v1/endpoints', () => {
  it('lists page by page, the newest first, by tenant and by whether they are enabled', async () => {
    const tenant = newTenant();
    const ids: string[] = [];
    for (const enabled of [true, false, true, true, false])
      ids.unshift((await given({ tenant, enabled })).id);
    const pages: string[][] = [];
    let cursor = '';
    do {
      const { body } = await api('GET', `?tenant=${tenant}&limit=2${cursor}`);
      pages.push(body.data.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
    } while (cursor);
    expect(pages).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    const disabled = await api('GET', `?tenant=${tenant}&enabled=false`);
    expect(disabled.body.data.map(({ id }: { id: string }) => id)).toEqual([ids[0], ids[3]]);
    expect(disabled.body.data[0]).not.toHaveProperty('secret');
    expect((await api('GET', '?tenant=nobody')).body).toEqual({ data: [], next_cursor: null });
    expect(wrong(await api('GET', '?enabled=maybe&limit=0&cursor=x&tenant=%00&order=id'))).toMatchObject({
      enabled: 'must be true or false',
      limit: expect.any(String),
      cursor: expect.any(String),
      tenant: expect.any(String),
      order: expect.any(String),
    });
  });

  it('has no endpoint of an id that there is not', async () => {
    const id = '0198a1b2-0000-7000-8000-000000000001';
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/rotate-secret'],
      ['POST', '/ping'],
      ['POST', '/test'],
    ] as const) {
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      expect([method, path, (await api(method, `/${id}${path}`, body)).status]).toEqual([method, path, 404]);
    }
    expect((await api('GET', '/one')).status).toBe(400);
  });
});

describe('PATCH /v1/endpoints/:id', () => {
  it('changes what is given, and says which fields in the audit log', async () => {
    const { id, secret } = await given({ description: 'before', headers: { 'x-a': 'old-value' } });
    const { status, body } = await api('PATCH', `/${id}`, {
      description: 'after',
      event_types: ['order.*'],
      paused: true,
      rate_limit: 30,
      headers: { 'X-B': 'new-value' },
    });
    expect([status, body]).toMatchObject([
      200,
      { description: 'after', event_types: ['order.*'], paused: true, rate_limit: 30, header_names: ['x-b'] },
    ]);
    expect(body).not.toHaveProperty('secret');
    const row = await rowOf(id);
    expect([row.version, openHeaders(box, row)]).toEqual([2, { 'x-b': 'new-value' }]);
    expect(row.updatedAt > row.createdAt).toBe(true);
    expect(await secretsOf(id)).toEqual([{ secret }]);
    expect(await auditOf(id)).toMatchObject([
      { action: 'endpoint.created' },
      {
        action: 'endpoint.updated',
        details: { fields: 'eventTypes, description, rateLimit, paused, headers' },
      },
    ]);
    expect((await api('PATCH', `/${id}`, { headers: {}, rate_limit: null })).body).toMatchObject({
      header_names: [],
      rate_limit: null,
    });
  });

  it('leaves what is the same already as it is', async () => {
    const { id } = await given();
    const before = await rowOf(id);
    expect((await api('PATCH', `/${id}`, { url: URL_1, event_types: ['*'], enabled: true })).status).toBe(
      200,
    );
    expect((await api('PATCH', `/${id}`, {})).status).toBe(200);
    expect(await rowOf(id)).toEqual(before);
    expect(await auditOf(id)).toHaveLength(1);
  });

  it('does not change whose it is, its secret, or what only Hookline knows', async () => {
    const { id } = await given();
    const refused = { tenant: 'x', secret: OWN_SECRET, prove_ownership: false, ownership: 'proved', id: 'x' };
    expect(Object.keys(wrong(await api('PATCH', `/${id}`, refused))).toSorted()).toEqual(
      Object.keys(refused).toSorted(),
    );
  });

  it('says why it is disabled, and forgets its failures when it is enabled again', async () => {
    const { id } = await given();
    expect((await api('PATCH', `/${id}`, { enabled: false })).body).toMatchObject({
      enabled: false,
      disabled_reason: 'by_hand',
      disabled_at: expect.any(String),
    });
    const failed = { disabledReason: 'gone', failingSince: new Date(), heldUntil: new Date() } as const;
    await prisma.endpoint.update({ where: { id }, data: failed });
    expect((await api('PATCH', `/${id}`, { enabled: false })).body.disabled_reason).toBe('gone');
    expect((await api('PATCH', `/${id}`, { enabled: true })).body).toMatchObject({
      enabled: true,
      disabled_reason: null,
      disabled_at: null,
      failing_since: null,
      held_until: null,
    });
  });

  it('pings a new URL, which has to prove whose it is if the one before had to', async () => {
    for (const [before, after] of [
      ['vouched', 'vouched'],
      ['unproved', 'unproved'],
      ['proved', 'unproved'],
    ] as const) {
      const { id } = await given();
      await prisma.endpoint.update({
        where: { id },
        data: { ownership: before, failingSince: new Date(), heldUntil: new Date() },
      });
      const { body } = await api('PATCH', `/${id}`, { url: URL_2 });
      expect(body).toMatchObject({ url: URL_2, ownership: after, failing_since: null, held_until: null });
      const pings = await eventsFor(id);
      expect(pings.map(({ type }) => type)).toEqual(['hookline.ping', 'hookline.ping']);
      expect(new Set(pings.map(({ data }) => data.challenge)).size).toBe(2);
    }
  });

  it('loses nothing of changes that come at once', async () => {
    const { id } = await given();
    const changes = [
      { description: 'a' },
      { event_types: ['b'] },
      { payload: 'thin' },
      { ordered: true },
      { paused: true },
      { rate_limit: 7 },
      { plain_signature: true },
      { headers: { 'x-h': 'i' } },
    ];
    const answers = await Promise.all(changes.map((change) => api('PATCH', `/${id}`, change)));
    expect(answers.map(({ status }) => status)).toEqual(changes.map(() => 200));
    const { headers: _headers, ...plain } = Object.assign({}, ...changes);
    expect((await api('GET', `/${id}`)).body).toMatchObject({ ...plain, header_names: ['x-h'] });
    expect((await rowOf(id)).version).toBe(1 + changes.length);
  });
});

describe('POST /v1/endpoints/:id/rotate-secret', () => {
  it('makes a new secret, and lets the one before sign for a day', async () => {
    const { id, secret: first } = await given();
    const { status, body } = await api('POST', `/${id}/rotate-secret`);
    expect(status).toBe(200);
    expect(body.secret).toMatch(/^whsec_/);
    const until = new Date(body.previous_valid_until);
    const inHours = (until.getTime() - Date.now()) / 3_600_000;
    expect(Math.round(inHours * 100) / 100).toBe(24);
    expect(await secretsOf(id)).toEqual([{ secret: body.secret }, { secret: first, until }]);
    expect(await secretsOf(id, until)).toEqual([{ secret: body.secret }]);

    const again = (await api('POST', `/${id}/rotate-secret`)).body;
    expect((await secretsOf(id)).map(({ secret }) => secret)).toEqual([again.secret, body.secret]);
    const row = await rowOf(id);
    expect(row.version).toBe(3);
    const audit = await auditOf(id);
    expect(audit.map(({ action }) => action)).toEqual([
      'endpoint.created',
      'endpoint.secret_rotated',
      'endpoint.secret_rotated',
    ]);
    expect(JSON.stringify(audit)).not.toContain('whsec_');
  });
});

describe('DELETE /v1/endpoints/:id', () => {
  it('deletes it with its secrets; what is left of it is for its deliveries', async () => {
    const { id } = await given({ headers: { 'x-a': 'b' }, url: 'https://one.example/hooks/T0/secret-path' });
    expect((await api('DELETE', `/${id}`)).status).toBe(204);
    expect((await api('GET', `/${id}`)).status).toBe(404);
    expect((await api('DELETE', `/${id}`)).status).toBe(404);
    expect((await api('PATCH', `/${id}`, { enabled: true })).status).toBe(404);
    const row = await rowOf(id);
    expect(row).toMatchObject({
      enabled: false,
      url: 'https://one.example',
      sealedHeaders: null,
      deletedAt: expect.any(Date),
    });
    expect(row.sealedSecrets).toHaveLength(0);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(['endpoint.created', 'endpoint.deleted']);
    expect((await api('GET', `?tenant=${row.tenant}`)).body.data).toEqual([]);
  });
});

describe('Trying an endpoint out', () => {
  it('pings it again', async () => {
    const { id } = await given({ event_types: ['order.paid'], prove_ownership: true });
    const { status, body } = await api('POST', `/${id}/ping`);
    expect(status).toBe(202);
    const [, ping] = await eventsFor(id);
    expect(ping).toMatchObject({ id: body.event_id, type: 'hookline.ping', due: true });
  });

  it('sends it the example of a type, or a small test, and nobody else', async () => {
    const tenant = newTenant();
    const { id } = await given({ tenant, event_types: ['order.paid'] });
    const neighbour = await given({ tenant });
    const example = { order: 'order_42', amount: 1999 };
    await hookline.api('PUT', '/v1/event-types/order.with-example', { example });
    const plain = await api('POST', `/${id}/test`);
    const typed = await api('POST', `/${id}/test`, { type: 'order.with-example' });
    const unknown = await api('POST', `/${id}/test`, { type: 'order.of-no-catalogue' });
    expect([plain, typed, unknown].map(({ status }) => status)).toEqual([202, 202, 202]);
    const [, ...tests] = await eventsFor(id);
    expect(tests).toMatchObject([
      { id: plain.body.event_id, type: 'hookline.test', data: { message: expect.any(String) } },
      { id: typed.body.event_id, type: 'order.with-example', data: example },
      { id: unknown.body.event_id, type: 'order.of-no-catalogue', data: { message: expect.any(String) } },
    ]);
    expect(await eventsFor(neighbour.id)).toHaveLength(1);
    expect((await auditOf(id)).slice(1)).toEqual([
      { action: 'endpoint.tested', details: { tenant, type: 'hookline.test' } },
      { action: 'endpoint.tested', details: { tenant, type: 'order.with-example' } },
      { action: 'endpoint.tested', details: { tenant, type: 'order.of-no-catalogue' } },
    ]);
    for (const type of ['', 'a..b', 'order.*', 'hookline.ping', 'x'.repeat(129)]) {
      expect(wrong(await api('POST', `/${id}/test`, { type }))).toHaveProperty('type');
    }
  });

  it('says why it would wait for ever: disabled, or not proved', async () => {
    const disabled = await given({ enabled: false });
    for (const path of ['ping', 'test']) {
      expect((await api('POST', `/${disabled.id}/${path}`)).body.error).toMatchObject({
        code: 'CONFLICT',
        message: expect.stringContaining('Enable it'),
      });
    }
    const unproved = await given({ prove_ownership: true });
    expect((await api('POST', `/${unproved.id}/test`)).body.error).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Ping it'),
    });
  });
});

describe('Whatever comes in', () => {
  const TRICKS = new Set(['constructor', 'prototype', '__proto__']);
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme-ascii', maxLength: 60 }),
  );
  const url = fc.oneof(
    text,
    text.map((rest) => `https://${rest}`),
    text.map((path) => `https://some.example/${path}`),
    fc.webUrl({ validSchemes: ['https'], withQueryParameters: true, withFragments: true }),
  );
  // Nest takes what programs have been tricked with out of every body.
  const name = fc.oneof(text, fc.stringMatching(/^[\w-]{1,20}$/)).filter((each) => !TRICKS.has(each));
  const header = fc.tuple(name, text);

  const eventType = fc.oneof(text, fc.stringMatching(/^[a-z]{1,9}(\.[a-z]{1,9}){0,2}(\.\*)?$/));
  const fields = fc.record({
    url,
    description: text,
    event_types: fc.array(eventType, { maxLength: 3 }),
    headers: fc.array(header, { maxLength: 2 }).map((headers) => Object.fromEntries(headers)),
  });
  const lowerCased = (headers: Record<string, string>) =>
    Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]));

  it('is taken and comes out the same, or is refused with a reason', async () => {
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fields, async (wanted) => {
        const tenant = newTenant();
        // Each alone: all together are rarely right.
        for (const [field, value] of Object.entries(wanted)) {
          const { status, body } = await api('POST', '', { tenant, url: URL_1, [field]: value });
          if (status !== 201) {
            expect([value, status, body.error.code]).toEqual([value, 400, 'VALIDATION_ERROR']);
            continue;
          }
          taken += 1;
          const read = (await api('GET', `/${body.id}`)).body;
          const headers = openHeaders(box, await rowOf(body.id));
          if (field === 'headers') expect(headers).toEqual(lowerCased(wanted.headers));
          else expect(read[field]).toEqual(value);
        }
      }),
      { numRuns: 50 },
    );
    expect(taken).toBeGreaterThan(50);
  });
});

describe('Where an endpoint may lead', () => {
  const INSIDE = [
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0177.0.0.1/',
    'https://0x7f.1/',
    'https://127.1/',
    'https://0/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::ffff:a9fe:a9fe]/',
    'https://2852039166/',
    'https://10.0.0.1:8443/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://localhost/',
    'https://LOCALHOST:3000/',
    'https://127。0。0。1/',
    'https://①②⑦.0.0.1/',
  ];
  const FORMS = [
    'http://one.example/',
    'ftp://one.example/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://user:password@one.example/',
    'https://',
    '/hooks',
    'one.example',
    ' https://one.example/',
    'https:\\\\one.example',
  ];
  const refused = async (at: Api, url: string) =>
    [url, Object.keys(wrong(await at('POST', '', { tenant: 'a', url })))] as const;

  it('is nowhere inside in production, however it is written', async () => {
    const environment = { NODE_ENV: 'production', PUBLIC_URL: 'https://hookline.example', ROLE: 'web' };
    const production = await startTestHookline({ environment });
    try {
      const there = apiOf(() => production);
      for (const url of [...INSIDE, ...FORMS, 'http://127.0.0.1:3000/', 'http://localhost/']) {
        expect(await refused(there, url)).toEqual([url, ['url']]);
      }
      const { body } = await there('POST', '', { tenant: 'a', url: URL_1 });
      for (const url of INSIDE.slice(0, 3)) {
        expect(wrong(await there('PATCH', `/${body.id}`, { url }))).toHaveProperty('url');
      }
      const { error } = (await there('POST', '', { tenant: 'a', url: 'https://2130706433/' })).body;
      expect(error.details).toEqual([
        { field: 'url', issue: 'must lead to a public address, but 127.0.0.1 is not public' },
      ]);
    } finally {
      await production.close();
    }
  });

  it('is this machine, too, in development; no other inside', async () => {
    for (const url of ['http://127.0.0.1:3000/hooks', 'http://localhost:3000/', 'https://[::1]/']) {
      expect((await given({ url })).id).toEqual(expect.any(String));
    }
    for (const url of ['https://10.0.0.1/', 'https://169.254.169.254/', 'https://[fd00::1]/', ...FORMS]) {
      expect(await refused(api, url)).toEqual([url, ['url']]);
    }
  });
});
