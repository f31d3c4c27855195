import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import { newSecret, sealSecrets } from '../../src/deliveries/endpoints/endpoint-secrets.js';
import { EventsService } from '../../src/deliveries/events/events.service.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { SealedBox } from '../../src/platform/secrets/sealed-box.js';
import { eventually } from '../support/eventually.js';
import { faults } from '../support/fault-server.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { Receiver, type Hook } from '../support/receiver.js';
import { LONG } from './long-form.js';

/** One dead endpoint among a thousand healthy ones, and what it costs these. */

const HEALTHY = 1_000;
/** What waits for the dead one. */
const WAITING = 5_000;
/** Who publish at the same time, each one event after the other with a pause between, in ms. */
const PUBLISHERS = 8;
const PAUSE_MS = 30;
/**
 * What a machine that does something else beside may add, in ms. The short form shares it with other tests, and tells only whether
 * the healthy ones wait for the dead one, which hangs for a minute; `npm run bench:deliveries` has the figures.
 */
const NOISE_MS = LONG ? 250 : 15_000;

let hookline: TestHookline;
let receiver: Receiver;
const healthy: { tenant: string; hook: Hook }[] = [];

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { DELIVERY_TIMEOUT: '60' } });
  receiver = await Receiver.start();
  for (let n = 0; n < HEALTHY; n += 1) healthy.push({ tenant: `healthy-${n}`, hook: receiver.hook() });
  await storeEndpoints(healthy);
});
afterAll(async () => {
  await receiver?.close();
  await hookline?.close();
});

/** Makes endpoints that nobody pings. */
async function storeEndpoints(wanted: readonly { tenant: string; hook: Hook }[]): Promise<string[]> {
  const box = hookline.app.get(SealedBox, { strict: false });
  const rows = wanted.map(({ tenant, hook }) => {
    const id = uuidv7();
    const sealedSecrets = sealSecrets(box, id, [{ secret: newSecret() }]);
    return { id, tenant, url: hook.url, eventTypes: ['*'], sealedSecrets };
  });
  await hookline.app.get(PrismaService, { strict: false }).endpoint.createMany({ data: rows });
  return rows.map(({ id }) => id);
}

/** Publishes an event for each of them. @returns how long each was on its way, in ms, the quickest first */
async function measure(to: readonly { tenant: string; hook: Hook }[]): Promise<number[]> {
  const events = hookline.app.get(EventsService, { strict: false });
  const published: { hook: Hook; seen: number; atMs: number }[] = [];
  const waiting = to.values();
  const publisher = async () => {
    for (const { tenant, hook } of waiting) {
      const seen = hook.events.length;
      const atMs = performance.now();
      await events.publish({ type: 'order.paid', tenant, data: { of: tenant } });
      published.push({ hook, seen, atMs });
      await sleep(PAUSE_MS);
    }
  };
  await Promise.all(Array.from({ length: PUBLISHERS }, publisher));
  const times = await eventually('all have arrived', () => {
    const arrived = published.flatMap(({ hook, seen, atMs }) => (hook.events[seen]?.at ?? Infinity) - atMs);
    return arrived.every(Number.isFinite) ? arrived : undefined;
  });
  return times.toSorted((one, other) => one - other);
}

const quantile = (times: readonly number[], share: number) => times[Math.floor(times.length * share)] ?? 0;

/** Publishes to the endpoint that hangs, without a thousand round trips. */
async function pileUp(endpointId: string, tenant: string): Promise<void> {
  const prisma = hookline.app.get(PrismaService, { strict: false });
  await prisma.$executeRaw`
    WITH event AS (
      INSERT INTO published_events (id, tenant, type, data)
      SELECT gen_random_uuid(), ${tenant}, 'order.paid', '{}' FROM generate_series(1, ${WAITING}::int) RETURNING id
    )
    INSERT INTO deliveries (id, event_id, endpoint_id, type, due_at)
    SELECT gen_random_uuid(), id, ${endpointId}::uuid, 'order.paid', now() FROM event`;
}

describe(`One dead endpoint with ${WAITING} events among ${HEALTHY} healthy ones`, () => {
  it('costs these nothing, and is not asked by many at once', async () => {
    await measure(healthy.slice(0, 200)); // what is compiled and connected for the first time is not to count
    const without = await measure(healthy);
    const dead = { tenant: 'dead', hook: receiver.hook(faults.hang()) };
    const [id = ''] = await storeEndpoints([dead]);
    await pileUp(id, dead.tenant);
    await eventually('the dead one is tried', () => dead.hook.events[0]);
    const beside = await measure(healthy);
    for (const [name, times] of Object.entries({ without, beside })) {
      const [median, p99] = [0.5, 0.99].map((share) => Math.round(quantile(times, share)));
      process.stderr.write(`${name} a dead endpoint: median ${median} ms, p99 ${p99} ms\n`);
    }
    expect(quantile(beside, 0.5)).toBeLessThan(2 * quantile(without, 0.5) + NOISE_MS);
    expect(quantile(beside, 0.99)).toBeLessThan(2 * quantile(without, 0.99) + NOISE_MS);
    // It hangs for a minute: all that it was sent so far is still under way.
    expect(dead.hook.events.length).toBeLessThanOrEqual(4);
  });
});
