import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Lanes, type Trip } from './lanes.js';

const endpoints = (count: number, prefix = 'e') =>
  Array.from({ length: count }, (_, index) => ({ id: `${prefix}${index}`, tenant: prefix, ordered: false }));

/** Begins all that a plan allows. */
function begin(lanes: Lanes, plan: ReturnType<Lanes['plan']>, nowMs: number): Trip[] {
  return plan.flatMap(({ endpoint, slots }) =>
    Array.from({ length: slots }, () => lanes.begin(endpoint.id, nowMs)),
  );
}

describe('who is sent how much', () => {
  it('a new endpoint gets a few, and more while it answers, twenty at most', () => {
    const lanes = new Lanes(100);
    const windows: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const trips = begin(lanes, lanes.plan(endpoints(1), 0), 0);
      windows.push(trips.length);
      for (const trip of trips) lanes.end(trip, true, 5);
    }
    expect(windows).toEqual([4, 20, 20, 20]);
  });

  it('one that fails gets one at a time until it answers', () => {
    const lanes = new Lanes(100);
    for (const trip of begin(lanes, lanes.plan(endpoints(1), 0), 0)) lanes.end(trip, false, 5);
    expect(lanes.plan(endpoints(1), 0)).toMatchObject([{ slots: 1 }]);
  });

  it('places are shared out evenly', () => {
    const lanes = new Lanes(10);
    const slots = lanes.plan(endpoints(5), 0).map((each) => each.slots);
    expect(slots).toEqual([2, 2, 2, 2, 2]);
  });

  it('however many endpoints hang, those that answer are served as before', () => {
    const lanes = new Lanes(10);
    // They take all places there are, and none answers.
    for (let nowMs = 0; nowMs < 10_000; nowMs += 100)
      begin(lanes, lanes.plan(endpoints(500, 'hung'), nowMs), nowMs);
    const healthy = endpoints(1, 'healthy');
    expect(lanes.plan(healthy, 11_100)).toMatchObject([{ slots: 4 }]);
  });

  it('the slow endpoints of one tenant leave places to those of others', () => {
    const lanes = new Lanes(10);
    const [mallory, ada] = [endpoints(100, 'mallory'), endpoints(1, 'ada')];
    for (let batch = 0; batch < 101; batch += 1) {
      const some = [...mallory, ...ada].slice(batch, batch + 1);
      for (const trip of begin(lanes, lanes.plan(some, 0), 0)) lanes.end(trip, true, 9_000);
    }
    const all = begin(lanes, lanes.plan(mallory, 10_000), 10_000);
    expect(all).toHaveLength(10); // a quarter of the forty
    expect(lanes.plan(mallory, 15_000)).toEqual([]);
    expect(lanes.plan([...mallory, ...ada], 15_000)).toMatchObject([
      { endpoint: { tenant: 'ada' }, slots: 10 },
    ]);
    for (const trip of all.slice(0, 3)) lanes.end(trip, true, 9_000);
    const next = lanes.plan(mallory, 20_000).reduce((sum, { slots }) => sum + slots, 0);
    expect(next).toBe(3);
  });

  it('never plans more than there are places, nor more for an endpoint than its window', () => {
    const step = fc.record({
      answers: fc.boolean(),
      durationMs: fc.integer({ min: 0, max: 3_000 }),
      ends: fc.integer({ min: 0, max: 30 }),
    });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 80 }),
        fc.array(step, { maxLength: 30 }),
        (places, count, steps) => {
          const lanes = new Lanes(places);
          const trips: Trip[] = [];
          let nowMs = 0;
          for (const { answers, durationMs, ends } of steps) {
            const plan = lanes.plan(endpoints(count), nowMs);
            trips.push(...begin(lanes, plan, nowMs));
            const perEndpoint = Map.groupBy(trips, ({ endpointId }) => endpointId);
            expect(Math.max(0, ...[...perEndpoint.values()].map((each) => each.length))).toBeLessThanOrEqual(
              20,
            );
            expect(plan.reduce((sum, { slots }) => sum + slots, 0)).toBeLessThanOrEqual(places * 5);
            expect(lanes.inFlight).toBe(trips.length);
            nowMs += durationMs;
            for (const trip of trips.splice(0, ends)) lanes.end(trip, answers, durationMs);
          }
        },
      ),
    );
  });
});
