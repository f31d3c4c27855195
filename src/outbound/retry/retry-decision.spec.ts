import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { z } from 'zod';
import { describeContract } from '../../../test/support/contracts.js';
import { isConclusive, mayRepeat, type AttemptOutcome } from './retry-decision.js';
import { TransportFailure, type TransportFault } from '../transport/transport-failure.js';

function answered(status: number, headers: Record<string, string> = {}): AttemptOutcome {
  return { response: { status, headers, body: Buffer.alloc(0) } };
}

function failed(fault: TransportFault): AttemptOutcome {
  return { failure: new TransportFailure(fault, new Error('connect ECONNREFUSED')) };
}

describe('what may be repeated', () => {
  it.each([
    // outcome, repeatable call, call that would act twice
    ['refused connection', failed('not_sent'), true, true],
    ['connection broken after sending', failed('no_answer'), true, false],
    ['success with an unreadable body', failed('unreadable'), false, false],
    ['200', answered(200), false, false],
    ['302', answered(302), false, false],
    ['400', answered(400), false, false],
    ['402', answered(402), false, false],
    ['409', answered(409), false, false],
    ['425', answered(425), true, true],
    ['429', answered(429), true, true],
    ['500', answered(500), true, false],
    ['501', answered(501), false, false],
    ['503', answered(503), true, false],
    ['503 with Retry-After', answered(503, { 'retry-after': '7' }), true, true],
  ])('%s', (_name, outcome, repeatable, acting) => {
    expect([mayRepeat(outcome, true), mayRepeat(outcome, false)]).toEqual([repeatable, acting]);
  });

  it('listens to the provider', () => {
    expect(mayRepeat(answered(500), true, false)).toBe(false);
    expect(mayRepeat(answered(429), true, false)).toBe(false);
    expect(mayRepeat(answered(409), true, true)).toBe(true);
  });

  it.each([
    ['reset', true],
    ['body_timeout', true],
    ['too_large', false],
    ['encoding', false],
  ] as const)(
    'reads again what broke off (%s: %s), and nothing that would only be the same again',
    (reason, again) => {
      const outcome = { failure: new TransportFailure('unreadable', new Error('broken'), reason) };
      expect(mayRepeat(outcome, true, undefined, true)).toBe(again);
      expect(mayRepeat(outcome, true)).toBe(false);
    },
  );

  it('does not act twice, even when the provider says that a repeat is welcome', () => {
    expect(mayRepeat(answered(409), false, true)).toBe(false);
  });
});

const outcomes = fc.oneof(
  fc.integer({ min: 200, max: 599 }).map((status) => answered(status)),
  fc.constant(answered(503, { 'retry-after': '1' })),
  fc.constantFrom<TransportFault>('not_sent', 'no_answer', 'unreadable').map(failed),
);
const hints = fc.constantFrom(true, false, undefined);

describe('invariants', () => {
  it('never repeats a success', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 299 }), fc.boolean(), hints, (status, repeatable, hint) => {
        expect(mayRepeat(answered(status), repeatable, hint)).toBe(false);
      }),
    );
  });

  it('repeats what acts only where a repeatable call would be repeated too', () => {
    fc.assert(
      fc.property(outcomes, hints, (outcome, hint) => {
        expect([mayRepeat(outcome, false, hint), mayRepeat(outcome, true, hint)]).not.toEqual([true, false]);
      }),
    );
  });

  it('calls nothing conclusive that is worth repeating', () => {
    fc.assert(
      fc.property(outcomes, fc.boolean(), hints, (outcome, repeatable, hint) => {
        expect(isConclusive(outcome, hint) && mayRepeat(outcome, repeatable, hint)).toBe(false);
      }),
    );
  });
});

const matrix = z.object({
  rows: z.array(z.object({ status: z.union([z.number(), z.string()]), retry: z.string() })),
});

describeContract('http/status-retry-matrix.json', matrix, ({ rows }) => {
  const byStatus = rows.filter(
    (row): row is { status: number; retry: string } => typeof row.status === 'number',
  );

  it.each(byStatus)('$status: $retry', ({ status, retry }) => {
    const allowed = retry.startsWith('yes') && !retry.startsWith('yes when');
    const keyed = /unsafe calls only with a key/.test(retry);
    // The wait has to be stated: a 503 without one does not prove that nothing happened.
    const outcome = answered(status, /stated wait/.test(retry) ? { 'retry-after': '1' } : {});
    expect(mayRepeat(outcome, true)).toBe(allowed);
    expect(mayRepeat(outcome, false)).toBe(allowed && !keyed);
  });

  it('says the same of broken connections', () => {
    const [before, after] = rows.filter(({ status }) => typeof status === 'string');
    expect(before).toMatchObject({ status: expect.stringContaining('before any byte'), retry: 'yes' });
    expect(mayRepeat(failed('not_sent'), false)).toBe(true);
    expect(after?.retry).toMatch(/^unsafe calls only with a key/);
    expect([mayRepeat(failed('no_answer'), true), mayRepeat(failed('no_answer'), false)]).toEqual([
      true,
      false,
    ]);
  });
});
