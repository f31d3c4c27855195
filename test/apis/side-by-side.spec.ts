import { Injectable, Module } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ApiModule, NotConfiguredError, bearer, defineApi, get, variable } from 'hookline';
import { faults, startFaultServer, type FaultServer } from '../support/fault-server.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

const Users = z.array(z.object({ id: z.string() }));

class AcmeV1 extends defineApi({
  name: 'acme',
  version: { name: 'v1', path: '/v1' },
  auth: bearer({ token: variable('ACME_TOKEN') }),
  operations: { users: { list: get('/users', { answer: Users }) } },
}) {}

class AcmeV2 extends defineApi({
  name: 'acme',
  version: { name: 'v2', path: '/v2', headers: { 'acme-version': '2026-01' } },
  auth: bearer({ token: variable('ACME_TOKEN') }),
  operations: { users: { list: get('/users', { answer: Users }) } },
  health: 'users.list',
}) {}

class Elsewhere extends defineApi({
  name: 'elsewhere',
  title: 'Elsewhere',
  auth: bearer({ token: variable('ELSEWHERE_TOKEN') }),
  operations: { list: get('/users', { answer: Users }) },
}) {}

@Injectable()
class Members {
  constructor(
    readonly v1: AcmeV1,
    readonly v2: AcmeV2,
  ) {}
}

@Module({ imports: [ApiModule.for(AcmeV1), ApiModule.for(AcmeV2)], providers: [Members], exports: [Members] })
class MembersModule {}

/** A second module of the product that uses the same API. */
@Module({ imports: [ApiModule.for(AcmeV2), ApiModule.for(Elsewhere)] })
class ReportsModule {}

let acme: FaultServer;
let hookline: TestHookline;

beforeAll(async () => {
  acme = await startFaultServer({ answer: () => faults.ok([{ id: 'u1' }]) });
  hookline = await startTestHookline({
    imports: [MembersModule, ReportsModule],
    environment: { ACME_API_BASE_URL: acme.url, ACME_TOKEN: 'acme-token', ACME_RATE_LIMIT: '2' },
  });
});
afterAll(async () => {
  await hookline.close();
  await acme.close();
});

it('Two versions of an API are two clients with one limit, in as many modules as want them', async () => {
  const { v1, v2 } = hookline.app.get(Members, { strict: false });
  await expect(v1.users.list()).resolves.toEqual([{ id: 'u1' }]);
  await expect(v2.users.list({}, { idempotencyKey: 'any' })).resolves.toEqual([{ id: 'u1' }]);
  expect(acme.requests.map(({ path, headers }) => [path, headers['acme-version']])).toEqual([
    ['/v1/users', undefined],
    ['/v2/users', '2026-01'],
  ]);
  expect(acme.requests.every(({ headers }) => headers['authorization'] === 'Bearer acme-token')).toBe(true);
  await expect(v1.users.list({}, { timeoutMs: 100 })).rejects.toThrow('acme users.list');
  expect(acme.requests).toHaveLength(2);
});

it('Its calls are counted and written down like those of every provider', async () => {
  const metrics = await (await fetch(`${hookline.url}/metrics`)).text();
  expect(metrics).toContain(
    'third_party_requests_total{provider="acme",method="GET",endpoint="/v2/users",status="200"} 1',
  );
  const { body } = await hookline.api('GET', '/health');
  expect(JSON.stringify(body)).toContain('acme');
});

it('Calls of an API that is not configured name every variable to set', async () => {
  const elsewhere = hookline.app.get(Elsewhere, { strict: false });
  const refused: unknown = await elsewhere.list().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(NotConfiguredError);
  expect(String(refused)).toContain('Set ELSEWHERE_API_BASE_URL and ELSEWHERE_TOKEN.');
  const connected = elsewhere.list({}, { connectionId: '0198f2a4-7c3d-7000-8000-000000000000' });
  await expect(connected).rejects.toThrow('Set ELSEWHERE_API_BASE_URL.');
});
