import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { eventually } from '../support/eventually.js';
import { faults } from '../support/fault-server.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { PublishingProduct } from '../support/publishing-product.js';
import { Receiver, type Hook, type Reaction } from '../support/receiver.js';

/** What holds for an endpoint, however many workers send to it: its order, its rate limit, its shares. */

const environment = { DELIVERY_RETRY_DELAYS: '0.2,0.2,0.2', DELIVERY_TIMEOUT: '5' };

let workers: TestHookline[];
let product: PublishingProduct;
let receiver: Receiver;

beforeAll(async () => {
  const first = await startTestHookline({ environment });
  workers = [first, await startTestHookline({ environment, databaseUrl: first.databaseUrl })];
  product = new PublishingProduct(first);
  receiver = await Receiver.start();
});
afterAll(async () => {
  await receiver?.close();
  for (const worker of workers?.toReversed() ?? []) await worker.close();
});

/** What an event says in these tests: which one of its subject it is. */
const numberOf = (data: unknown) => (data as { n: number }).n;

const numbersOf = (hook: Hook, subject: string) =>
  hook.events.filter(({ event }) => event.subject === subject).map(({ event }) => numberOf(event.data));

describe('An ordered endpoint', () => {
  it('gets the events of each subject one after the other, whichever of them fail', async () => {
    const plans = fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 5 }), {
      minLength: 2,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const left = plan.map((failures) => [...failures]);
        const react: Reaction = ({ event }) => {
          const failures = left[Number(event.subject)];
          const n = numberOf(event.data);
          if (!failures?.[n]) return faults.ok();
          failures[n] -= 1;
          return faults.status(500);
        };
        const hook = receiver.hook(react);
        const { tenant } = await product.subscribe(hook.url, { ordered: true });
        const published: string[] = [];
        for (let n = 0; n < 5; n += 1) {
          for (const [subject, failures] of plan.entries()) {
            if (n < failures.length) {
              published.push(await product.publish(tenant, { subject: String(subject), data: { n } }));
            }
          }
        }
        const done = await product.allDone(published);
        expect(new Set(done.map(({ status }) => status))).toEqual(new Set(['delivered']));
        for (const [subject, failures] of plan.entries()) {
          const expected = failures.flatMap((times, n) => Array.from({ length: times + 1 }, () => n));
          expect(numbersOf(hook, String(subject))).toEqual(expected);
        }
      }),
      { numRuns: 1 },
    );
  });

  it('does not wait with one subject for another', async () => {
    const hook = receiver.hook(({ event }) => (event.subject === 'stuck' ? faults.status(500) : faults.ok()));
    const { tenant } = await product.subscribe(hook.url, { ordered: true });
    for (let n = 0; n < 2; n += 1) await product.publish(tenant, { subject: 'stuck', data: { n } });
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) ids.push(await product.publish(tenant, { subject: 'other', data: { n } }));
    await product.allDone(ids);
    expect(numbersOf(hook, 'other')).toEqual([0, 1, 2]);
    await eventually(
      'the first is dead, and the next one goes',
      () => numbersOf(hook, 'stuck').includes(1) || undefined,
    );
    expect(numbersOf(hook, 'stuck').slice(0, 5)).toEqual([0, 0, 0, 0, 1]);
  });
});

describe('A rate limit', () => {
  it('holds over all workers', async () => {
    const hook = receiver.hook();
    const { tenant } = await product.subscribe(hook.url, { rate_limit: 600 }); // ten a second
    await eventually('it was pinged', () => hook.pings[0]);
    const ids = await product.publishMany(tenant, 50);
    await product.allDone(ids);
    const times = hook.events.map(({ at }) => at).toSorted((one, other) => one - other);
    expect(times).toHaveLength(50);
    // A second's worth may go at once; after that, ten a second go.
    for (const [index, at] of times.entries()) {
      expect(at - (times[0] ?? 0)).toBeGreaterThanOrEqual(((index - 10) / 10) * 1_000 - 300);
    }
  });
});

describe('A delivery', () => {
  it('is sent by one of them alone', async () => {
    const hook = receiver.hook();
    const { tenant } = await product.subscribe(hook.url);
    const ids = await product.publishMany(tenant, 100);
    const done = await product.allDone(ids);
    const attempts = done.flatMap(({ attempts: times, event_id: id }) =>
      Array.from({ length: times }, () => id),
    );
    expect(hook.events.map(({ event }) => event.id).toSorted()).toEqual(attempts.toSorted());
  });
});

describe('A worker that is shut down', () => {
  it('finishes what it has begun, and leaves nothing to wait for its lease', async () => {
    const leaving = await startTestHookline({ environment, databaseUrl: workers[0]?.databaseUrl ?? '' });
    const hook = receiver.hook(faults.slow(300, faults.ok()));
    const { tenant } = await product.subscribe(hook.url);
    const ids = await product.publishMany(tenant, 60);
    await eventually('some are on their way', () => hook.events[5]);
    await leaving.close();
    const done = await product.allDone(ids);
    expect(done.every(({ status, attempts }) => status === 'delivered' && attempts === 1)).toBe(true);
    expect(hook.events).toHaveLength(60);
    const [first, last] = [hook.events[0], hook.events.at(-1)].map((delivery) => delivery?.at ?? 0);
    expect((last ?? 0) - (first ?? 0)).toBeLessThan(20_000); // a lease is longer
  });
});
