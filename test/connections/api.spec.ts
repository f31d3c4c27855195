import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { CircuitsService } from '../../src/outbound/circuit-breaker/circuits.service.js';
import {
  GOOD_KEY,
  TOKENS,
  consented,
  startConnectableProviders,
  type ConnectableProvidersStandIn,
} from '../support/connectable-providers.js';
import { startTestHookline, type ApiAnswer, type TestHookline } from '../support/hookline.js';

let providers: ConnectableProvidersStandIn;
let hookline: TestHookline;
let prisma: PrismaService;

beforeAll(async () => {
  providers = await startConnectableProviders();
  hookline = await startTestHookline({ imports: [providers.module] });
  prisma = hookline.app.get(PrismaService, { strict: false });
});
afterAll(async () => {
  await hookline?.close();
  await providers?.close();
});
afterEach(async () => {
  providers.fails = undefined;
  await prisma.connection.deleteMany();
});

const api = async (method: string, path = '', body?: unknown, headers?: Record<string, string>) => {
  const answer = await hookline.api(method, `/v1/connections${path}`, body, headers);
  const text = JSON.stringify(answer.body);
  for (const secret of [GOOD_KEY, ...TOKENS]) expect(text).not.toContain(secret);
  return answer;
};

/** An error body without what differs from request to request. */
const errorOf = ({ status, body }: ApiAnswer, id: string) => {
  const { correlation_id: _id, timestamp: _at, ...error } = body.error;
  return { status, error: JSON.parse(JSON.stringify(error).replaceAll(id, 'ID')) };
};

const KEYRING = { provider: 'keyring', credentials: { api_key: GOOD_KEY } };

describe('POST /v1/connections', () => {
  it('connects an account by what was entered, once the provider has accepted it', async () => {
    const { status, body } = await api('POST', '', { ...KEYRING, tenant: 'customer-1' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      provider: 'keyring',
      tenant: 'customer-1',
      status: 'connected',
      kind: 'api_key',
      account: { id: 'ring-1', label: 'Ring One', details: { plan: 'gold' } },
      scopes: [],
      health: { state: 'ok', mend_url: null, scopes: { granted: [], needed: [], missing: [] } },
      disconnected_at: null,
      expires_at: null,
      refresh_at: null,
      last_error: null,
    });
    expect(body.health.message).toContain('Keyring');
    expect((await api('GET', `/${body.id}`)).body).toEqual(body);
    const [entry] = await prisma.auditEntry.findMany({ where: { target: `connection:${body.id}` } });
    expect(entry).toMatchObject({ action: 'connection.connected', actorKind: 'api_key', actor: 'test' });
  });

  it('keeps the id of an account that is connected again, and does not let another tenant do it', async () => {
    const { body: first } = await api('POST', '', { ...KEYRING, tenant: 'customer-1' });
    const again = { ...KEYRING, connection_id: first.id };
    expect((await api('POST', '', { ...again, tenant: 'customer-1' })).body.id).toBe(first.id);
    expect((await api('POST', '', again)).body).toMatchObject({ id: first.id, tenant: 'customer-1' });
    const stranger = await api('POST', '', { ...again, tenant: 'customer-2' });
    const unknownId = '0198a1b2-0000-7000-8000-000000000000';
    const unknown = await api('POST', '', { ...again, tenant: 'customer-2', connection_id: unknownId });
    expect(stranger.status).toBe(404);
    expect(errorOf(stranger, first.id)).toEqual(errorOf(unknown, unknownId));
  });

  it('gives the first answer to a repeat with the same Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    const asked = providers.requests.length;
    const first = await api('POST', '', KEYRING, headers);
    const repeat = await api('POST', '', KEYRING, headers);
    expect(repeat.body).toEqual(first.body);
    expect(repeat.headers.get('idempotency-replayed')).toBe('true');
    expect(providers.requests.length).toBe(asked + 1);
  });

  it.each([
    ['a refused key', { api_key: 'wrong' }, 'credentials.api_key'],
    ['no key', {}, 'credentials.api_key'],
    ['a field that there is not', { api_key: GOOD_KEY, colour: 'red' }, 'credentials.colour'],
    ['a key that is no text', { api_key: 7 }, 'credentials.api_key'],
  ])('names the field of %s, and keeps nothing', async (_name, credentials, field) => {
    const { status, body } = await api('POST', '', { provider: 'keyring', credentials });
    expect({ status, code: body.error.code }).toEqual({ status: 400, code: 'VALIDATION_ERROR' });
    expect(body.error.details).toMatchObject([{ field }]);
    expect(await prisma.connection.count()).toBe(0);
  });

  it.each([
    ['an unknown provider', { ...KEYRING, provider: 'nobody' }, 404, 'NOT_FOUND'],
    ['a provider where one signs in', { ...KEYRING, provider: 'acme' }, 422, 'UNPROCESSABLE'],
    ['a field too many', { ...KEYRING, scopes: [] }, 400, 'VALIDATION_ERROR'],
    ['an empty tenant', { ...KEYRING, tenant: '' }, 400, 'VALIDATION_ERROR'],
    ['no credentials', { provider: 'keyring' }, 400, 'VALIDATION_ERROR'],
  ])('refuses %s', async (_name, body, status, code) => {
    expect(await api('POST', '', body)).toMatchObject({ status, body: { error: { code } } });
  });
});

describe('GET /v1/connections', () => {
  it('lists by provider, tenant and state, page by page, newest first', async () => {
    const ids: string[] = [];
    for (const tenant of ['a', 'b', undefined]) ids.unshift((await consented(hookline, { tenant })).id);
    await api('POST', '', KEYRING);
    const listed = async (query: string) =>
      (await api('GET', query)).body.data.map(({ id }: { id: string }) => id);
    expect(await listed('?provider=acme')).toEqual(ids);
    expect(await listed('?tenant=a')).toEqual([ids[2]]);
    expect(await listed('?provider=acme&tenant=')).toEqual([ids[0]]);
    expect(await listed('?status=revoked')).toEqual([]);
    const first = await api('GET', '?provider=acme&limit=2');
    expect(first.body.next_cursor).toBe(ids[1]);
    const second = await api('GET', `?provider=acme&limit=2&cursor=${first.body.next_cursor}`);
    expect(second.body).toMatchObject({ data: [{ id: ids[2] }], next_cursor: null });
  });

  it.each(['status=fine', 'limit=0', 'cursor=x', 'colour=red'])('refuses ?%s', async (query) => {
    expect((await api('GET', `?${query}`)).status).toBe(400);
  });

  it('tells the health of each, and the page that mends it', async () => {
    const ok = await consented(hookline);
    const narrow = await consented(hookline, { scopes: ['things:read'] });
    const down = await consented(hookline);
    const lost = await consented(hookline);
    await prisma.connection.update({ where: { id: lost.id }, data: { status: 'needs_reauth' } });
    const circuits = hookline.app.get(CircuitsService, { strict: false });
    await circuits.hold({ provider: 'acme', account: down.id }, 'open', 'their status page says so');
    const { body } = await api('GET', '?provider=acme');
    const health = new Map(body.data.map((one: { id: string; health: object }) => [one.id, one.health]));
    const mend_url = (id: string) => `http://localhost:3000/console/connections/${id}`;
    expect(health.get(ok.id)).toMatchObject({ state: 'ok', mend_url: null });
    expect(health.get(narrow.id)).toEqual({
      state: 'scope_missing',
      message: expect.stringContaining('Acme'),
      mend_url: mend_url(narrow.id),
      scopes: {
        granted: ['things:read'],
        needed: ['things:read', 'things:write'],
        missing: ['things:write'],
      },
    });
    expect(health.get(down.id)).toMatchObject({ state: 'provider_down', mend_url: null });
    expect(health.get(lost.id)).toMatchObject({ state: 'needs_reauth', mend_url: mend_url(lost.id) });
    await circuits.release({ provider: 'acme', account: down.id });
  });
});

describe('/v1/connections/:id', () => {
  it.each([
    ['GET', ''],
    ['DELETE', ''],
    ['POST', '/refresh'],
    ['GET', '/subscriptions'],
  ])('%s %s answers for one of another tenant as for one that there is not', async (method, rest) => {
    const { id } = await consented(hookline, { tenant: 'owner' });
    const unknownId = '0198a1b2-0000-7000-8000-000000000000';
    const stranger = await api(method, `/${id}${rest}?tenant=stranger`);
    const unknown = await api(method, `/${unknownId}${rest}?tenant=stranger`);
    expect(stranger).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    expect(errorOf(stranger, id)).toEqual(errorOf(unknown, unknownId));
    expect((await api(method, `/no-uuid${rest}`)).status).toBe(404);
    expect((await api(method, `/${id}${rest}?tenant=owner`)).status).toBe(200);
  });

  it('refreshes now, and notes who asked for it', async () => {
    const { id } = await consented(hookline);
    const { status, body } = await api('POST', `/${id}/refresh`);
    expect({ status, state: body.health.state }).toEqual({ status: 200, state: 'ok' });
    expect(Date.parse(body.refreshed_at)).toBeGreaterThan(Date.now() - 60_000);
    const entries = await prisma.auditEntry.findMany({ where: { target: `connection:${id}` } });
    expect(entries).toContainEqual(
      expect.objectContaining({ action: 'connection.refreshed', actorKind: 'api_key' }),
    );
  });

  it('says that an account has to be connected again when its refresh is refused for good', async () => {
    const { id } = await consented(hookline);
    providers.fails = { status: 400, error: 'invalid_grant' };
    const refused = await api('POST', `/${id}/refresh`);
    expect(refused).toMatchObject({ status: 424, body: { error: { code: 'CONNECTION_NEEDS_REAUTH' } } });
    const { body } = await api('GET', `/${id}`);
    expect(body).toMatchObject({ status: 'needs_reauth', health: { state: 'needs_reauth' } });
    expect(body.last_error.message).toBeTruthy();
  });

  it('does not refresh what cannot be refreshed', async () => {
    const { body } = await api('POST', '', KEYRING);
    expect((await api('POST', `/${body.id}/refresh`)).status).toBe(422);
  });

  it('disconnects, and says whether the provider has ended the access, too', async () => {
    const { id } = await consented(hookline);
    const { status, body } = await api('DELETE', `/${id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id,
      status: 'disconnected',
      health: { state: 'disconnected' },
      revoked: true,
    });
    expect(providers.requests.at(-1)).toBe('POST /revoke');
    const row = await prisma.connection.findUniqueOrThrow({ where: { id } });
    expect(row.sealedCredential).toBeNull();

    const unconfirmed = await consented(hookline);
    providers.fails = { status: 400, error: 'unsupported_token_type' };
    expect((await api('DELETE', `/${unconfirmed.id}`)).body).toMatchObject({
      status: 'disconnected',
      revoked: false,
    });
  });

  it('lists what is held at the provider for it', async () => {
    const { id } = await consented(hookline);
    await prisma.connectionSubscription.create({
      data: { connectionId: id, kind: 'thing-watch', resource: 'things', status: 'active' },
    });
    expect((await api('GET', `/${id}/subscriptions`)).body).toMatchObject({
      data: [
        { kind: 'thing-watch', resource: 'things', status: 'active', expires_at: null, last_error: null },
      ],
      next_cursor: null,
    });
  });
});

it('reading and writing connections are scopes of their own', async () => {
  const as = async (
    scope: 'connections:read' | 'connections:write' | 'payments:read',
    method: string,
    path = '',
  ) => {
    const key = await hookline.createKey(scope);
    return (
      await api(method, path, method === 'POST' ? KEYRING : undefined, { Authorization: `Bearer ${key}` })
    ).status;
  };
  expect(await as('connections:read', 'GET')).toBe(200);
  expect(await as('payments:read', 'GET')).toBe(403);
  expect(await as('connections:read', 'POST')).toBe(403);
  expect(await as('connections:write', 'POST')).toBe(201);
  expect(await as('connections:write', 'GET')).toBe(403);
});
