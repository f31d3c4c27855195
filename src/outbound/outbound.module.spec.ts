import { afterAll, beforeAll, expect, it } from 'vitest';
import { Test, type TestingModule } from '@nestjs/testing';
import { faults, startFaultServer, type FaultServer } from '../../test/support/fault-server.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { PlatformModule } from '../platform/platform.module.js';
import { BearerAuthorization } from './authorization/bearer-authorization.js';
import { ClientCredentialsAuthorization } from './authorization/client-credentials-authorization.js';
import { runInCallScope } from './call-scope.js';
import { Operation } from './operation.js';
import { OutboundModule, roadToken } from './outbound.module.js';
import type { Road } from './road.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const cleanups: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const cleanup of cleanups) await cleanup();
});

async function start(
  provider: FaultServer,
  policy: Parameters<typeof OutboundModule.forFeature>[0]['policy'],
): Promise<{ app: TestingModule; road: Road }> {
  const app = await Test.createTestingModule({
    imports: [
      PlatformModule.forRoot({ NODE_ENV: 'test', LOG_LEVEL: 'silent', DATABASE_URL: database.url }),
      OutboundModule.forFeature({ provider: 'acme', baseUrl: provider.url, policy }),
    ],
  }).compile();
  return { app, road: app.get<Road>(roadToken('acme'), { strict: false }) };
}

async function startProvider(answer: Parameters<typeof startFaultServer>[0]): Promise<FaultServer> {
  const provider = await startFaultServer(answer);
  cleanups.push(() => provider.close());
  return provider;
}

function get(road: Road, path = '/') {
  const about = { provider: 'acme', operation: 'things.get', defaultTimeoutMs: road.settings.timeoutMs };
  return Operation.run(about, {}, (operation) =>
    runInCallScope(operation.scope(path), () =>
      road.send({ method: 'GET', url: new URL(road.settings.baseUrl + path), headers: {} }),
    ),
  );
}

it('gives a provider its road, and lets what is in flight end before it closes', async () => {
  const provider = await startProvider({ answer: () => faults.slow(200, faults.ok('late, but there')) });
  const { app, road } = await start(provider, { writes: { by: 'none' } });

  const inFlight = get(road);
  while (!provider.requests.length) await new Promise((turn) => setTimeout(turn, 5));
  await app.close();

  expect((await inFlight).body.toString()).toBe('late, but there');
  await expect(get(road)).rejects.toThrow(/could not be reached/);
});

it('takes a policy that needs something injected', async () => {
  const provider = await startProvider({});
  const { app, road } = await start(provider, {
    useFactory: () => ({
      writes: { by: 'none' },
      authorization: new BearerAuthorization({ token: 'token-of-acme' }),
    }),
  });
  await get(road);
  expect(provider.requests[0]?.headers['authorization']).toBe('Bearer token-of-acme');
  await app.close();
});

it('fetches tokens along the road itself, once for all who wait', async () => {
  const provider = await startProvider({
    answer: ({ path }) =>
      path === '/oauth/token'
        ? faults.slow(50, faults.ok({ access_token: 'fresh', token_type: 'bearer', expires_in: 3600 }))
        : faults.ok(),
  });
  const { app, road } = await start(provider, {
    writes: { by: 'none' },
    authorization: (send) =>
      new ClientCredentialsAuthorization({
        provider: 'acme',
        tokenUrl: new URL('/oauth/token', provider.url),
        clientId: 'us',
        clientSecret: 'secret',
        clientAuthentication: 'basic',
        send,
      }),
  });
  // More than may be in flight at once: had a waiting call a slot, the token request would have none.
  await Promise.all(Array.from({ length: 120 }, () => get(road)));
  const [tokens, calls] = [
    provider.requests.filter(({ path }) => path === '/oauth/token'),
    provider.requests.filter(({ path }) => path === '/'),
  ];
  expect([tokens.length, calls.length]).toEqual([1, 120]);
  expect(new Set(calls.map(({ headers }) => headers['authorization']))).toEqual(new Set(['Bearer fresh']));
  await app.close();
});
