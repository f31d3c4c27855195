import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Body, HttpCode, Module, Post } from '@nestjs/common';
import { z } from 'zod';
import { RequiresScope } from '../src/platform/api-access/api-access.guard.js';
import { ApiController } from '../src/platform/http/api-controller.js';
import { ERROR_CODES } from '../src/platform/http/error-codes.js';
import { request, startTestHookline, type TestHookline } from './support/hookline.js';

const thing = z.strictObject({ name: z.string(), size: z.number().int() });

@ApiController('v1/things')
class ThingsController {
  @Post()
  @HttpCode(200)
  @RequiresScope('payments:write')
  create(@Body({ schema: thing }) body: z.output<typeof thing>) {
    if (body.name === 'bug') throw new TypeError('a bug with sk_live_abcdefgh in it');
    return body;
  }

  @Post('closed')
  closed() {
    return 'nobody gets here: the route asks for no scope';
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

let hookline: TestHookline;

beforeAll(async () => {
  hookline = await startTestHookline({ imports: [ThingsModule] });
});
afterAll(() => hookline?.close());

/** Sends bytes as they are, and gives back all that comes. */
function raw(text: string): Promise<string> {
  const { hostname, port } = new URL(hookline.url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}

function expectErrorFormat(body: unknown, code: keyof typeof ERROR_CODES): void {
  expect(body).toEqual({
    error: {
      code,
      message: expect.stringMatching(/^[A-Z].{10,}/s),
      details: expect.any(Array),
      correlation_id: expect.stringMatching(/.+/),
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      documentation_url: expect.stringMatching(new RegExp(`/docs/errors#${code}$`)),
    },
  });
}

describe('Every failure leaves in the error format', () => {
  it.each([
    ['an unknown route', 'GET', '/nowhere', undefined, {}, 'NOT_FOUND'],
    ['a method that a route does not have', 'DELETE', '/v1/things', undefined, {}, 'NOT_FOUND'],
    ['malformed JSON', 'POST', '/v1/things', '{"name":', {}, 'MALFORMED_JSON'],
    ['an empty body', 'POST', '/v1/things', '', {}, 'VALIDATION_ERROR'],
    ['a prototype in the body', 'POST', '/v1/things', '{"__proto__":{"a":1}}', {}, 'MALFORMED_JSON'],
    [
      'another content type',
      'POST',
      '/v1/things',
      'name=x',
      { 'Content-Type': 'text/plain' },
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a content type that is none',
      'POST',
      '/v1/things',
      '{}',
      { 'Content-Type': 'nonsense' },
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a body that is too large',
      'POST',
      '/v1/things',
      `"${'x'.repeat(1024 * 1024)}"`,
      {},
      'PAYLOAD_TOO_LARGE',
    ],
    ['no API key', 'POST', '/v1/things', '{}', { Authorization: '' }, 'UNAUTHENTICATED'],
    [
      'an unknown API key',
      'POST',
      '/v1/things',
      '{}',
      { Authorization: 'Bearer hl_unknown' },
      'UNAUTHENTICATED',
    ],
    ['another scheme', 'POST', '/v1/things', '{}', { Authorization: 'Basic aGw6aGw=' }, 'UNAUTHENTICATED'],
    ['a route without a scope', 'POST', '/v1/things/closed', '{}', {}, 'FORBIDDEN'],
    ['a fault of our own', 'POST', '/v1/things', '{"name":"bug","size":1}', {}, 'INTERNAL_ERROR'],
  ] as const)('%s', async (_name, method, path, body, headers, code) => {
    const answer = await hookline.api(method, path, body, headers);
    expect(answer.status).toBe(ERROR_CODES[code].status);
    expectErrorFormat(answer.body, code);
    expect(answer.body.error.correlation_id).toBe(answer.headers.get('x-request-id'));
    expect(JSON.stringify(answer.body)).not.toContain('sk_live');
  });

  it('names every wrong field at once', async () => {
    const { status, body } = await hookline.api('POST', '/v1/things', { size: 1.5, colour: 'red' });
    expect(status).toBe(400);
    expectErrorFormat(body, 'VALIDATION_ERROR');
    expect(body.error.details.map(({ field }: { field: string }) => field).toSorted()).toEqual([
      'colour',
      'name',
      'size',
    ]);
  });

  it('also where HTTP itself is broken', async () => {
    expect(await raw('NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1.1 400 .*"code":"VALIDATION_ERROR"/s);
    const headers = `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`;
    expect(await raw(headers)).toMatch(/^HTTP\/1.1 431 .*"code":"VALIDATION_ERROR"/s);
    expect(await raw('GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 .*"code":"VALIDATION_ERROR"/s,
    );
  });

  it.each([
    ['no HTTP', 'NONSENSE\r\n\r\n'],
    ['an address that cannot be read', 'GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    [
      'an address that is too long',
      `GET /v1/payments/${'x'.repeat(5_000)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
    ],
  ])('%s: with the id that the answer names, and nothing for a browser to guess', async (_name, sent) => {
    const answer = await raw(sent);
    const [, id = 'none'] = /"correlation_id":"([^"]+)"/.exec(answer) ?? [];
    expect(answer.toLowerCase()).toContain(`x-request-id: ${id}`);
    expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff');
  });
});

describe('X-Request-ID', () => {
  it('is taken when it is harmless, and made otherwise', async () => {
    const taken = await request(`${hookline.url}/health/live`, 'GET', undefined, {
      'X-Request-ID': 'order:42/abc',
    });
    expect(taken.headers.get('x-request-id')).toBe('order:42/abc');
    for (const odd of ['a b', 'x'.repeat(129), '{"a":1}', '']) {
      const made = await request(`${hookline.url}/health/live`, 'GET', undefined, { 'X-Request-ID': odd });
      expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('API keys', () => {
  it('let in those who have the scope, and nobody after they are revoked', async () => {
    const reader = { Authorization: `Bearer ${await hookline.createKey('payments:read')}` };
    const refused = await hookline.api('POST', '/v1/things', { name: 'x', size: 1 }, reader);
    expectErrorFormat(refused.body, 'FORBIDDEN');
    expect(refused.body.error.message).toContain('payments:write');

    const { ApiKeysService } = await import('../src/platform/api-access/api-keys.service.js');
    const keys = hookline.app.get(ApiKeysService, { strict: false });
    const { key, id } = await keys.create('writer', ['payments:write']);
    const writer = { Authorization: `Bearer ${key}` };
    expect((await hookline.api('POST', '/v1/things', { name: 'x', size: 1 }, writer)).status).toBe(200);
    expect(await keys.revoke(id)).toBe(true);
    expectErrorFormat(
      (await hookline.api('POST', '/v1/things', { name: 'x', size: 1 }, writer)).body,
      'UNAUTHENTICATED',
    );
    expect(await keys.revoke(id)).toBe(false);
    expect(JSON.stringify(await keys.list())).not.toContain(key.slice(8));
  });
});

describe('/docs/errors', () => {
  it('explains every code at the place where documentation_url points', async () => {
    const { status, body } = await request(`${hookline.url}/docs/errors`, 'GET');
    expect(status).toBe(200);
    const anchors = [...body.matchAll(/id="([A-Z_]+)"/g)].map(([, code]) => code);
    expect(anchors).toEqual(Object.keys(ERROR_CODES));
  });
});

describe('/health', () => {
  it('is live and ready, with a row for the database, the queues and each provider', async () => {
    expect(await request(`${hookline.url}/health/live`, 'GET')).toMatchObject({
      status: 200,
      body: { status: 'ok' },
    });
    expect(await request(`${hookline.url}/health/ready`, 'GET')).toMatchObject({
      status: 200,
      body: { status: 'ok', details: { database: { status: 'up' } } },
    });
    const { status, body } = await request(`${hookline.url}/health`, 'GET');
    expect(status).toBe(200);
    expect(body.details).toMatchObject({
      database: { status: 'up' },
      queues: { status: 'up', 'webhook-events': 0 },
      stripe: { status: 'up', configured: false },
    });
  });
});
