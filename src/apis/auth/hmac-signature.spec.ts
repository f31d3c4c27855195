import { createHash, createHmac } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApi } from '../../../test/support/described-api.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
} from '../../../test/support/fault-server.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { NotConfiguredError } from '../../contracts/errors.js';
import { Deadline } from '../../outbound/deadline.js';
import type { OutboundCall } from '../../outbound/outbound-call.js';
import { defineApi } from '../define-api.js';
import { get, post } from '../rest/methods.js';
import { variable } from '../variable.js';
import { apiKey } from './api-key.js';
import type { ApiAuth } from './api-auth.js';
import { clientCredentials } from './client-credentials.js';
import { hmacSignature, type HmacSignatureOptions } from './hmac-signature.js';

const SECRET = 'hunter2';
const KEY = variable('ACME_KEY');
const WHOLE = '{timestamp}\n{method}\n{path}\n{query}\n{body_sha256}\n{body}';
const variables = { ACME_SIGNING_SECRET: SECRET, ACME_KEY: 'key' };

let server: FaultServer;
let answer: (path: string, attempt: number) => Fault;
let clock: ManualClock;
beforeEach(async () => {
  clock = new ManualClock();
  answer = () => faults.ok();
  server = await startFaultServer({ answer: ({ path }, attempt) => answer(path, attempt) });
});
afterEach(() => server.close());

const described = (options: Partial<HmacSignatureOptions>, auth?: ApiAuth) =>
  class Acme extends defineApi({
    name: 'acme',
    title: 'Acme',
    ...(auth && { auth }),
    signing: hmacSignature({
      secret: variable('ACME_SIGNING_SECRET'),
      header: 'X-Signature',
      clock,
      ...options,
    }),
    road: { compressFromBytes: 500 },
    operations: {
      things: {
        list: get('/things', { query: z.object({ tag: z.string().optional() }) }),
        pay: post('/pay', { body: z.object({ text: z.string() }), safety: { by: 'upsert' } }),
      },
    },
  }) {};

const deadline = new Deadline(1);
deadline.clear();
const anyCall: OutboundCall = {
  provider: 'acme',
  operation: 'things.list',
  endpoint: '/things',
  method: 'GET',
  url: new URL('https://api.acme.test/things'),
  headers: {},
  priority: 'interactive',
  safety: { by: 'none' },
  deadline,
  progress: { attempts: 0 },
};

const hmac = (algorithm: string, ...content: (string | Buffer)[]) => {
  const made = createHmac(algorithm, SECRET);
  for (const piece of content) made.update(piece);
  return made;
};

describe('a signature', () => {
  it('is over the bytes that leave: compressed, with the credential in the query', async () => {
    const auth = apiKey({ in: 'query', name: 'key', key: KEY });
    const options = { content: WHOLE, timestampHeader: 'X-Time', prefix: 'v1=' };
    const { client, close } = await openApi(described(options, auth), server.url, { variables });
    await client.things.pay({ body: { text: 'a'.repeat(1000) } });
    const [request] = server.requests;
    const body = request?.body ?? Buffer.alloc(0);
    expect(gunzipSync(body).toString()).toContain('aaaa');
    const seconds = String(clock.dateMs() / 1000);
    const digest = createHash('sha256').update(body).digest('hex');
    const made = hmac('sha256', `${seconds}\nPOST\n/pay\nkey=key\n${digest}\n`, body).digest('hex');
    expect(request?.headers).toMatchObject({ 'x-signature': `v1=${made}`, 'x-time': seconds });
    await close();
  });

  it.each<[Partial<HmacSignatureOptions>, () => string]>([
    [{}, () => hmac('sha256', '').digest('hex')],
    [
      { algorithm: 'sha512', encoding: 'base64', timestampHeader: 'x-time' },
      () => hmac('sha512', `${clock.dateMs() / 1000}.`).digest('base64'),
    ],
    [{ content: '{method} {path}?{query}' }, () => hmac('sha256', 'GET /things?tag=a%26b+c').digest('hex')],
  ])('is made as the options say: %j', async (options, expected) => {
    const { client, close } = await openApi(described(options), server.url, { variables });
    await client.things.list(options.content === undefined ? {} : { tag: 'a&b c' });
    expect(server.requests[0]?.headers['x-signature']).toBe(expected());
    await close();
  });

  it('is made anew for each attempt', async () => {
    answer = (_path, attempt) => {
      void clock.advance(1000);
      return attempt === 1 ? faults.status(503) : faults.ok();
    };
    const { client, close } = await openApi(described({ timestampHeader: 'x-time' }), server.url, {
      variables,
    });
    await client.things.pay({ body: { text: 'a' } });
    const times = server.requests.map(({ headers }) => Number(headers['x-time']));
    expect(times[1]).toBe((times[0] ?? 0) + 1);
    for (const { headers, body } of server.requests) {
      const made = hmac('sha256', `${headers['x-time']}.`, body).digest('hex');
      expect(headers['x-signature']).toBe(made);
    }
    await close();
  });

  it('is on the critical operations only, where these are named', async () => {
    const { client, close } = await openApi(described({ operations: ['things.pay'] }), server.url, {
      variables,
    });
    await client.things.list();
    await client.things.pay({ body: { text: 'a' } });
    expect(server.requests.map(({ headers }) => 'x-signature' in headers)).toEqual([false, true]);
    await close();
  });

  it('follows no redirect', async () => {
    answer = (path) => (path === '/things' ? faults.redirect('/elsewhere') : faults.ok());
    const { client, close } = await openApi(described({ timestampHeader: 'x-time' }), server.url, {
      variables,
    });
    await client.things.list();
    expect(server.requests.map(({ path }) => path)).toEqual(['/things', '/elsewhere']);
    expect(server.requests[1]?.headers).not.toHaveProperty('x-signature');
    expect(server.requests[1]?.headers).not.toHaveProperty('x-time');
    await close();
  });

  it('does not hide from the credential beneath it that it was refused', async () => {
    const auth = clientCredentials({ tokenPath: '/token', clientId: KEY, clientSecret: KEY });
    let tokens = 0;
    answer = (path, attempt) => {
      if (path === '/token') return faults.ok({ access_token: `t${(tokens += 1)}`, token_type: 'bearer' });
      return attempt === 1 ? faults.status(401) : faults.ok();
    };
    const { client, close } = await openApi(described({}, auth), server.url, { variables });
    await client.things.list();
    expect(server.requests.at(-1)?.headers).toMatchObject({ authorization: 'Bearer t2' });
    expect(server.requests.at(-1)?.headers).toHaveProperty('x-signature');
    await close();
  });

  it('is missed when its secret is not set', async () => {
    const { client, close } = await openApi(described({}), server.url);
    await expect(client.things.list()).rejects.toThrow(NotConfiguredError);
    await expect(client.things.list()).rejects.toThrow('Set ACME_SIGNING_SECRET.');
    await close();
    const { signing } = described({}).api;
    const unset = signing?.over({ authorize: async (call) => call }, () => '');
    await expect(unset?.authorize(anyCall)).rejects.toThrow('Set ACME_SIGNING_SECRET.');
  });

  it.each([
    [{ content: '{url}' }, 'cannot cover "{url}"'],
    [{ content: '{body' }, 'cannot cover'],
    [{ content: '{timestamp}{body}' }, 'do not fit'],
    [{ content: '{body}', timestampHeader: 'x-time' }, 'do not fit'],
    [{ header: 'X Signature' }, 'cannot be the name of a header'],
  ])('cannot be made with %j', (options, why) => {
    expect(() => described(options)).toThrow(why);
  });
});
