import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApi } from '../../test/support/described-api.js';
import { faults, startFaultServer, type Fault, type FaultServer } from '../../test/support/fault-server.js';
import {
  ConflictError,
  NotFoundError,
  ResponseFormatError,
  UnprocessableError,
  ValidationError,
} from '../contracts/errors.js';
import { defineApi } from './define-api.js';
import { del, get, post } from './rest/methods.js';

const day = z.codec(z.iso.date(), z.date(), {
  decode: (text) => new Date(`${text}T00:00:00Z`),
  encode: (date) => date.toISOString().slice(0, 10),
});
const User = z.object({ id: z.string(), born: day });

class Acme extends defineApi({
  name: 'acme',
  title: 'Acme',
  version: { name: 'v2', path: '/v2', headers: { 'acme-version': '2' } },
  errors: { meanings: { taken: 'conflict' } },
  operations: {
    users: {
      get: get('/users/:id', { answer: User }),
      list: get('/users', {
        query: z.object({ tag: z.array(z.string()).optional(), limit: z.int().max(100).optional() }),
        answer: z.array(User),
      }),
      create: post('/users', { body: User.omit({ id: true }), answer: User }),
      remove: del('/users/:id', {}),
    },
    export: get('/export/:name.csv', { answer: 'text' }),
  },
}) {}

let server: FaultServer;
let answer: () => Fault = faults.ok;
const json =
  (body: unknown, status = 200) =>
  () =>
    faults.status(status, {}, JSON.stringify(body));

beforeEach(async () => {
  server = await startFaultServer({ answer: () => answer() });
});
afterEach(() => server.close());

describe('a described API', () => {
  it('has a typed method for each operation: path, query and body as the schemas encode them', async () => {
    const { client, close } = await openApi(Acme, server.url);
    answer = json({ id: 'a/b', born: '2001-02-03', extra: 1 });
    const user = await client.users.get({ id: 'a/b' });
    expect(user.born).toEqual(new Date('2001-02-03T00:00:00Z'));
    expect(user).not.toHaveProperty('extra');
    expect(server.requests.at(-1)).toMatchObject({
      method: 'GET',
      path: '/v2/users/a%2Fb',
      headers: { 'acme-version': '2' },
    });
    await client.users.create({ body: { born: new Date('1999-12-31T00:00:00Z') } });
    expect(JSON.parse(server.requests.at(-1)?.body.toString() ?? '')).toEqual({ born: '1999-12-31' });
    answer = json([]);
    await expect(client.users.list()).resolves.toEqual([]);
    await client.users.list({ tag: ['a', 'b&c'], limit: 5 });
    expect(server.requests.at(-1)?.path).toBe('/v2/users?tag=a&tag=b%26c&limit=5');
    answer = json('a,b');
    await expect(client.export({ name: 'june' })).resolves.toBe('"a,b"');
    expect(server.requests.at(-1)?.path).toBe('/v2/export/june.csv');
    await expect(client.users.remove({ id: 1 })).resolves.toBeUndefined();
    await close();
  });

  it('sends nothing of an input that the schemas do not take, and names each field', async () => {
    const { client, close } = await openApi(Acme, server.url);
    const refused: unknown = await client.users.list({ limit: 500 }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ValidationError);
    expect(refused).toMatchObject({ details: [{ field: 'limit' }], operation: 'users.list' });
    await expect(client.users.get({ id: '' })).rejects.toThrow('see id');
    expect(server.requests).toHaveLength(0);
    await close();
  });

  it('understands refusals by the API’s own words, else by their status', async () => {
    const { client, close } = await openApi(Acme, server.url);
    answer = json({ error: { code: 'taken', message: 'This name is taken' } }, 400);
    await expect(client.users.get({ id: '1' })).rejects.toThrow(ConflictError);
    await expect(client.users.get({ id: '1' })).rejects.toThrow(
      'Acme refused users.get: taken: This name is taken.',
    );
    answer = json({ title: 'No such user' }, 404);
    await expect(client.users.get({ id: '1' })).rejects.toThrow(NotFoundError);
    answer = json({}, 422);
    await expect(client.users.get({ id: '1' })).rejects.toThrow(UnprocessableError);
    await close();
  });

  it('refuses a success that is not what the schema promises, and names the path in it', async () => {
    const { client, close } = await openApi(Acme, server.url);
    answer = json([
      { id: 'u1', born: '2001-02-03' },
      { id: 2, born: 'soon' },
    ]);
    const refused: unknown = await client.users.list().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ResponseFormatError);
    expect(String(refused)).toContain('see 1.id, 1.born');
    expect(server.requests).toHaveLength(1);
    await close();
  });

  it.each([
    [{ name: 'Acme Inc', operations: {} }, 'small letters'],
    [{ name: 'acme', baseUrl: 'acme.com', operations: {} }, 'no URL'],
    [{ name: 'acme', operations: { constructor: get('/', {}) } }, 'constructor'],
    [{ name: 'acme', health: 'users', operations: { users: get('/users/:id', {}) } }, 'needs no input'],
  ])('%j makes no sense, and the refusal says why', (description, why) => {
    expect(() => defineApi(description)).toThrow(why);
  });

  it('cannot have a get with a body', () => {
    expect(() => get('/search', { body: z.string() })).toThrow("safety { by: 'reading' }");
  });
});
