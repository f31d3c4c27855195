import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Receivers } from '../../src/deliveries/sending/receivers.js';
import { eventually } from '../support/eventually.js';
import { faults } from '../support/fault-server.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { PublishingProduct, type ShownDelivery } from '../support/publishing-product.js';
import { Babbler, echo, Receiver } from '../support/receiver.js';

const receiver = await Receiver.start();
let hookline: TestHookline;
let product: PublishingProduct;

beforeAll(async () => {
  hookline = await startTestHookline({
    environment: { DELIVERY_RETRY_DELAYS: '0.1', DELIVERY_TIMEOUT: '2' },
  });
  product = new PublishingProduct(hookline);
});
afterAll(async () => {
  await hookline?.close();
  await receiver.close();
});

const endpoint = (id: string) => product.call('GET', `/v1/endpoints/${id}`);

const proved = (id: string) =>
  eventually('it is proved', async () => ((await endpoint(id)).ownership === 'proved' ? true : undefined));

describe('A receiver that misuses HTTP', () => {
  /** What a delivery to it comes to; its socket is closed then. */
  async function told(words: string): Promise<ShownDelivery> {
    const babbler = await Babbler.start(words);
    try {
      return await product.pingDone(await product.subscribe(babbler.url));
    } finally {
      await babbler.close();
    }
  }

  it.each([
    ['a body without end', `HTTP/1.1 200 OK\r\n\r\n${'a'.repeat(2_000_000)}`, 'delivered', 200],
    [
      'gzip, for which nobody asked',
      'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n\x1f',
      'delivered',
      200,
    ],
    [
      'a head without end',
      `HTTP/1.1 200 OK\r\n${`X-A: ${'a'.repeat(1_000)}\r\n`.repeat(1_000)}`,
      'dead',
      null,
    ],
    [
      'a second answer behind the first',
      'HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n',
      'dead',
      500,
    ],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'dead',
      null,
    ],
    [
      'another protocol',
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
      'dead',
      null,
    ],
    ['hints and no answer', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1_000), 'dead', null],
    ['no number that HTTP has', 'HTTP/1.1 999 \x07\r\nContent-Length: 0\r\n\r\n', 'dead', 999],
  ])('is at most its owner’s trouble: %s', async (_name, words, status, code) => {
    const { status: state, history } = await told(words);
    expect(state).toBe(status);
    expect(history[0]).toMatchObject({ status: code });
    expect(history[0]?.answer?.length ?? 0).toBeLessThanOrEqual(4_096);
  });

  it('is given no cookie back', async () => {
    const hook = receiver.hook(faults.status(200, { 'set-cookie': 'a=b' }));
    const { tenant } = await product.subscribe(hook.url);
    for (let sent = 0; sent < 2; sent += 1) await product.done(await product.publish(tenant));
    expect(hook.events).toHaveLength(2);
    expect(hook.events.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
  });
});

describe('A URL that is not proved', () => {
  it('gets one request for each ping, and none by a replay', async () => {
    const hook = receiver.hook();
    const { id } = await product.subscribe(hook.url, { prove_ownership: true });
    const ping = await product.pingDone({ id, tenant: '', secret: '' });
    expect(ping).toMatchObject({ status: 'dead', attempts: 1 });
    const again = await hookline.api('POST', `/v1/deliveries/${ping.id}/replay`);
    expect(again.body.error).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('/ping') });
    const all = { status: ['dead', 'delivered', 'failed'] };
    expect(await product.call('POST', `/v1/endpoints/${id}/replay`, all)).toMatchObject({ replayed: 0 });
    expect(hook.pings).toHaveLength(1);
  });

  it('shows nobody what is at its URL until it has proved itself', async () => {
    const page = receiver.hook();
    page.onPing = faults.ok('what only Hookline may read');
    const { id } = await product.subscribe(page.url, { prove_ownership: true });
    const ping = await product.pingDone({ id, tenant: '', secret: '' });
    const shown = await product.call('GET', `/v1/deliveries/${ping.id}`);
    expect(shown.history).toMatchObject([
      { status: 200, answer: null, error: expect.stringContaining('challenge') },
    ]);

    const own = receiver.hook(faults.ok('thank you'));
    own.onPing = echo;
    const { id: ownId, tenant } = await product.subscribe(own.url, { prove_ownership: true });
    await proved(ownId);
    const delivered = await product.done(await product.publish(tenant));
    expect(delivered.history).toMatchObject([{ status: 200, answer: 'thank you' }]);
  });

  it('is pinged thirty times in ten minutes, whichever of the tenant’s it is, and however they come', async () => {
    const tenant = randomUUID();
    const victim = receiver.hook();
    const wanted = { tenant, prove_ownership: true };
    const one = await product.subscribe(victim.url, wanted);
    const deleted = await product.subscribe(victim.url, wanted);
    await product.call('DELETE', `/v1/endpoints/${deleted.id}`);
    const moved = (place: number) =>
      hookline.api('PATCH', `/v1/endpoints/${one.id}`, { url: `${victim.url}?${place}` });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, place) => [
        hookline.api('POST', `/v1/endpoints/${one.id}/ping`),
        hookline.api('POST', '/v1/endpoints', { ...wanted, url: victim.url }),
        moved(place),
      ]).flat(),
    );
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(28);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(8);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(500);
    expect((await moved(99)).body.error).toMatchObject({ code: 'RATE_LIMITED' });
    expect((await endpoint(one.id)).url).not.toContain('?99');

    await expect(product.subscribe(victim.url, { prove_ownership: true })).resolves.toHaveProperty('id');
    await expect(product.subscribe(victim.url, { tenant })).resolves.toHaveProperty('id');
  });
});

describe('An endpoint that changes while something is on its way', () => {
  it('gets nothing at its new URL that was meant for the one before', async () => {
    const { id } = await product.subscribe(receiver.hook().url, { enabled: false });
    const victim = receiver.hook();
    expect((await hookline.api('PATCH', `/v1/endpoints/${id}`, { url: victim.url })).status).toBe(200);
    const receivers = hookline.app.get(Receivers, { strict: false });
    expect(await receivers.get(id, 1)).toBeUndefined();
    expect(await receivers.get(id, 2)).toMatchObject({ url: new URL(victim.url) });
  });
});

describe('Headers of an endpoint’s own', () => {
  it('go to no URL that they were not given for', async () => {
    const hook = receiver.hook();
    hook.onPing = echo;
    const thief = receiver.hook();
    const headers = { authorization: 'Bearer of-the-owner' };
    for (const prove_ownership of [true, false]) {
      const { id } = await product.subscribe(hook.url, { prove_ownership, headers });
      if (prove_ownership) await proved(id);
      const move = (changes: object) => hookline.api('PATCH', `/v1/endpoints/${id}`, changes);
      const { status, body } = await move({ url: thief.url, description: 'mine' });
      expect([status, body.error.details]).toEqual([
        400,
        [{ field: 'headers', issue: expect.stringContaining('given again') }],
      ]);
      expect(await endpoint(id)).toMatchObject({ url: hook.url, description: '' });
      expect((await move({ url: hook.url, description: 'the same' })).status).toBe(200);
      expect((await move({ url: thief.url, headers: {} })).status).toBe(200);
    }
    await eventually('the new URLs are pinged', () => thief.pings[1]);
    expect(thief.pings.filter((ping) => ping.headers.authorization !== undefined)).toEqual([]);
  });

  it.each([
    'Forwarded',
    'Via',
    'X-Real-IP',
    'X-Forwarded-For',
    'X-Forwarded-Host',
    'X_Forwarded_For', // CGI and WSGI make the same variable of both
    'X-Forwarded_Proto',
    'CF-Connecting-IP',
    'True_Client-IP',
    'X-Client-IP',
    'X-Original-URL',
    'X-Rewrite-URL',
    'X-HTTP-Method-Override',
    'Webhook_Signature',
    'Content_Length',
  ])('do not say for whom a request comes, or what it asks for: %s', async (name) => {
    const wanted = { tenant: 'x', url: receiver.hook().url, headers: { [name]: '127.0.0.1' } };
    expect((await hookline.api('POST', '/v1/endpoints', wanted)).status).toBe(400);
  });
});

describe('An id in capital letters', () => {
  it('is the same id: what is sealed under it can be opened', async () => {
    const hook = receiver.hook();
    const { id, tenant } = await product.subscribe(hook.url);
    const capital = `/v1/endpoints/${id.toUpperCase()}`;
    expect(await product.call('PATCH', capital, { headers: { 'x-a': 'b' } })).toMatchObject({
      id,
      header_names: ['x-a'],
    });
    await product.call('POST', `${capital}/rotate-secret`);
    await product.done(await product.publish(tenant));
    expect(hook.events[0]?.headers['x-a']).toBe('b');
    expect((await product.call('GET', `/v1/endpoints?tenant=${tenant}`)).data).toHaveLength(1);
  });

  it('recovers no event twice, however many do so at once', async () => {
    const hook = receiver.hook();
    const tenant = randomUUID();
    for (let count = 0; count < 20; count += 1) await product.publish(tenant);
    const { id } = await product.subscribe(hook.url, { tenant });
    const since = new Date(Date.now() - 60_000).toISOString();
    const recoveries = await Promise.all(
      [id, id.toUpperCase(), id, id.toUpperCase()].map((each) =>
        product.call('POST', `/v1/endpoints/${each}/recover`, { since }),
      ),
    );
    expect(recoveries.reduce((sum, { recovered }) => sum + recovered, 0)).toBe(20);
  });
});

describe('Text that PostgreSQL does not take', () => {
  it.each([
    { example: '\ud800' },
    { example: { '\udfff': 1 } },
    { example: '\\\ud800' },
    { schema: { description: '\udbff' } },
  ])('is refused in the catalogue: %j', async (entry) => {
    expect((await hookline.api('PUT', '/v1/event-types/order.odd', entry)).status).toBe(400);
  });

  it.each(['\\ud800', '😀', '\\\\udfff'])('is not what only looks like it: %j', async (example) => {
    const { status, body } = await hookline.api('PUT', '/v1/event-types/order.odd', { example });
    expect([status, body.example]).toEqual([200, example]);
  });

  it.each(['https://example.com/\u202egro.live', 'https://example.com/a\u200bb'])(
    'is not in a URL that people are shown, nor what they cannot see: %j',
    async (url) => {
      expect((await hookline.api('POST', '/v1/endpoints', { tenant: 'x', url })).status).toBe(400);
    },
  );
});
