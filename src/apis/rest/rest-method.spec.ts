import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { openApi } from '../../../test/support/described-api.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
  type ReceivedRequest,
} from '../../../test/support/fault-server.js';
import { OutcomeUnknownError } from '../../contracts/errors.js';
import { defineApi } from '../define-api.js';
import { variable } from '../variable.js';
import { bearer } from '../auth/bearer.js';
import { get, post, put } from './methods.js';

const Found = z.object({ found: z.int() });

class Files extends defineApi({
  name: 'files',
  title: 'Files',
  auth: bearer({ token: variable('FILES_TOKEN') }),
  writes: { by: 'header', header: 'idempotency-key' },
  operations: {
    search: post('/search', {
      body: z.object({ words: z.string() }),
      answer: Found,
      safety: { by: 'reading' },
      cache: { ttlMs: 60_000 },
    }),
    tagged: get('/files', {
      query: z.object({ tags: z.array(z.string()), at: z.object({ from: z.int() }).optional() }),
      queryStyle: 'brackets',
      answer: Found,
    }),
    listed: get('/files', {
      query: z.object({ tags: z.array(z.string()) }),
      queryStyle: 'comma',
      answer: Found,
    }),
    form: post('/forms', { body: z.object({ a: z.string(), b: z.array(z.int()) }), bodyFormat: 'form' }),
    upload: post('/uploads', {
      body: z.object({ name: z.string(), file: z.instanceof(Blob) }),
      bodyFormat: 'multipart',
    }),
    write: put('/files/:id', {
      params: z.object({ id: z.string().regex(/^f\d+$/) }),
      headers: z.object({ 'If-Match': z.string() }),
      body: z.instanceof(Uint8Array),
      bodyFormat: 'bytes',
      answer: 'bytes',
    }),
    merge: post('/merges', { body: z.object({}), contentType: 'application/merge-patch+json' }),
    unsafe: post('/acts', { body: z.object({}), safety: { by: 'none' } }),
  },
}) {}

let server: FaultServer;
let files: Awaited<ReturnType<typeof openApi<(typeof Files)['api']['operations']>>>;
let answer: (request: ReceivedRequest, attempt: number) => Fault;
let asked: () => readonly ReceivedRequest[];

beforeAll(async () => {
  server = await startFaultServer({ answer: (request, attempt) => answer(request, attempt) });
  files = await openApi(Files, server.url, { variables: { FILES_TOKEN: 'the-token-of-files' } });
});
afterAll(async () => {
  await files.close();
  await server.close();
});
beforeEach(() => {
  const before = server.requests.length;
  asked = () => server.requests.slice(before);
  answer = () => faults.ok({ found: 1 });
});

const last = () => asked().at(-1);

it('keeps the answers of a POST that only asks, each body its own, and repeats it after a lost answer', async () => {
  const { search } = files.client;
  answer = (_request, attempt) => (attempt === 1 ? faults.resetAfter() : faults.ok({ found: attempt }));
  await expect(search({ body: { words: 'kept' } })).resolves.toEqual({ found: 2 });
  await expect(search({ body: { words: 'kept' } })).resolves.toEqual({ found: 2 });
  expect(asked()).toHaveLength(2);
  await search({ body: { words: 'others' } });
  expect(asked()).toHaveLength(3);
  expect(asked().every(({ key }) => key === undefined)).toBe(true);
});

it('reads again what broke off on its way', async () => {
  answer = (_request, attempt) => (attempt === 1 ? faults.resetMidBody() : faults.ok({ found: 1 }));
  await expect(files.client.listed({ tags: ['broken'] })).resolves.toEqual({ found: 1 });
  expect(asked()).toHaveLength(2);
});

it('writes lists and objects of the query as the API wants them', async () => {
  await files.client.tagged({ tags: ['a', 'b'], at: { from: 1 } });
  expect(decodeURIComponent(last()?.path ?? '')).toBe('/files?tags[]=a&tags[]=b&at[from]=1');
  await files.client.listed({ tags: ['a', 'b'] });
  expect(decodeURIComponent(last()?.path ?? '')).toBe('/files?tags=a,b');
});

it('writes bodies as forms, as parts, and as they are', async () => {
  await files.client.form({ body: { a: 'x y&z', b: [1, 2] } });
  expect(last()?.headers['content-type']).toContain('application/x-www-form-urlencoded');
  expect([...new URLSearchParams(last()?.body.toString())]).toEqual([
    ['a', 'x y&z'],
    ['b', '1'],
    ['b', '2'],
  ]);
  expect(last()?.headers['accept']).toBe('application/json');
  await files.client.merge({ body: {} });
  expect(last()?.headers['content-type']).toBe('application/merge-patch+json');
  const file = new File(['of bytes'], 'f.txt', { type: 'text/plain' });
  await files.client.upload({ body: { name: 'ä"b', file } });
  const { headers, body } = last() ?? {};
  const parts = await new Response(new Uint8Array(body ?? []), {
    headers: { 'content-type': headers?.['content-type'] ?? '' },
  }).formData();
  expect(parts.get('name')).toBe('ä"b');
  expect(await (parts.get('file') as unknown as File).text()).toBe('of bytes');

  answer = () => faults.ok('raw', { 'content-type': 'application/octet-stream' });
  const bytes = Uint8Array.of(0, 255, 10);
  const back = await files.client.write({ id: 'f1', headers: { 'If-Match': '"1"' }, body: bytes });
  expect(last()?.headers).toMatchObject({
    accept: '*/*',
    'if-match': '"1"',
    'content-type': 'application/octet-stream',
  });
  expect(new Uint8Array(last()?.body ?? [])).toEqual(bytes);
  expect(Buffer.from(back).toString()).toBe('raw');
});

it('gives a write the idempotency key of its caller, and says when it is not known what became of one', async () => {
  answer = (_request, attempt) => (attempt === 1 ? faults.resetAfter() : faults.ok({}));
  await files.client.form({ body: { a: '', b: [] } }, { idempotencyKey: 'order-1' });
  expect(asked().map(({ key }) => key)).toEqual(['order-1', 'order-1']);
  answer = () => faults.resetAfter();
  await expect(files.client.unsafe({ body: {} })).rejects.toThrow(OutcomeUnknownError);
  expect(asked()).toHaveLength(3);
});

it('has no secret of its variables in an error, even if the API quotes it', async () => {
  answer = () =>
    faults.status(
      422,
      {},
      {
        message: 'No such key: the-token-of-files',
        errors: [{ field: 'a', message: 'not the-token-of-files' }],
      },
    );
  const refused: unknown = await files.client.form({ body: { a: '', b: [] } }).catch((e: unknown) => e);
  expect(String(refused)).toContain('Files refused form: No such key: [redacted].');
  expect(JSON.stringify(refused)).not.toContain('the-token');
});

it.each([
  ['a place in the path that the schema refuses', { id: 'nobody' }, 'id'],
  ['dots that would lead elsewhere', { id: '..' }, 'id'],
])('sends nothing of %s', async (_what, wish, field) => {
  const input = { headers: { 'If-Match': '1' }, body: new Uint8Array(), ...wish };
  await expect(files.client.write(input)).rejects.toThrow(`see ${field}`);
  expect(asked()).toHaveLength(0);
});

it('does not let a value of the path leave it', async () => {
  class Paths extends defineApi({
    name: 'paths',
    operations: { read: get('/a/:id/b', { answer: 'text' }) },
  }) {}
  const { client, close } = await openApi(Paths, server.url);
  await client.read({ id: '../x?y#z' });
  expect(last()?.path).toBe('/a/..%2Fx%3Fy%23z/b');
  await expect(client.read({ id: '..' })).rejects.toThrow('see id');
  await close();
});
