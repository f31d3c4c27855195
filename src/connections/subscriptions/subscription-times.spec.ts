import { describe, expect, it } from 'vitest';
import { nextLook, renewalTime, waitAfter } from './subscription-times.js';

const HOUR_MS = 3_600_000;
const NOW = new Date('2026-11-21T12:00:00Z');
const inHours = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);
const kind = { renewBeforeMs: 6 * HOUR_MS };
const checked = { ...kind, checkEveryMs: HOUR_MS, isHeld: async () => true };

describe('when a subscription is renewed', () => {
  it('is as long before its end as its kind says', () => {
    expect(renewalTime({ expiresAt: inHours(24) }, NOW, kind)).toEqual(inHours(18));
  });

  it('is half of its time when that is short', () => {
    expect(renewalTime({ expiresAt: inHours(8) }, NOW, kind)).toEqual(inHours(4));
  });

  it('is never, when it does not end', () => {
    expect(renewalTime({}, NOW, kind)).toBeUndefined();
  });
});

describe('when a subscription is looked after next', () => {
  it('is at its renewal, or once a day', () => {
    expect(nextLook({ expiresAt: inHours(24) }, NOW, kind, NOW)).toEqual(inHours(18));
    expect(nextLook({}, NOW, kind, NOW)).toEqual(inHours(24));
  });

  it('is as often as its kind says, where the provider can be asked', () => {
    expect(nextLook({ expiresAt: inHours(24) }, NOW, checked, NOW)).toEqual(inHours(1));
    expect(nextLook({ expiresAt: inHours(24) }, NOW, checked, inHours(17.5))).toEqual(inHours(18));
  });
});

it('waits twice as long after each failure, and never more than six hours', () => {
  expect([1, 2, 3, 9, 10, 40].map((failures) => waitAfter(failures) / 60_000)).toEqual([
    1, 2, 4, 256, 360, 360,
  ]);
});
