import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { Circuit, type Admission, type StateChange } from './circuit.js';
import type { CircuitVerdict } from './circuit-verdict.js';

const OPEN_MS = 10_000;

function scene() {
  const clock = new ManualClock();
  const changes: StateChange[] = [];
  const circuit = new Circuit({ clock, openMs: OPEN_MS }, (change) => changes.push(change));
  const admit = (): Admission => {
    const admission = circuit.admit();
    if (!admission) throw new Error('The call was held back');
    return admission;
  };
  const calls = (count: number, verdict: CircuitVerdict) => {
    for (let call = 0; call < count; call += 1) circuit.settle(admit(), verdict, 'HTTP 503');
  };
  const steps = () => changes.map(({ from, to }) => `${from} → ${to.name}`);
  return { clock, circuit, changes, admit, calls, steps };
}

describe('A closed circuit', () => {
  it('opens at the tenth call when more than half have failed, and says why', () => {
    const { circuit, calls, changes } = scene();
    calls(9, 'failure');
    expect(circuit.state.name).toBe('closed');
    calls(1, 'failure');
    expect(circuit.state.name).toBe('open');
    expect(circuit.admit()).toBeUndefined();
    expect(changes).toMatchObject([{ from: 'closed', to: { name: 'open' }, adopted: false }]);
    expect(circuit.reason).toContain('HTTP 503');
  });

  it('stays closed while half of the calls succeed', () => {
    const { circuit, calls } = scene();
    for (let round = 0; round < 50; round += 1) {
      calls(1, 'success');
      calls(1, 'failure');
    }
    expect(circuit.state.name).toBe('closed');
  });

  it('does not count what is ignored', () => {
    const { circuit, calls } = scene();
    calls(9, 'failure');
    calls(100, 'ignored');
    expect(circuit.state.name).toBe('closed');
  });

  it('forgets what was before a silence', async () => {
    const { circuit, calls, clock } = scene();
    calls(9, 'failure');
    await clock.advance(10_001);
    calls(9, 'failure');
    expect(circuit.state.name).toBe('closed');
  });
});

describe('An open circuit', () => {
  async function openCircuit() {
    const made = scene();
    made.calls(10, 'failure');
    return made;
  }

  it('lets nothing through for 9 to 10 seconds, and then two trial calls', async () => {
    const { circuit, clock } = await openCircuit();
    expect(circuit.retryAfterMs).toBeGreaterThanOrEqual(0.9 * OPEN_MS);
    expect(circuit.retryAfterMs).toBeLessThanOrEqual(OPEN_MS);
    await clock.advance(0.9 * OPEN_MS - 1);
    expect(circuit.admit()).toBeUndefined();
    await clock.advance(0.1 * OPEN_MS + 1);
    expect([circuit.admit(), circuit.admit(), circuit.admit()].filter(Boolean)).toHaveLength(2);
    expect(circuit.retryAfterMs).toBeGreaterThan(0);
  });

  it('is closed by a trial that succeeds, and counts anew', async () => {
    const { circuit, clock, calls, steps } = await openCircuit();
    await clock.advance(OPEN_MS);
    calls(1, 'success');
    calls(9, 'failure');
    expect(circuit.state.name).toBe('closed');
    expect(steps()).toEqual(['closed → open', 'open → half_open', 'half_open → closed']);
  });

  it('opens again when a trial fails', async () => {
    const { circuit, clock, calls } = await openCircuit();
    await clock.advance(OPEN_MS);
    calls(1, 'failure');
    expect(circuit.state.name).toBe('open');
    expect(circuit.retryAfterMs).toBeGreaterThanOrEqual(0.9 * OPEN_MS);
  });

  it('gets the place of a trial back that says nothing', async () => {
    const { circuit, clock, calls, admit } = await openCircuit();
    await clock.advance(OPEN_MS);
    calls(100, 'ignored');
    admit();
    admit();
    expect(circuit.admit()).toBeUndefined();
  });

  it('takes no notice of calls that left before it opened', async () => {
    const { circuit, clock, calls, admit } = scene();
    const late = Array.from({ length: 20 }, admit);
    calls(10, 'failure');
    for (const call of late.slice(0, 5)) circuit.settle(call, 'success', '');
    expect(circuit.state.name).toBe('open');
    await clock.advance(OPEN_MS);
    calls(1, 'success');
    for (const call of late.slice(5)) circuit.settle(call, 'failure', 'reset');
    expect(circuit.state.name).toBe('closed');
  });

  it('keeps back what waited while it opened, and lets trials depart', async () => {
    const { circuit, clock, calls, admit } = scene();
    const waiting = admit();
    expect(circuit.mayDepart(waiting)).toBe(true);
    calls(10, 'failure');
    expect(circuit.mayDepart(waiting)).toBe(false);
    await clock.advance(OPEN_MS);
    const trial = admit();
    expect(circuit.mayDepart(waiting)).toBe(false);
    expect(circuit.mayDepart(trial)).toBe(true);
  });
});

describe('What another replica has seen', () => {
  it('opens and closes the circuit here, as adopted', async () => {
    const { circuit, clock, changes } = scene();
    circuit.adoptOpen(4_000, 'HTTP 503');
    expect(circuit.retryAfterMs).toBe(4_000);
    circuit.adoptClosed('a trial call succeeded');
    expect(circuit.admit()).toBeDefined();
    expect(changes).toMatchObject([{ adopted: true }, { adopted: true }]);
    circuit.adoptOpen(4_000, 'HTTP 503');
    await clock.advance(4_000);
    expect(circuit.admit()).toMatchObject({ name: 'half_open' });
  });
});

const someOutcomes = fc.array(
  fc.record({
    verdict: fc.constantFrom<CircuitVerdict>('failure', 'success', 'ignored'),
    afterMs: fc.nat(4_000),
    inFlight: fc.integer({ min: 1, max: 20 }),
  }),
  { maxLength: 60 },
);

describe('Whatever happens', () => {
  it('never more than two trial calls are in flight, and no call leaves while it is open', async () => {
    await fc.assert(
      fc.asyncProperty(someOutcomes, async (outcomes) => {
        const { circuit, clock } = scene();
        let flying: Admission[] = [];
        for (const { verdict, afterMs, inFlight } of outcomes) {
          const before = circuit.state;
          const isShut = before.name === 'open' && !circuit.isDue;
          const admitted = Array.from({ length: inFlight }, () => circuit.admit()).filter((one) => !!one);
          if (isShut) expect(admitted).toEqual([]);
          flying.push(...admitted);
          const trials = flying.filter((one) => one === circuit.state && one.name === 'half_open');
          expect(trials.length).toBeLessThanOrEqual(2);
          for (const one of flying.slice(0, inFlight)) circuit.settle(one, verdict, 'it failed');
          flying = flying.slice(inFlight);
          await clock.advance(afterMs);
        }
      }),
      { numRuns: 100 },
    );
  });

  it.each(['open', 'closed'] as const)('a circuit that is held %s stays so', async (as) => {
    expect.hasAssertions();
    await fc.assert(
      fc.asyncProperty(someOutcomes, fc.nat(30), async (outcomes, heldFrom) => {
        const { circuit, clock, changes } = scene();
        const flying: Admission[] = [];
        for (const [index, { verdict, afterMs, inFlight }] of outcomes.entries()) {
          if (index === heldFrom) {
            circuit.setHold({ as, reason: 'an incident' });
            changes.length = 0;
          }
          if (index > heldFrom && index % 3 === 0) circuit.adoptOpen(1_000, 'other');
          if (index > heldFrom && index % 3 === 1) circuit.adoptClosed('other');
          for (let call = 0; call < inFlight; call += 1) {
            const admission = circuit.admit();
            if (index >= heldFrom) expect(admission !== undefined).toBe(as === 'closed');
            if (admission) flying.push(admission);
          }
          for (const one of flying.splice(0, inFlight)) circuit.settle(one, verdict, 'it failed');
          await clock.advance(afterMs);
        }
        if (heldFrom < outcomes.length) expect(changes).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('is closed and counts anew once it is released', () => {
    const { circuit, calls } = scene();
    calls(9, 'failure');
    circuit.setHold({ as: 'open', reason: 'an incident' });
    circuit.setHold(undefined);
    calls(9, 'failure');
    expect(circuit.state.name).toBe('closed');
  });
});
