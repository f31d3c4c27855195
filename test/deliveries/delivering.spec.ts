import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { faults, refusingUrl } from '../support/fault-server.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { PublishingProduct } from '../support/publishing-product.js';
import { Babbler, Receiver, type Reaction } from '../support/receiver.js';

/** What receivers make of a delivery: each does its worst over a real socket. */

let hookline: TestHookline;
let product: PublishingProduct;
let receiver: Receiver;

beforeAll(async () => {
  hookline = await startTestHookline({
    environment: { DELIVERY_RETRY_DELAYS: '0.3,0.3,0.3', DELIVERY_TIMEOUT: '1' },
  });
  product = new PublishingProduct(hookline);
  receiver = await Receiver.start();
});
afterAll(async () => {
  await receiver?.close();
  await hookline?.close();
});

/** A subscriber of its own, with an event that was published for it. */
async function publishTo(script: readonly Reaction[], settings = {}, event = {}) {
  const hook = receiver.hook(...script);
  const subscription = await product.subscribe(hook.url, settings);
  const eventId = await product.publish(subscription.tenant, event);
  return { hook, subscription, eventId };
}

describe('a success', () => {
  it.concurrent.each([
    ['200', faults.ok({ thanks: true })],
    ['204', faults.status(204, {}, '')],
    ['299', faults.status(299)],
  ])('is an answer of 2xx: %s', async (status, answer) => {
    const { hook, eventId } = await publishTo([answer]);
    const delivery = await product.done(eventId);
    expect(delivery).toMatchObject({ status: 'delivered', attempts: 1 });
    expect(delivery.history).toMatchObject([
      { number: 1, outcome: 'delivered', status: Number(status), error: null },
    ]);
    expect(hook.events).toHaveLength(1);
  });

  it.concurrent('may take its time', async () => {
    const { eventId } = await publishTo([faults.slow(400, faults.ok())]);
    const { status, history } = await product.done(eventId);
    expect(status).toBe('delivered');
    expect(history[0]?.duration_ms).toBeGreaterThanOrEqual(395);
  });

  it.concurrent.each([
    ['of megabytes', faults.ok('x'.repeat(5 * 1024 * 1024))],
    ['that never ends', faults.endless()],
  ])('may have an answer %s: the first 4 KiB are kept', async (_what, answer) => {
    const { eventId, hook } = await publishTo([answer]);
    const { status, history } = await product.done(eventId);
    expect(status).toBe('delivered');
    expect(history[0]?.answer).toHaveLength(4_096);
    expect(hook.events).toHaveLength(1);
  });

  it.concurrent('keeps an answer that is no text as far as PostgreSQL can', async () => {
    const { eventId } = await publishTo([faults.ok(Buffer.from([0x61, 0, 0xff, 0xc3, 0x62]))]);
    expect((await product.done(eventId)).history[0]?.answer).toBe('a\ufffd\ufffdb');
  });
});

describe('a failure', () => {
  const failures: [name: string, fault: Reaction, status: number | null, error: RegExp][] = [
    ['500', faults.status(500, {}, 'out of order'), 500, /^It answered HTTP 500\.$/],
    ['404', faults.status(404), 404, /^It answered HTTP 404\.$/],
    ['503 without Retry-After', faults.status(503), 503, /^It answered HTTP 503\.$/],
    ['silence', faults.hang(), null, /^It did not answer to the end in time\.$/],
    ['a reset before the answer', faults.resetBefore(), null, /^It closed the connection/],
    ['a reset in the body of a success', faults.resetMidBody(), null, /^It closed the connection/],
    ['a success that stops in its body', faults.hangMidBody(), null, /to the end in time/],
    ['a success that drips for too long', faults.drip(200), null, /to the end in time/],
  ];

  it.concurrent.each(failures)(
    'is tried again, as the same message: %s',
    async (_name, fault, status, error) => {
      const { hook, eventId, subscription } = await publishTo([fault, fault, faults.ok()]);
      const delivery = await product.done(eventId);
      expect(delivery).toMatchObject({ status: 'delivered', attempts: 3, next_attempt_at: null });
      const failed = { outcome: 'failed', status, error: expect.stringMatching(error) };
      expect(delivery.history).toMatchObject([
        { number: 1, ...failed },
        { number: 2, ...failed },
        { number: 3, outcome: 'delivered', status: 200, error: null },
      ]);
      expect(hook.events).toHaveLength(3);
      expect(new Set(hook.events.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([eventId]));
      expect(new Set(hook.events.map(({ text }) => text)).size).toBe(1);
      for (const { text, headers } of hook.events) {
        expect(new Webhook(subscription.secret).verify(text, headers)).toMatchObject({ id: eventId });
      }
    },
  );

  it.concurrent('keeps the beginning of the answer', async () => {
    const { eventId } = await publishTo([
      faults.status(500, {}, `out of order ${'.'.repeat(5_000)}`),
      faults.ok(),
    ]);
    const { history } = await product.done(eventId);
    expect(history[0]?.answer).toMatch(/^out of order \.+$/);
    expect(history[0]?.answer).toHaveLength(4_096);
  });

  it.concurrent('is a redirect, too: nobody gets an event at an address that was not entered', async () => {
    const elsewhere = receiver.hook();
    const { eventId } = await publishTo([
      faults.redirect(elsewhere.url),
      faults.redirect('/hooks/1', 307),
      faults.ok(),
    ]);
    const { history } = await product.done(eventId);
    expect(history[0]).toMatchObject({ outcome: 'failed', status: 302 });
    expect(history[0]?.error).toContain('redirects are not followed');
    expect(history[1]).toMatchObject({ outcome: 'failed', status: 307 });
    expect(elsewhere.events).toEqual([]);
  });

  it.concurrent.each([
    ['no HTTP', '220 mail.example.com ESMTP ready\r\n', 'HTTP/1.1'],
    ['a head that breaks off', 'HTTP/1.1 200 OK\r\nContent-Le', 'It closed the connection'],
    ['nothing at all', '', 'It closed the connection'],
    ['a head without an end', `HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(200_000)}`, 'too large a head'],
  ])('is %s: dead in the end', async (_what, words, error) => {
    const babbler = await Babbler.start(words);
    try {
      const subscription = await product.subscribe(babbler.url);
      const { status, history } = await product.pingDone(subscription);
      expect(status).toBe('dead');
      expect(history.map(({ outcome }) => outcome)).toEqual(['failed', 'failed', 'failed', 'dead']);
      for (const attempt of history) {
        expect(attempt).toMatchObject({ status: null, error: expect.stringContaining(error) });
      }
      expect(babbler.visits).toBe(4);
    } finally {
      await babbler.close();
    }
  });

  it.concurrent('is a closed port', async () => {
    const subscription = await product.subscribe(await refusingUrl());
    const { status, history } = await product.pingDone(subscription);
    expect(status).toBe('dead');
    expect(history[0]).toMatchObject({
      status: null,
      error: expect.stringContaining('refused the connection'),
    });
  });

  it('leaves nothing behind that somebody would have to look up: the next attempt settles it', async () => {
    const { body } = await hookline.api('GET', '/v1/unknown-outcomes');
    expect(body.data).toEqual([]);
  });
});

describe('the schedule', () => {
  it('is kept; after its last delay the delivery is dead, until it is replayed', async () => {
    const { hook, eventId } = await publishTo([faults.status(500)]);
    const dead = await product.done(eventId);
    expect(dead).toMatchObject({ status: 'dead', attempts: 4, next_attempt_at: null });
    const outcomes = ['failed', 'failed', 'failed', 'dead'];
    expect(dead.history.map(({ outcome }) => outcome)).toEqual(outcomes);
    const times = hook.events.map(({ at }) => at);
    for (const [index, at] of times.slice(1).entries()) {
      expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(295);
    }
    hook.react(faults.status(500), faults.ok());
    await product.call('POST', `/v1/deliveries/${dead.id}/replay`);
    const replayed = await product.done(eventId);
    expect(replayed).toMatchObject({ status: 'delivered', attempts: 6 });
    expect(replayed.history.map(({ outcome }) => outcome)).toEqual([...outcomes, 'failed', 'delivered']);
    expect(new Set(hook.events.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([eventId]));
    expect(new Set(hook.events.map(({ text }) => text)).size).toBe(1);
  });
});

describe('a message', () => {
  it('says what happened, when, to what, and carries what the endpoint wants to be sent', async () => {
    const settings = { headers: { Authorization: 'Bearer of-the-customer', 'X-Env': 'live' } };
    const { hook, eventId, subscription } = await publishTo([faults.ok()], settings, { subject: 'order_42' });
    await product.done(eventId);
    const [delivery] = hook.events;
    expect(delivery?.event).toEqual({
      id: eventId,
      type: 'order.paid',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      subject: 'order_42',
      data: { order: 42 },
    });
    expect(delivery?.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': eventId,
      authorization: 'Bearer of-the-customer',
      'x-env': 'live',
    });
    expect(delivery?.headers).not.toHaveProperty('x-webhook-signature');
    expect(() =>
      new Webhook(subscription.secret).verify(`${delivery?.text} `, delivery?.headers ?? {}),
    ).toThrow('No matching signature found');
  });

  it('has a plain signature where the endpoint asks for one', async () => {
    const { hook, eventId, subscription } = await publishTo([faults.ok()], { plain_signature: true });
    await product.done(eventId);
    const [delivery] = hook.events;
    const signature = createHmac('sha256', subscription.secret)
      .update(delivery?.text ?? '')
      .digest('hex');
    expect(delivery?.headers['x-webhook-signature']).toBe(`sha256=${signature}`);
  });

  it('is signed with both secrets after a rotation', async () => {
    const hook = receiver.hook();
    const { id, tenant, secret } = await product.subscribe(hook.url);
    await product.done(await product.publish(tenant)); // the worker knows the endpoint as it was
    const { secret: newer } = await product.call('POST', `/v1/endpoints/${id}/rotate-secret`);
    const eventId = await product.publish(tenant);
    await product.done(eventId);
    const last = hook.events.at(-1);
    for (const each of [secret, newer]) {
      expect(new Webhook(each).verify(last?.text ?? '', last?.headers ?? {})).toMatchObject({ id: eventId });
    }
  });

  it('bears the request id of whoever published it', async () => {
    const hook = receiver.hook();
    const { tenant } = await product.subscribe(hook.url);
    await product.done(await product.publish(tenant, {}, { 'X-Request-ID': 'checkout-7' }));
    expect(hook.events[0]?.headers['x-request-id']).toBe('checkout-7');
  });

  it('has no data where the endpoint wants it thin', async () => {
    const { hook, eventId } = await publishTo([faults.ok()], { payload: 'thin' });
    await product.done(eventId);
    expect(Object.keys(hook.events[0]?.event ?? {}).toSorted()).toEqual(['id', 'timestamp', 'type']);
  });

  it('has the data of the version that the endpoint is set to, as far as the event has one', async () => {
    const put = { description: 'An order', versions: ['2024-01'] };
    await product.call('PUT', '/v1/event-types/order.versioned', put);
    const versioned = {
      type: 'order.versioned',
      data: { total: 5 },
      versions: { '2024-01': { amount: '5.00' } },
    };
    const { hook, eventId, subscription } = await publishTo(
      [faults.ok()],
      { api_version: '2024-01' },
      versioned,
    );
    await product.done(eventId);
    await product.done(await product.publish(subscription.tenant));
    expect(hook.events.map(({ event }) => event)).toMatchObject([
      { type: 'order.versioned', api_version: '2024-01', data: { amount: '5.00' } },
      { type: 'order.paid', data: { order: 42 } },
    ]);
    expect(hook.events[1]?.event).not.toHaveProperty('api_version');
  });

  it('says what was published, whatever characters are in it', async () => {
    const data = { name: 'Zoë 😀', odd: '\0 \u2028 </script> \ud800', 'key "quoted"': [null, 1e21, -0.1] };
    const { hook, eventId } = await publishTo([faults.ok()], {}, { data });
    await product.done(eventId);
    expect(hook.events[0]?.event.data).toEqual(data);
  });
});

describe('what workers say of themselves', () => {
  it('counts attempts by what came of them', async () => {
    const { body } = await hookline.api('GET', '/metrics');
    for (const outcome of ['delivered', 'failed', 'dead']) {
      expect(body).toMatch(new RegExp(`^delivery_attempts_total\\{outcome="${outcome}"\\} [1-9]`, 'm'));
    }
    expect(body).toMatch(/^delivery_first_attempt_lag_seconds_count [1-9]/m);
  });

  it('counts them for the charts, too', async () => {
    const database = new Client({ connectionString: hookline.databaseUrl });
    await database.connect();
    try {
      const sum = await eventually(
        'attempts are counted',
        async () => {
          const { rows } = await database.query<{ attempts: number; counted: number }>(
            `SELECT (SELECT count(*)::int FROM delivery_attempts) AS attempts,
               (SELECT coalesce(sum(delivered + failed), 0)::int FROM endpoint_hours) AS counted`,
          );
          return rows[0]?.attempts === rows[0]?.counted ? rows[0] : undefined;
        },
        15_000,
      );
      expect(sum.counted).toBeGreaterThan(0);
    } finally {
      await database.end();
    }
  });
});
