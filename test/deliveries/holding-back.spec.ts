import dns, { type LookupAddress } from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { faults } from '../support/fault-server.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { PublishingProduct } from '../support/publishing-product.js';
import { Babbler, echo, Receiver } from '../support/receiver.js';

/** Endpoints that are sent nothing, for now or for good: by what they answer, by whom they belong to, by where they lead. */

/** Long enough for something to arrive that should not, in ms. */
const LONG_ENOUGH_MS = 500;

let hookline: TestHookline;
let product: PublishingProduct;
let receiver: Receiver;
let database: Client;
let restoreDns: () => void;

/** What a name of `.rebinding.test` leads to, one lookup after the other, the last for ever. */
const addresses = ['127.0.0.1', '127.0.0.2'];

beforeAll(async () => {
  restoreDns = answerLookups();
  hookline = await startTestHookline({
    environment: {
      DELIVERY_RETRY_DELAYS: '0.3,0.3,0.3',
      DELIVERY_TIMEOUT: '1',
      ALLOW_PRIVATE_NETWORKS: '127.0.0.1', // stands for the public internet
    },
  });
  product = new PublishingProduct(hookline);
  receiver = await Receiver.start();
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  restoreDns();
  await database?.end();
  await receiver?.close();
  await hookline?.close();
});

/** Stands in for the name server of `.rebinding.test`. @returns what undoes it */
function answerLookups(): () => void {
  const real = dns.lookup;
  const answer = (
    hostname: string,
    options: dns.LookupAllOptions,
    callback: (error: NodeJS.ErrnoException | null, found: LookupAddress[]) => void,
  ) => {
    if (!hostname.endsWith('.rebinding.test')) return real(hostname, options, callback);
    const address = (addresses.length > 1 ? addresses.shift() : addresses[0]) ?? '';
    callback(null, [{ address, family: 4 }]);
  };
  Object.assign(dns, { lookup: answer });
  syncBuiltinESMExports();
  return () => {
    Object.assign(dns, { lookup: real });
    syncBuiltinESMExports();
  };
}

const endpoint = (id: string) => product.call('GET', `/v1/endpoints/${id}`);

describe('An endpoint that answers 410', () => {
  it('is disabled, and gets nothing more', async () => {
    const hook = receiver.hook(faults.status(410));
    const { id, tenant } = await product.subscribe(hook.url);
    const eventId = await product.publish(tenant);
    const { status, history } = await product.done(eventId);
    expect(status).toBe('dead');
    expect(history).toMatchObject([{ number: 1, outcome: 'dead', status: 410 }]);
    const disabled = await eventually('it is disabled', async () => {
      const found = await endpoint(id);
      return found.enabled ? undefined : found;
    });
    expect(disabled).toMatchObject({ disabled_reason: 'gone', disabled_at: expect.stringMatching(/Z$/) });
    const { deliveries } = await product.call('POST', '/v1/events', { type: 'order.paid', tenant, data: {} });
    expect(deliveries).toBe(0);
    await sleep(LONG_ENOUGH_MS);
    expect(hook.events).toHaveLength(1);
  });
});

describe('An endpoint that asks to be left alone', () => {
  it.each([429, 503])('by %i with Retry-After is, and nobody else', async (status) => {
    const hook = receiver.hook(faults.status(status, { 'retry-after': '2' }), faults.ok());
    const other = receiver.hook();
    const { id, tenant } = await product.subscribe(hook.url);
    await product.subscribe(other.url, { tenant });
    await eventually('it was pinged', () => hook.pings[0]);
    await product.publish(tenant);
    const held = await eventually('it is held', async () => {
      const { held_until: until } = await endpoint(id);
      return until === null ? undefined : Date.parse(until);
    });
    expect(held).toBeGreaterThan(Date.now());
    await product.publish(tenant);
    await product.publish(tenant);
    await eventually('the other has got all', () => other.events[2]);
    expect(hook.events).toHaveLength(1);
    await eventually('it has got all', () => hook.events[3]);
    const [first, second] = hook.events.map(({ at }) => at);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(1_950);
  });
});

describe('An endpoint that fails for days', () => {
  it('is disabled at its next failure', async () => {
    const hook = receiver.hook(faults.status(500));
    const { id, tenant } = await product.subscribe(hook.url);
    await product.publish(tenant);
    const since = await eventually(
      'it is known to fail',
      async () => (await endpoint(id)).failing_since ?? undefined,
    );
    expect(Date.parse(since)).toBeLessThanOrEqual(Date.now());
    const { rowCount } = await database.query(
      "UPDATE endpoints SET failing_since = now() - interval '5 days 1 minute' WHERE id = $1 AND enabled",
      [id],
    );
    expect(rowCount).toBe(1);
    const disabled = await eventually('it is disabled', async () => {
      const found = await endpoint(id);
      return found.enabled ? undefined : found;
    });
    expect(disabled.disabled_reason).toBe('failing');
    const seen = hook.events.length;
    await sleep(LONG_ENOUGH_MS);
    expect(hook.events).toHaveLength(seen);
    hook.react(faults.ok());
    expect(await product.call('PATCH', `/v1/endpoints/${id}`, { enabled: true })).toMatchObject({
      enabled: true,
      disabled_reason: null,
      failing_since: null,
    });
    await eventually('what waited has arrived', () => hook.events[seen]);
  });

  it('does so no more once it answers', async () => {
    const hook = receiver.hook(faults.status(500), faults.ok());
    const { id, tenant } = await product.subscribe(hook.url);
    await product.done(await product.publish(tenant));
    const well = await eventually('it is known to work', async () => {
      const found = await endpoint(id);
      return found.failing_since === null ? found : undefined;
    });
    expect(well.enabled).toBe(true);
  });
});

describe('What waits for an endpoint', () => {
  it('that is paused is sent when it is resumed', async () => {
    const hook = receiver.hook();
    const { id, tenant } = await product.subscribe(hook.url);
    await product.call('PATCH', `/v1/endpoints/${id}`, { paused: true });
    const eventId = await product.publish(tenant);
    await sleep(LONG_ENOUGH_MS);
    expect(hook.events).toEqual([]);
    expect(await product.deliveryOf(eventId)).toMatchObject({ status: 'pending', attempts: 0 });
    await product.call('PATCH', `/v1/endpoints/${id}`, { paused: false });
    expect(await product.done(eventId)).toMatchObject({ status: 'delivered', attempts: 1 });
  });

  it('that is disabled waits until it is enabled again; what is published meanwhile is not for it', async () => {
    const hook = receiver.hook(faults.status(500));
    const { id, tenant } = await product.subscribe(hook.url);
    const eventId = await product.publish(tenant);
    await eventually('it was tried', () => hook.events[0]);
    await product.call('PATCH', `/v1/endpoints/${id}`, { enabled: false });
    await sleep(LONG_ENOUGH_MS);
    const seen = hook.events.length;
    await product.publish(tenant);
    await sleep(LONG_ENOUGH_MS);
    expect(hook.events).toHaveLength(seen);
    hook.react(faults.ok());
    await product.call('PATCH', `/v1/endpoints/${id}`, { enabled: true });
    expect(await product.done(eventId)).toMatchObject({ status: 'delivered' });
    expect(hook.events).toHaveLength(seen + 1);
  });

  it('that is deleted is not sent', async () => {
    const hook = receiver.hook(faults.status(500));
    const { id, tenant } = await product.subscribe(hook.url);
    await product.publish(tenant);
    await eventually('it was tried', () => hook.events[0]);
    await product.call('DELETE', `/v1/endpoints/${id}`);
    await sleep(LONG_ENOUGH_MS);
    const seen = hook.events.length;
    await sleep(LONG_ENOUGH_MS);
    expect(hook.events).toHaveLength(seen);
  });
});

describe('An endpoint that a stranger has entered', () => {
  it('gets nothing but pings until it echoes the challenge of one', async () => {
    const hook = receiver.hook();
    const stranger = await product.subscribe(hook.url, { prove_ownership: true });
    const ping = await product.pingDone(stranger);
    expect(ping.status).toBe('dead');
    expect(ping.history[0]).toMatchObject({ status: 200, error: expect.stringContaining('data.challenge') });
    expect(
      await product.call('POST', '/v1/events', { type: 'order.paid', tenant: stranger.tenant, data: {} }),
    ).toMatchObject({
      deliveries: 0,
    });
    expect(await endpoint(stranger.id)).toMatchObject({ ownership: 'unproved' });

    hook.onPing = echo;
    await product.call('POST', `/v1/endpoints/${stranger.id}/ping`);
    await eventually('it is proved', async () =>
      (await endpoint(stranger.id)).ownership === 'proved' ? true : undefined,
    );
    await product.done(await product.publish(stranger.tenant));
    expect(hook.events).toHaveLength(1);
  });

  it.each(['order_42', 'hookline.ping'])(
    'has to prove a new URL anew; what waits then, of %s, waits',
    async (subject) => {
      const hook = receiver.hook(faults.status(500), faults.ok());
      hook.onPing = echo;
      const { id, tenant } = await product.subscribe(hook.url, { prove_ownership: true, ordered: true });
      await eventually('it is proved', async () =>
        (await endpoint(id)).ownership === 'proved' ? true : undefined,
      );
      const eventId = await product.publish(tenant, { subject });
      await eventually('it was tried', () => hook.events[0]);
      const victim = receiver.hook();
      expect(await product.call('PATCH', `/v1/endpoints/${id}`, { url: victim.url })).toMatchObject({
        ownership: 'unproved',
      });
      await eventually('the new URL was pinged', () => victim.pings[0]);
      expect(victim.events).toEqual([]);
      victim.onPing = echo;
      await product.call('POST', `/v1/endpoints/${id}/ping`);
      await eventually('it is proved', async () =>
        (await endpoint(id)).ownership === 'proved' ? true : undefined,
      );
      expect(await product.done(eventId)).toMatchObject({ status: 'delivered' });
    },
  );
});

describe('A name that turns private after it was entered', () => {
  it('is not connected to', async () => {
    const door = await Babbler.start('', '0.0.0.0');
    try {
      const subscription = await product.subscribe(`https://hooks.rebinding.test:${door.port}/`);
      const { status, history } = await product.pingDone(subscription);
      expect(status).toBe('dead');
      expect(history[0]).toMatchObject({
        status: null,
        error: 'It is not called: it leads to an address that is not public.',
      });
      expect(door.visits).toBe(0);
    } finally {
      await door.close();
    }
  });
});
