import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOGGER, createLogger } from '../../src/platform/logging/logger.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { rawRequest } from './raw-request.js';
import { isApi, pathOf, registeredRoutes, type RegisteredRoute } from './registered-routes.js';

const ID = '0198f0f0-0000-7000-8000-000000000000';
const lines: string[] = [];

let hookline: TestHookline;
let key: string;
let withBody: RegisteredRoute[];

beforeAll(async () => {
  const destination = { write: (line: string) => void lines.push(line) };
  const logger = await createLogger({ level: 'debug', format: 'json', destination });
  hookline = await startTestHookline({
    environment: { API_RATE_LIMIT: '1000000' },
    override: [[LOGGER, logger]],
  });
  key = await hookline.createKey('admin');
  withBody = registeredRoutes(hookline).filter((route) => isApi(route) && route.schemas.body);
});
afterAll(() => hookline?.close());

const send = (method: string, path: string, body: string, headers: readonly string[] = []) =>
  rawRequest(
    hookline.url,
    method,
    path,
    [
      'Authorization',
      `Bearer ${key}`,
      'Content-Type',
      'application/json',
      'Idempotency-Key',
      crypto.randomUUID(),
      ...headers,
    ],
    body,
  );

/** Routes that answer something else than a refusal. */
async function unrefused(body: string): Promise<string[]> {
  const found: string[] = [];
  for (const route of withBody) {
    const { status } = await send(route.method, pathOf(route, ID), body);
    if (status < 400 || status >= 500) found.push(`${route.method} ${route.path}: ${status}`);
  }
  return found;
}

describe('A body', () => {
  it.each([
    ['a prototype', '{"__proto__":{"polluted":true},"x":1}'],
    ['a prototype in other letters', String.raw`{"__proto__":{"polluted":true}}`],
    ['a prototype further in', '{"metadata":{"a":{"__proto__":{"polluted":true}}}}'],
    ['a constructor’s prototype', '{"constructor":{"prototype":{"polluted":true}}}'],
    ['100,000 arrays in one another', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['20,000 objects in one another', `${'{"data":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
    ['200,000 entries', JSON.stringify(Array.from({ length: 200_000 }, () => 1))],
    ['more than a mebibyte of nothing', `{"x":"${' '.repeat(1024 * 1024)}"}`],
    ['a number beyond numbers', '{"amount":1e999,"limit":1e999}'],
    ['a NUL and half a character', String.raw`{"tenant":"a\u0000\ud800","provider":"\u0000"}`],
    ['no object', '"text"'],
  ])('of %s is refused everywhere, and changes no prototype', async (_what, body) => {
    expect(await unrefused(body)).toEqual([]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('of a form or a query changes no prototype either', async () => {
    const query = '__proto__[polluted]=1&constructor[prototype][polluted]=1&__proto__.polluted=1';
    const form = ['Content-Type', 'application/x-www-form-urlencoded'];
    const answers = [
      await send('GET', `/v1/webhook-events?${query}`, ''),
      await rawRequest(hookline.url, 'POST', '/console/sign-in', form, query),
    ];
    for (const { status } of answers) expect(status).toBeLessThan(500);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('What is too much before the body', () => {
  it.each([
    ['an address', `/v1/webhook-events?cursor=${'a'.repeat(9000)}`, [], 414],
    ['a query', `/v1/webhook-events?${'a=1&'.repeat(200)}`, [], 414],
    ['a header', '/v1/webhook-events', ['X-Long', 'a'.repeat(20_000)], 431],
    ['headers', '/v1/webhook-events', Array.from({ length: 300 }, (_one, i) => `X-${i}`), 431],
  ])('%s is refused', async (_what, path, headers, expected) => {
    expect((await send('GET', path, '', headers)).status).toBe(expected);
  });
});

describe('Words of a stranger', () => {
  it('stay within one header, and within one line of the log', async () => {
    const hostile = [
      '\u001b[31mred',
      'a%0d%0aSet-Cookie: x=1',
      '{"level":"error"}',
      'a\tb',
      '\u0085x',
      'x'.repeat(4000),
    ];
    lines.length = 0;
    for (const words of hostile) {
      const latin1 = Buffer.from(words).toString('latin1');
      const headers = ['X-Request-ID', latin1, 'User-Agent', latin1, 'Traceparent', latin1, 'Prefer', latin1];
      const encoded = encodeURIComponent(words);
      // Control characters never become a request.
      const asked = [
        `/v1/webhook-events/${encoded}`,
        `/nowhere/${encoded}`,
        `/console/sign-in?next=/${encoded}`,
      ];
      for (const path of asked) {
        const answer = await send('GET', path, '', headers).catch(() => undefined);
        if (!answer) continue;
        expect(answer.status).toBeLessThan(500);
        expect(answer.headers['set-cookie']).toBeUndefined();
        expect(String(answer.headers['x-request-id'])).toMatch(/^[\w.:-]{1,128}$/);
      }
    }
    expect(lines.length).toBeGreaterThan(5);
    for (const line of lines) {
      expect(line).toMatch(/^\{[^\p{Cc}]*\}\n$/u);
      expect(() => JSON.parse(line)).not.toThrow('in JSON');
    }
  });
});
