import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { EventTime } from '../../../contracts/calendars.js';
import { fromGoogleTime, isSameTime, spanIssues, timeIssues, toGoogleTime, zoneOf } from './times.js';

const ZONES = Intl.supportedValuesOf('timeZone');
const SECOND_MS = 1000;

/** A zone, and an instant within two hours of one of its changes of the clock, or anywhere in a century. */
const moment = fc
  .tuple(
    fc.constantFrom(...ZONES),
    fc.date({ min: new Date('1950-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }),
    fc.integer({ min: -7_200, max: 7_200 }),
    fc.boolean(),
  )
  .map(([timeZone, anywhere, seconds, isNearChange]) => {
    const zoned = Temporal.Instant.fromEpochMilliseconds(anywhere.getTime()).toZonedDateTimeISO(timeZone);
    const change = isNearChange ? zoned.getTimeZoneTransition('next') : undefined;
    const ms = change?.epochMilliseconds ?? anywhere.getTime();
    return { at: new Date(Math.floor(ms / SECOND_MS) * SECOND_MS + seconds * SECOND_MS), timeZone };
  });

const day = fc
  .date({ min: new Date('1600-01-01'), max: new Date('2400-12-31'), noInvalidDate: true })
  .map((date) => ({ date: date.toISOString().slice(0, 10) }));

const there = (time: EventTime) => fromGoogleTime({ ...toGoogleTime(time) });

describe('a moment', () => {
  it('comes back as it went, in every zone, also when clocks are changed', () => {
    fc.assert(
      fc.property(moment, (time) => {
        expect(timeIssues('start', time)).toEqual([]);
        expect(there(time)).toEqual({ at: time.at, timeZone: zoneOf(time.timeZone) });
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['2026-03-29T00:59:59Z', '2026-03-29T01:59:59+01:00'],
    ['2026-03-29T01:00:00Z', '2026-03-29T03:00:00+02:00'],
    ['2026-10-25T00:30:00Z', '2026-10-25T02:30:00+02:00'],
    ['2026-10-25T01:30:00Z', '2026-10-25T02:30:00+01:00'],
  ])('is told by the clock on the wall and its offset: %s', (at, dateTime) => {
    const time = { at: new Date(at), timeZone: 'europe/warsaw' };
    expect(toGoogleTime(time)).toEqual({ dateTime, timeZone: 'Europe/Warsaw' });
  });

  it('is exact where a zone was off by seconds', () => {
    const time = { at: new Date('1971-01-01T00:00:00Z'), timeZone: 'Africa/Monrovia' };
    expect(there(time)).toEqual(time);
  });

  it('without a zone of its own is in that of the calendar', () => {
    const google = { dateTime: '2026-11-21T10:00:00+09:00' };
    expect(fromGoogleTime(google, 'Asia/Tokyo')).toMatchObject({ timeZone: 'Asia/Tokyo' });
    expect(fromGoogleTime(google)).toMatchObject({ at: new Date('2026-11-21T01:00:00Z'), timeZone: 'UTC' });
    expect(fromGoogleTime(undefined)).toBeUndefined();
    expect(fromGoogleTime({})).toBeUndefined();
  });
});

describe('a whole day', () => {
  it('comes back as it went', () => {
    fc.assert(
      fc.property(day, (time) => {
        expect(timeIssues('start', time)).toEqual([]);
        expect(there(time)).toEqual(time);
      }),
    );
  });

  it.each([
    ['2024-02-29', 0],
    ['2000-02-29', 0],
    ['2026-02-29', 1],
    ['1900-02-29', 1],
    ['2026-2-1', 1],
    ['', 1],
    ['2026-11-21T00:00:00Z', 1],
  ])('%s has %i faults', (date, faults) => {
    expect(timeIssues('start', { date })).toHaveLength(faults);
  });
});

describe('a time zone', () => {
  it.each(['Mars/Olympus', '', '+02:00', 'Z', '2026-11-21T00:00[Europe/Warsaw]', '../etc'])(
    'is not %p',
    (timeZone) => {
      expect(timeIssues('start', { at: new Date(0), timeZone })).toEqual([
        { field: 'start.timeZone', issue: expect.stringContaining('IANA') },
      ]);
    },
  );
});

describe('a start and an end', () => {
  const at = (text: string) => ({ at: new Date(text), timeZone: 'Europe/Warsaw' });
  const fieldsOf = (start: EventTime, end: EventTime) => spanIssues({ start, end }).map(({ field }) => field);

  it('have to be in their order, by the second', () => {
    expect(fieldsOf(at('2026-11-21T10:00:00Z'), at('2026-11-21T10:00:01Z'))).toEqual([]);
    expect(fieldsOf(at('2026-11-21T10:00:00.1Z'), at('2026-11-21T10:00:00.9Z'))).toEqual(['end']);
    expect(fieldsOf({ date: '2026-11-21' }, { date: '2026-11-21' })).toEqual(['end']);
    expect(fieldsOf({ date: '2026-11-21' }, { date: '2026-11-22' })).toEqual([]);
  });

  it('have to be of one kind', () => {
    expect(fieldsOf({ date: '2026-11-21' }, at('2026-11-22T10:00:00Z'))).toEqual(['end']);
  });

  it('are looked at one by one first', () => {
    const nowhere = { at: new Date(Number.NaN), timeZone: 'Nowhere' };
    expect(fieldsOf(nowhere, { date: 'soon' })).toEqual(['start.at', 'start.timeZone', 'end.date']);
  });

  it('are the same in whatever zone they are told', () => {
    const warsaw = at('2026-11-21T10:00:00Z');
    expect(isSameTime(warsaw, { ...warsaw, timeZone: 'UTC' })).toBe(true);
    expect(isSameTime(warsaw, { date: '2026-11-21' })).toBe(false);
    expect(isSameTime(warsaw, undefined)).toBe(false);
  });
});
