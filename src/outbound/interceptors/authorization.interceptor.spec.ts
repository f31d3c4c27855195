import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
  type ReceivedRequest,
} from '../../../test/support/fault-server.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import type { Authorization } from '../authorization/authorization.js';
import { BearerAuthorization } from '../authorization/bearer-authorization.js';
import {
  ClientCredentialsAuthorization,
  type ClientCredentials,
} from '../authorization/client-credentials-authorization.js';
import {
  AuthenticationError,
  CircuitOpenError,
  NotConfiguredError,
  ProviderUnavailableError,
  RateLimitError,
  ResponseFormatError,
  TimeoutError,
} from '../../contracts/errors.js';
import { Deadline } from '../deadline.js';
import type { OutboundCall } from '../outbound-call.js';
import { compose } from '../outbound-interceptor.js';
import { Transport } from '../transport/transport.js';
import { AuthorizationInterceptor } from './authorization.interceptor.js';

const SECRET = 'hunter2:+ä&';
const DAY_MS = 86_400_000;

let provider: FaultServer;
let transport: Transport;
let clock: ManualClock;
let failures: string[];
/** What the token endpoint says; by default, a new token each time. */
let token: (request: ReceivedRequest, issued: number) => Fault;
let valid: (authorization: string | undefined) => boolean;
const deadlines: Deadline[] = [];

beforeEach(async () => {
  clock = new ManualClock();
  failures = [];
  token = (_request, issued) =>
    faults.ok({ access_token: `token-${issued}`, token_type: 'bearer', expires_in: 3600 });
  valid = (authorization) => authorization?.startsWith('Bearer ') ?? false;
  let issued = 0;
  provider = await startFaultServer({
    answer: (request) => {
      if (request.path === '/token') return faults.slow(50, token(request, (issued += 1)));
      return valid(request.headers['authorization']) ? faults.ok() : faults.status(401);
    },
  });
  transport = new Transport();
});

afterEach(async () => {
  for (const deadline of deadlines.splice(0)) deadline.clear();
  await provider.close();
  await transport.close();
});

function call({
  timeoutMs = 5000,
  signal,
  ...rest
}: Partial<OutboundCall> & { timeoutMs?: number; signal?: AbortSignal } = {}): OutboundCall {
  const deadline = new Deadline(timeoutMs, signal);
  deadlines.push(deadline);
  return {
    provider: 'acme',
    operation: 'things.list',
    endpoint: '/things',
    method: 'GET',
    url: new URL('/things', provider.url),
    headers: {},
    priority: 'interactive',
    safety: { by: 'none' },
    deadline,
    progress: { attempts: 0 },
    ...rest,
  };
}

function road(authorization: Authorization | undefined) {
  const rules = { allowedOrigin: provider.url, onAuthFailure: (name: string) => void failures.push(name) };
  return compose([new AuthorizationInterceptor(authorization, rules)], transport.send);
}

function clientCredentials(options: Partial<ClientCredentials> = {}): ClientCredentialsAuthorization {
  return new ClientCredentialsAuthorization({
    provider: 'acme',
    tokenUrl: new URL('/token', provider.url),
    clientId: 'client:1',
    clientSecret: SECRET,
    clientAuthentication: 'basic',
    send: (request, about) => transport.send(call({ ...request, ...about })),
    clock,
    ...options,
  });
}

const requestsTo = (path: string) => provider.requests.filter((request) => request.path === path);
const credentialsSent = () => requestsTo('/things').map(({ headers }) => headers['authorization']);

describe('the credential', () => {
  it('is on each attempt', async () => {
    expect((await road(new BearerAuthorization({ token: 't' }))(call())).status).toBe(200);
    expect(credentialsSent()).toEqual(['Bearer t']);
    expect(failures).toEqual([]);
  });

  it('is left to the SDK where the road has none', async () => {
    await road(undefined)(call({ headers: { authorization: 'Bearer sdk' } }));
    expect(credentialsSent()).toEqual(['Bearer sdk']);
  });

  it('that cannot be renewed is refused once, and that is told', async () => {
    valid = () => false;
    expect((await road(new BearerAuthorization({ token: 't' }))(call())).status).toBe(401);
    expect(credentialsSent()).toEqual(['Bearer t']);
    expect(failures).toEqual(['acme']);
  });

  it('never goes to another origin by a mistake in the configuration', async () => {
    const stranger = await startFaultServer();
    const url = new URL('/things', stranger.url);
    const given = road(new BearerAuthorization({ token: 't' }))(call({ url }));
    await expect(given).rejects.toThrow(NotConfiguredError);
    expect(stranger.requests).toHaveLength(0);
    await stranger.close();
  });

  it('never goes to another origin that comes out of data', async () => {
    const stranger = await startFaultServer({ answer: () => faults.status(401) });
    const url = new URL('/file', stranger.url);
    const open = new Transport({ allowPrivateNetworks: ['127.0.0.1'] });
    const rules = { allowedOrigin: provider.url, onAuthFailure: (name: string) => void failures.push(name) };
    const chain = compose(
      [new AuthorizationInterceptor(new BearerAuthorization({ token: 't' }), rules)],
      open.send,
    );
    expect((await chain(call({ url, untrusted: true }))).status).toBe(401);
    expect(stranger.requests.map(({ headers }) => headers['authorization'])).toEqual([undefined]);
    expect(failures).toEqual([]);
    await open.close();
    await stranger.close();
  });
});

describe('client credentials', () => {
  it('are sent in the header, form-encoded first (RFC 6749, 2.3.1)', async () => {
    await road(clientCredentials({ scope: 'read write', audience: 'https://api' }))(call());
    const [request] = requestsTo('/token');
    const [id, secret] = Buffer.from(request?.headers['authorization']?.slice(6) ?? '', 'base64')
      .toString()
      .split(':');
    expect([id, secret]).toEqual(['client%3A1', 'hunter2%3A%2B%C3%A4%26']);
    expect(Object.fromEntries(new URLSearchParams(request?.body.toString()))).toEqual({
      grant_type: 'client_credentials',
      scope: 'read write',
      audience: 'https://api',
    });
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  });

  it('are sent in the form where the provider wants that', async () => {
    await road(clientCredentials({ clientAuthentication: 'post' }))(call());
    const [request] = requestsTo('/token');
    expect(request?.headers['authorization']).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(request?.body.toString()))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'client:1',
      client_secret: SECRET,
    });
  });

  it('get one token for 50 calls at once', async () => {
    const send = road(clientCredentials());
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(call())));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(requestsTo('/token')).toHaveLength(1);
    expect(new Set(credentialsSent())).toEqual(new Set(['Bearer token-1']));
  });

  it.each<[string, unknown, number]>([
    ['a minute before its end', { expires_in: 3600 }, 3_540_000],
    ['after nine tenths of a short life', { expires_in: 100 }, 90_000],
    ['the same if the life is given as text', { expires_in: '100' }, 90_000],
    ['soon if its life is not told', {}, 270_000],
  ])('get another token %s', async (_when, extra, usableMs) => {
    token = (_request, issued) =>
      faults.ok({ access_token: `token-${issued}`, token_type: 'Bearer', ...(extra as object) });
    const send = road(clientCredentials());
    await send(call());
    await clock.advance(usableMs - 1);
    await send(call());
    await clock.advance(1);
    await send(call());
    expect(credentialsSent()).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
  });

  it('get one new token when 50 calls at once are refused', async () => {
    const send = road(clientCredentials());
    await send(call());
    valid = (authorization) => authorization === 'Bearer token-2';
    const answers = await Promise.all(Array.from({ length: 50 }, () => send(call())));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(requestsTo('/token')).toHaveLength(2);
    expect(failures).toEqual([]);
  });

  it('keep the new token when a call comes back late that was refused with the old one', async () => {
    const authorization = clientCredentials();
    const late = await authorization.authorize(call());
    expect(await authorization.renew(late)).toBe(true);
    await authorization.authorize(call());
    expect(await authorization.renew(late)).toBe(true);
    const authorized = await authorization.authorize(call());
    expect(authorized.headers['authorization']).toBe('Bearer token-2');
  });

  it('are not asked for twice by one call: a second 401 is the answer', async () => {
    valid = () => false;
    expect((await road(clientCredentials())(call())).status).toBe(401);
    expect(credentialsSent()).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(failures).toEqual(['acme']);
  });

  it('do not go out again when the circuit has opened meanwhile', async () => {
    valid = () => false;
    const open = new CircuitOpenError('open', { provider: 'acme', operation: 'things.list' }, 1000);
    const beforeDeparture = () => {
      throw open;
    };
    await expect(road(clientCredentials())(call({ beforeDeparture }))).rejects.toBe(open);
    expect(credentialsSent()).toEqual(['Bearer token-1']);
  });

  it('are waited for by each call no longer than its own deadline', async () => {
    token = () => faults.slow(300, faults.ok({ access_token: 't', token_type: 'bearer' }));
    const send = road(clientCredentials());
    const patient = send(call());
    const reason = new Error('the customer left');
    const caller = new AbortController();
    const leaving = send(call({ signal: caller.signal }));
    caller.abort(reason);
    await expect(leaving).rejects.toBe(reason);
    await expect(send(call({ timeoutMs: 50 }))).rejects.toThrow(TimeoutError);
    expect((await patient).status).toBe(200);
    expect(requestsTo('/token')).toHaveLength(1);
  });

  it.each<[string, Fault, new (...args: never[]) => Error, string]>([
    [
      'a refusal',
      faults.status(401, {}, { error: 'invalid_client', error_description: `no client has ${SECRET}` }),
      AuthenticationError,
      'invalid_client (no client has [redacted])',
    ],
    ['a refusal without words', faults.status(400, {}, `no ${SECRET}`), AuthenticationError, 'HTTP 400'],
    ['a limit', faults.tooMany(7), RateLimitError, 'limits requests'],
    ['an outage', faults.status(503, {}, SECRET), ProviderUnavailableError, 'HTTP 503'],
    ['half an answer', faults.ok(`{"access_token":"${SECRET}`), ResponseFormatError, 'bearer token'],
    [
      'another kind of token',
      faults.ok({ access_token: 'abc', token_type: 'mac' }),
      ResponseFormatError,
      'bearer',
    ],
    [
      'a token with a line break',
      faults.ok({ access_token: 'a\r\nx: y', token_type: 'bearer' }),
      ResponseFormatError,
      'bearer',
    ],
  ])('meet %s with an error that says so and shows no secret', async (_what, fault, kind, words) => {
    token = () => fault;
    for (const clientAuthentication of ['basic', 'post'] as const) {
      const error: unknown = await road(clientCredentials({ clientAuthentication }))(call()).catch(
        (e: unknown) => e,
      );
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({ operation: 'oauth.token', message: expect.stringContaining(words) });
      const everything = inspect(error, { depth: Infinity, showHidden: true });
      for (const secret of [SECRET, 'hunter2', encodeURIComponent(SECRET)]) {
        expect(everything).not.toContain(secret);
      }
    }
    expect(requestsTo('/things')).toHaveLength(0);
  });

  it('are asked for again by the next call after a failure', async () => {
    token = () => faults.status(503);
    const send = road(clientCredentials());
    await expect(send(call())).rejects.toThrow(ProviderUnavailableError);
    token = () => faults.ok({ access_token: 't', token_type: 'bearer', expires_in: DAY_MS });
    expect((await send(call())).status).toBe(200);
  });
});
