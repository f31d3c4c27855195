import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeysService } from '../src/platform/api-access/api-keys.service.js';
import { PrismaService } from '../src/platform/database/prisma.service.js';
import { commandLine } from './support/command-line.js';
import { eventually } from './support/eventually.js';
import { request, startTestHookline, type TestHookline } from './support/hookline.js';

let hookline: TestHookline;
let prisma: PrismaService;
let keys: ApiKeysService;

beforeAll(async () => {
  hookline = await startTestHookline();
  prisma = hookline.app.get(PrismaService, { strict: false });
  keys = hookline.app.get(ApiKeysService, { strict: false });
});
afterAll(() => hookline?.close());

const call = (key: string) =>
  request(`${hookline.url}/v1/connections`, 'GET', undefined, { Authorization: `Bearer ${key}` });

const apiKeys = (...args: string[]) =>
  commandLine(['api-keys', ...args], {
    openPlatform: () => Promise.resolve({ app: hookline.app, migrated: [], close: () => Promise.resolve() }),
  });

describe('An API key', () => {
  it('ends when it was to end, and says so', async () => {
    const { id, key } = await keys.create('for a day', ['admin'], {
      expiresAt: new Date(Date.now() + 86_400_000),
    });
    expect((await call(key)).status).toBe(200);
    await prisma.apiKey.update({ where: { id }, data: { expiresAt: new Date('2026-01-31T00:00:00Z') } });
    const { status, body } = await call(key);
    expect([status, body.error.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(body.error.message).toContain('expired at 2026-01-31T00:00:00.000Z');
    expect((await keys.find(key))?.state).toBe('expired');
  });

  it('tells when it was last used, written at most once a minute', async () => {
    const { id, key } = await keys.create('used', ['admin']);
    const lastUsed = async () => (await prisma.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt;
    expect(await lastUsed()).toBeNull();
    await Promise.all(Array.from({ length: 5 }, () => call(key)));
    const first = await eventually('the first use is noted', async () => (await lastUsed()) ?? undefined);
    await call(key);
    await call(key);
    expect(await lastUsed()).toEqual(first);
    const longAgo = new Date(Date.now() - 90_000);
    await prisma.apiKey.update({ where: { id }, data: { lastUsedAt: longAgo } });
    await call(key);
    await eventually(
      'the next use is noted',
      async () => Number(await lastUsed()) > Number(longAgo) || undefined,
    );
  });

  it('is made, listed and revoked at the command line, and the audit log has it', async () => {
    const made = await apiKeys(
      'create',
      'shop',
      '--scopes',
      'payments:read',
      '--expires-in',
      '90d',
      '--json',
    );
    expect(made.errors).toBe('');
    const { id = '', key = '', expires_at = '' } = JSON.parse(made.output) as Record<string, string>;
    expect(Date.parse(expires_at) - Date.now()).toBeGreaterThan(89.9 * 86_400_000);
    expect(JSON.parse((await apiKeys('list', '--json')).output)).toContainEqual(
      expect.objectContaining({ id, name: 'shop', state: 'active', last_used_at: null, expires_at }),
    );
    expect((await apiKeys('list')).output).toMatch(/STATE +CREATED +LAST USED +ENDS/);
    expect((await apiKeys('revoke', id)).code).toBe(0);
    expect((await call(key)).body.error.message).toContain('unknown or revoked');
    const entries = await prisma.auditEntry.findMany({
      where: { target: `api_key:${id}` },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ actorKind, action }) => [actorKind, action])).toEqual([
      ['command_line', 'api_key.created'],
      ['command_line', 'api_key.revoked'],
    ]);
  });

  it.each([
    [['--expires-in', 'soon'], 'hours, days or weeks'],
    [['--expires', '2020-01-31'], 'over already'],
    [['--expires', '2027-02-31'], 'A date is'],
    [['--expires', '2099-01-31', '--expires-in', '1d'], 'cannot be used with'],
  ])('is not made with %j', async (options, reason) => {
    const { code, errors } = await apiKeys('create', 'odd', ...options);
    expect(code).toBe(64);
    expect(errors).toContain(reason);
  });
});

/** Sends the head of a request and nothing of its body; gives back all that comes until the end of the connection. */
async function headOnly(head: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(hookline.url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.on('data', (chunk) => (received += chunk.toString()));
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await once(socket, 'close');
  return received;
}

describe('A large body', () => {
  it.each([
    ['no key', []],
    ['a bad key', [`Authorization: Bearer hl_${'x'.repeat(43)}`]],
  ])('is not read from a sender with %s: the answer comes before it', async (_name, headers) => {
    const announced = ['Content-Type: application/json', 'Content-Length: 40000000'];
    const answer = await headOnly(['POST /v1/notifications HTTP/1.1', 'Host: x', ...headers, ...announced]);
    expect(answer).toMatch(/^HTTP\/1.1 401 .*connection: close.*"code":"UNAUTHENTICATED"/is);
  });

  it('is read from a sender with a good key', async () => {
    const body = { channel: 'chat', to: '#x', text: 'x'.repeat(2 * 1024 * 1024) };
    const { status } = await hookline.api('POST', '/v1/notifications', body);
    expect([401, 413]).not.toContain(status);
  });
});

describe('What comes before the body is bounded', () => {
  it('in headers, by number and by size', async () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`x-${index}`, 'y']));
    const answer = await request(`${hookline.url}/health/live`, 'GET', undefined, many);
    expect([answer.status, answer.body.error.message]).toEqual([431, 'The headers are too large.']);
    const large = ['GET /health/live HTTP/1.1', 'Host: x', `X-Long: ${'x'.repeat(17_000)}`];
    expect(await headOnly(large)).toMatch(/^HTTP\/1.1 431 /);
  });

  it('in its address, by length and by parameters', async () => {
    const statusOf = async (query: string) =>
      (await request(`${hookline.url}/health/live?${query}`, 'GET')).status;
    expect(await statusOf(`a=${'x'.repeat(8_000)}`)).toBe(200);
    expect(await statusOf(`a=${'x'.repeat(8_192)}`)).toBe(414);
    expect(await statusOf('a=1&'.repeat(99))).toBe(200);
    expect(await statusOf('a=1&'.repeat(100))).toBe(414);
  });
});
