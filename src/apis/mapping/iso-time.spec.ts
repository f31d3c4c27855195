import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { isoDate } from './iso-date.js';
import { isoTime } from './iso-time.js';

describe('isoTime', () => {
  it('reads a moment in any zone, and writes it in UTC', () => {
    const time = z.decode(isoTime(), '2026-11-21T20:17:00.5+01:00');
    expect(time).toEqual(new Date('2026-11-21T19:17:00.500Z'));
    expect(z.encode(isoTime(), time)).toBe('2026-11-21T19:17:00.500Z');
  });

  it.each(['2026-11-21T20:17:00', '2026-02-30T00:00:00Z', '2026-11-21', '', 'soon'])(
    'does not take "%s"',
    (text) => {
      expect(z.safeDecode(isoTime(), text).success).toBe(false);
    },
  );

  it('does not send what is no time', () => {
    expect(z.safeEncode(isoTime(), new Date(Number.NaN)).success).toBe(false);
    expect(z.safeEncode(isoTime(), new Date(8.64e15)).success).toBe(false);
  });

  it('loses nothing: what is encoded decodes to the same', () => {
    const times = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(times, (time) => {
        expect(z.decode(isoTime(), z.encode(isoTime(), time))).toEqual(time);
      }),
    );
  });
});

describe('isoDate', () => {
  it('is a day that the calendar has', () => {
    expect(z.decode(isoDate(), '2024-02-29')).toBe('2024-02-29');
    expect(z.safeDecode(isoDate(), '2023-02-29').success).toBe(false);
    expect(z.safeDecode(isoDate(), '2024-02-29T00:00:00Z').success).toBe(false);
  });
});
