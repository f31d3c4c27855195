import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { unixMillis, unixSeconds } from './unix-time.js';

const times = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });

describe('unixSeconds', () => {
  it('reads seconds and their parts, and writes whole ones', () => {
    expect(z.decode(unixSeconds(), 1_700_000_000)).toEqual(new Date('2023-11-14T22:13:20Z'));
    expect(z.decode(unixSeconds(), 1_700_000_000.123)).toEqual(new Date('2023-11-14T22:13:20.123Z'));
    expect(z.encode(unixSeconds(), new Date('2023-11-14T22:13:20.999Z'))).toBe(1_700_000_000);
  });

  it('does not take milliseconds for seconds', () => {
    expect(z.safeDecode(unixSeconds(), Date.now()).success).toBe(false);
  });

  it('loses nothing of whole seconds: what is encoded decodes to the same', () => {
    fc.assert(
      fc.property(times, (time) => {
        time.setUTCMilliseconds(0);
        expect(z.decode(unixSeconds(), z.encode(unixSeconds(), time))).toEqual(time);
      }),
    );
  });
});

describe('unixMillis', () => {
  it('loses nothing: what is encoded decodes to the same', () => {
    expect(z.decode(unixMillis(), 1_700_000_000_123)).toEqual(new Date('2023-11-14T22:13:20.123Z'));
    fc.assert(
      fc.property(times, (time) => {
        expect(z.decode(unixMillis(), z.encode(unixMillis(), time))).toEqual(time);
      }),
    );
  });

  it('takes nothing but whole milliseconds of this calendar', () => {
    expect(z.safeDecode(unixMillis(), 0.5).success).toBe(false);
    expect(z.safeDecode(unixMillis(), 9e15).success).toBe(false);
    expect(z.safeEncode(unixMillis(), new Date(Number.NaN)).success).toBe(false);
  });
});
