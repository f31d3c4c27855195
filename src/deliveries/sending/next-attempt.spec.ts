import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextAttempt, type EndedAttempt } from './next-attempt.js';

const MINUTE = 60_000;
const DELAYS = [MINUTE, 5 * MINUTE, 25 * MINUTE, 120 * MINUTE, 600 * MINUTE];

const answered = (status: number, retryAfterMs?: number): EndedAttempt => ({
  kind: 'answered',
  status,
  answer: '',
  retryAfterMs,
});

const verdictOn = (ended: EndedAttempt, number = 1, earlier = 0, random = 0) =>
  nextAttempt({ number, earlier }, ended, DELAYS, random);

describe('what an answer makes of a delivery', () => {
  it.each([200, 201, 202, 204, 299])('%i is a success', (status) => {
    expect(verdictOn(answered(status))).toMatchObject({
      outcome: 'delivered',
      againInMs: undefined,
      error: null,
    });
  });

  it.each([301, 302, 307, 400, 401, 404, 409, 500, 502, 503])('%i is tried again', (status) => {
    expect(verdictOn(answered(status))).toMatchObject({ outcome: 'failed', againInMs: MINUTE, status });
  });

  it('a success that is refused for another reason is tried again for that reason', () => {
    const refused = { ...answered(200), refusal: 'It did not answer with the challenge.' };
    expect(verdictOn(refused)).toMatchObject({ outcome: 'failed', status: 200, error: refused.refusal });
  });

  it('a redirect is told for what it is', () => {
    expect(verdictOn(answered(302)).error).toContain('redirects are not followed');
  });

  it('410 ends it at once, and says that the endpoint is gone', () => {
    expect(verdictOn(answered(410))).toMatchObject({ outcome: 'dead', againInMs: undefined, gone: true });
  });

  it('429 holds the endpoint back for as long as it says, or a minute', () => {
    expect(verdictOn(answered(429, 90_000))).toMatchObject({ againInMs: 90_000, holdMs: 90_000 });
    expect(verdictOn(answered(429))).toMatchObject({ againInMs: MINUTE, holdMs: MINUTE });
  });

  it('503 holds it back only if it says for how long', () => {
    expect(verdictOn(answered(503, 120_000))).toMatchObject({ againInMs: 120_000, holdMs: 120_000 });
    expect(verdictOn(answered(503)).holdMs).toBeUndefined();
  });

  it('a mistake in Retry-After costs a day at most', () => {
    expect(verdictOn(answered(429, 1e12)).holdMs).toBe(86_400_000);
  });
});

describe('the schedule', () => {
  it('waits 1 min, 5 min, 25 min, 2 h and 10 h; then it is dead', () => {
    const waits = [1, 2, 3, 4, 5, 6].map((number) => verdictOn(answered(500), number).againInMs);
    expect(waits).toEqual([...DELAYS, undefined]);
    expect(verdictOn(answered(500), 6).outcome).toBe('dead');
  });

  it('begins anew with a replay', () => {
    expect(verdictOn(answered(500), 7, 6)).toMatchObject({ outcome: 'failed', againInMs: MINUTE });
  });

  it('any failure is tried again no earlier than the schedule and the endpoint say, and ends after its last delay', () => {
    const failure = fc.oneof(
      fc.record({
        kind: fc.constant('answered' as const),
        status: fc.integer({ min: 300, max: 599 }).filter((status) => status !== 410),
        answer: fc.string(),
        retryAfterMs: fc.option(fc.integer({ min: 0, max: 1e9 }), { nil: undefined }),
      }),
      fc.record({ kind: fc.constant('unanswered' as const), error: fc.string() }),
    );
    const delays = fc.array(fc.integer({ min: 1, max: 1e8 }), { maxLength: 8 });
    const chance = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        failure,
        delays,
        fc.integer({ min: 0, max: 20 }),
        fc.integer({ min: 1, max: 10 }),
        chance,
        (ended, delaysMs, earlier, round, random) => {
          const verdict = nextAttempt({ number: earlier + round, earlier }, ended, delaysMs, random);
          const delayMs = delaysMs[round - 1];
          if (delayMs === undefined) {
            expect(verdict).toMatchObject({ outcome: 'dead', againInMs: undefined });
          } else {
            expect(verdict.outcome).toBe('failed');
            expect(verdict.againInMs).toBeGreaterThanOrEqual(Math.max(delayMs, verdict.holdMs ?? 0));
            expect(verdict.againInMs).toBeLessThanOrEqual(Math.max(delayMs * 1.25, verdict.holdMs ?? 0));
          }
          expect(verdict.error).not.toBeNull();
        },
      ),
    );
  });
});
