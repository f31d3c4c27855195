import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { renewAt, renewFrom, retryAt } from './refresh-schedule.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const now = new Date('2026-11-21T12:00:00Z');
const inMs = (ms: number) => new Date(now.getTime() + ms);
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const lifeMs = fc.integer({ min: 1_000, max: 400 * DAY_MS });

describe('a token that was just had', () => {
  it('is renewed within a day, and before it ends', () => {
    fc.assert(
      fc.property(lifeMs, chance, (life, random) => {
        const waitMs = renewAt(now, inMs(life), random).getTime() - now.getTime();
        const aheadMs = life - waitMs;
        expect(waitMs).toBeGreaterThan(0);
        expect(waitMs).toBeLessThanOrEqual(DAY_MS);
        expect(aheadMs).toBeGreaterThanOrEqual(Math.min(MINUTE_MS, life / 2));
      }),
    );
  });

  it('is not renewed much earlier than it has to be', () => {
    fc.assert(
      fc.property(lifeMs, chance, (life, random) => {
        const waitMs = renewAt(now, inMs(life), random).getTime() - now.getTime();
        expect(waitMs).toBeGreaterThanOrEqual(Math.floor(Math.min(life / 2, DAY_MS) * 0.95));
      }),
    );
  });

  it.each([
    ['an hour', 60 * MINUTE_MS, 54 * MINUTE_MS],
    ['twelve hours', 720 * MINUTE_MS, 710 * MINUTE_MS],
    ['five minutes', 5 * MINUTE_MS, 4 * MINUTE_MS],
    ['a minute', MINUTE_MS, MINUTE_MS / 2],
    ['a year', 365 * DAY_MS, DAY_MS],
  ])('that lives for %s', (_life, life, waitMs) => {
    expect(renewAt(now, inMs(life), 0)).toEqual(inMs(waitMs));
  });

  it('that does not end is renewed once a day, so that its refresh token does not lie idle', () => {
    expect(renewAt(now, undefined, 0)).toEqual(inMs(DAY_MS));
    expect(renewAt(now, undefined, 0.999).getTime()).toBeLessThan(inMs(DAY_MS * 0.96).getTime());
  });

  it('that has ended by the clock of its provider is renewed at once', () => {
    expect(renewAt(now, inMs(-1_000))).toEqual(now);
  });
});

describe('a refresh that failed', () => {
  it('is tried again later each time, from half a minute to a quarter of an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), chance, (failures, random) => {
        const waitMs = retryAt(now, failures, random).getTime() - now.getTime();
        const most = Math.min(15 * MINUTE_MS, 30_000 * 2 ** (failures - 1));
        expect(waitMs).toBeGreaterThanOrEqual(most / 2 - 1);
        expect(waitMs).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe('a call', () => {
  const token = { connectedAt: now, refreshedAt: null, refreshAt: null, refreshFailures: 0 };

  it('uses a token until a minute before its end, a short-lived one for 90 % of its life', () => {
    expect(renewFrom({ ...token, expiresAt: inMs(60 * MINUTE_MS) })).toEqual(inMs(59 * MINUTE_MS));
    expect(renewFrom({ ...token, expiresAt: inMs(MINUTE_MS) })).toEqual(inMs(54_000));
    expect(renewFrom({ ...token, expiresAt: null }).getTime()).toBeGreaterThan(
      inMs(1_000 * DAY_MS).getTime(),
    );
  });

  it('uses it to its end while refreshes fail', () => {
    const failing = { ...token, expiresAt: inMs(10 * MINUTE_MS), refreshFailures: 1 };
    expect(renewFrom({ ...failing, refreshAt: inMs(9.5 * MINUTE_MS) })).toEqual(inMs(9.5 * MINUTE_MS));
    expect(renewFrom({ ...failing, refreshAt: inMs(30 * MINUTE_MS) })).toEqual(inMs(10 * MINUTE_MS));
  });
});
