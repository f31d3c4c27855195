import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { ApiKeysService } from '../../platform/api-access/api-keys.service.js';
import { createHttpAdapter } from '../../platform/http/http-adapter.js';
import { PlatformModule } from '../../platform/platform.module.js';
import { Circuits } from './circuits.js';
import { CircuitsModule } from './circuits.module.js';

const KEY = { provider: 'stripe', account: 'default', group: 'payments' };

let database: TestDatabase;
let app: NestFastifyApplication;
let key: string;
beforeAll(async () => {
  database = await createTestDatabase();
  const environment = {
    DATABASE_URL: database.url,
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    LOG_LEVEL: 'silent',
  };
  const module = await Test.createTestingModule({
    imports: [PlatformModule.forRoot(environment), CircuitsModule],
  }).compile();
  app = module.createNestApplication<NestFastifyApplication>(createHttpAdapter('http://localhost'));
  await app.init();
  key = (await app.get(ApiKeysService, { strict: false }).create('test', ['admin'])).key;
});
afterAll(async () => {
  await app?.close();
  await database?.drop();
});

async function api(method: 'GET' | 'POST', url: string, payload?: object, bearer = key) {
  const headers = { authorization: `Bearer ${bearer}` };
  const answer = await app.inject({ method, url, headers, ...(payload && { payload }) });
  return { status: answer.statusCode, body: answer.json() };
}

describe('The API of circuits', () => {
  it('holds a circuit open, shows it with its history, and releases it', async () => {
    const circuit = app.get(Circuits, { strict: false }).get(KEY);
    const { account: _account, ...rest } = KEY;
    const held = await api('POST', '/v1/circuits/hold', {
      ...KEY,
      hold: 'open',
      reason: 'double charges',
    });
    expect(held).toMatchObject({ status: 200, body: { ...KEY, hold: 'open', reason: 'double charges' } });
    expect(circuit.admit()).toBeUndefined();
    const listed = await api('GET', '/v1/circuits?provider=stripe&hold=open');
    expect(listed.body.data).toEqual([
      {
        ...KEY,
        state: 'open',
        hold: 'open',
        open_until: null,
        reason: 'double charges',
        since: expect.any(String),
      },
    ]);
    expect(await api('POST', '/v1/circuits/release', KEY)).toMatchObject({ status: 200 });
    expect(circuit.admit()).toBeDefined();
    const history = await api('GET', '/v1/circuits/transitions?provider=stripe');
    expect(history.body).toMatchObject({
      data: [
        { ...KEY, from: 'open', to: 'closed', reason: 'released' },
        { ...KEY, from: 'closed', to: 'open', reason: 'held open: double charges' },
      ],
      next_cursor: null,
    });
    const twice = await api('POST', '/v1/circuits/release', rest);
    expect(twice).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
  });

  it('pages through circuits by their keys', async () => {
    const providers = ['a', 'b', 'c', 'd', 'e'].map((name) => `paged-${name}`);
    for (const provider of providers) {
      await api('POST', '/v1/circuits/hold', { provider, hold: 'open', reason: 'x' });
    }
    const found: string[] = [];
    for (let path = '/v1/circuits?limit=2'; path;) {
      const { body } = await api('GET', path);
      found.push(...body.data.map(({ provider }: { provider: string }) => provider));
      path = body.next_cursor ? `/v1/circuits?limit=2&cursor=${encodeURIComponent(body.next_cursor)}` : '';
    }
    expect(found).toEqual([...providers, 'stripe']);
  });

  it.each([
    ['a hold without a reason', 'hold', { provider: 'stripe', hold: 'open' }, 'reason'],
    ['a hold of a kind there is none of', 'hold', { provider: 'stripe', hold: 'ajar', reason: 'x' }, 'hold'],
    ['a release of everything', 'release', {}, 'provider'],
    ['a NUL', 'hold', { provider: 'stripe', hold: 'open', reason: 'a\0b' }, 'reason'],
  ])('refuses %s', async (_name, path, body, field) => {
    const refused = await api('POST', `/v1/circuits/${path}`, body);
    expect(refused).toMatchObject({ status: 400, body: { error: { code: 'VALIDATION_ERROR' } } });
    expect(JSON.stringify(refused.body)).toContain(field);
  });

  it('is for admin keys only', async () => {
    const { key: other } = await app
      .get(ApiKeysService, { strict: false })
      .create('other', ['payments:write']);
    expect(await api('GET', '/v1/circuits', undefined, other)).toMatchObject({ status: 403 });
    expect(await api('POST', '/v1/circuits/hold', {}, other)).toMatchObject({ status: 403 });
  });
});
