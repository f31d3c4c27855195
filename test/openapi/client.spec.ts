import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createHooklineClient, HooklineApiError } from '../../src/client/index.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

describe('The client, with a Hookline', () => {
  let hookline: TestHookline;
  let apiKey: string;

  beforeAll(async () => {
    hookline = await startTestHookline();
    apiKey = await hookline.createKey('admin');
  });
  afterAll(() => hookline?.close());

  const client = () => createHooklineClient({ baseUrl: hookline.url, apiKey: () => apiKey });

  it('answers what a route answers, typed', async () => {
    const template = await client().put('/v1/notification-templates/{name}', {
      params: { path: { name: 'order-paid' } },
      body: { text: 'Order {{order}} is paid.' },
    });
    const text: string | null = template.text;
    expect(text).toBe('Order {{order}} is paid.');
    const nothing = await client().delete('/v1/notification-templates/{name}', {
      params: { path: { name: 'order-paid' } },
    });
    expect(nothing).toBeUndefined();
  });

  it('walks through all pages of a list', async () => {
    for (const name of ['one', 'three', 'two'])
      await client().put('/v1/notification-templates/{name}', {
        params: { path: { name } },
        body: { text: name },
      });
    const names: string[] = [];
    for await (const { name } of client().each('/v1/notification-templates', {
      params: { query: { limit: 1 } },
    }))
      names.push(name);
    expect(names).toEqual(['one', 'three', 'two']);
  });

  it('throws an error that says what is wrong', async () => {
    const refused = client().post('/v1/payments', { body: { amount: 0, currency: 'EUR' } });
    const error = await refused.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(HooklineApiError);
    expect(error).toMatchObject({ code: 'VALIDATION_ERROR', status: 400 });
    expect((error as HooklineApiError).details).toEqual([expect.objectContaining({ field: 'amount' })]);
    expect((error as HooklineApiError).correlationId).toMatch(/./);
  });

  it('gives a POST an Idempotency-Key, where it has none of its own', async () => {
    const event = { type: 'order.paid', tenant: 'acme', data: { order_id: '42' } };
    const [one, other] = [
      await client().post('/v1/events', { body: event }),
      await client().post('/v1/events', { body: event }),
    ];
    expect(other.id).not.toBe(one.id);
    const header = { 'Idempotency-Key': 'order-42-paid' };
    const first = await client().post('/v1/events', { body: event, params: { header } });
    expect((await client().post('/v1/events', { body: event, params: { header } })).id).toBe(first.id);
  });
});

describe('The client, with something that fails', () => {
  let server: Server;
  let seen: IncomingMessage['headers'][] = [];
  let answers: { status: number; headers?: Record<string, string>; body?: string }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request.headers);
      const answer = answers.shift();
      if (!answer) {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers });
      response.end(answer.body ?? '{}');
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterAll(() => server.close());
  afterEach(() => {
    seen = [];
    answers = [];
  });

  const client = (maxRetries?: number) =>
    createHooklineClient({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      apiKey: 'hl_key',
      ...(maxRetries !== undefined && { maxRetries }),
    });
  const body = { type: 'order.paid', tenant: 'acme', data: {} };

  it('sends a POST again under the same key, body and all', async () => {
    answers = [
      { status: 503, headers: { 'Retry-After': '0' } },
      { status: 202, body: '{"id":"an event"}' },
    ];
    expect((await client().post('/v1/events', { body })).id).toBe('an event');
    expect(seen).toHaveLength(2);
    expect(seen[0]?.['idempotency-key']).toBe(seen[1]?.['idempotency-key']);
    expect(seen[1]?.['content-length']).toBe(seen[0]?.['content-length']);
  });

  it('gives up in the end, with what came last', async () => {
    await expect(client(1).get('/v1/events')).rejects.toThrow('fetch failed');
    expect(seen).toHaveLength(2);
  });

  it('does not repeat what may have happened, or what stays wrong', async () => {
    answers = [{ status: 504 }, { status: 409 }];
    await expect(client().post('/v1/events', { body })).rejects.toMatchObject({ status: 504 });
    await expect(client().post('/v1/events', { body })).rejects.toMatchObject({ status: 409 });
    expect(seen).toHaveLength(2);
  });

  it('does not send a PATCH twice', async () => {
    const path = { id: '0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10' };
    await expect(client().patch('/v1/endpoints/{id}', { params: { path }, body: {} })).rejects.toThrow(
      'fetch failed',
    );
    expect(seen).toHaveLength(1);
  });

  it('says when to come again, and that it was somebody else who answered', async () => {
    answers = [{ status: 429, headers: { 'Retry-After': '60' }, body: '<html>Slow down</html>' }];
    await expect(client().get('/v1/events')).rejects.toMatchObject({
      name: 'HooklineApiError',
      code: 'UNEXPECTED_ANSWER',
      status: 429,
      retryAfterMs: 60_000,
    });
  });
});
