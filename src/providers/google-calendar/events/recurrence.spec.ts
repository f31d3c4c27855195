import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { EventTime, Recurrence } from '../../../contracts/calendars.js';
import { recurrenceIssues } from './recurrence-checks.js';
import { readRules, toRules } from './recurrence.js';

const WARSAW: EventTime = { at: new Date('2026-03-02T08:00:00Z'), timeZone: 'Europe/Warsaw' };
const DAY: EventTime = { date: '2026-03-02' };

const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const seconds = fc
  .integer({ min: Date.parse('2026-03-03') / 1000, max: Date.parse('2040-01-01') / 1000 })
  .map((value) => new Date(value * 1000));
const days = seconds.map((at) => at.toISOString().slice(0, 10));
const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.uniqueArray(arbitrary, { minLength: 1, maxLength: 4 });

/** A start, and a recurrence that it may have. */
const recurring = fc
  .record({ isWholeDay: fc.boolean(), frequency: fc.constantFrom('daily', 'weekly', 'monthly', 'yearly') })
  .chain(({ isWholeDay, frequency }) => {
    const mayCount = frequency === 'monthly' || frequency === 'yearly';
    const day = fc
      .tuple(
        fc.constantFrom(...(mayCount ? ['', '1', '2', '5', '-1', '-5'] : [''])),
        fc.constantFrom(...DAYS),
      )
      .map((parts) => parts.join(''));
    const monthDay = fc.integer({ min: -31, max: 31 }).filter((value) => value !== 0);
    const fields = {
      interval: fc.integer({ min: 1, max: 999 }),
      byDay: some(day),
      byMonth: some(fc.integer({ min: 1, max: 12 })),
      except: some(
        isWholeDay
          ? days.map((date): EventTime => ({ date }))
          : seconds.map((at): EventTime => ({ at, timeZone: 'Europe/Warsaw' })),
      ),
      ...(frequency !== 'weekly' && { byMonthDay: some(monthDay) }),
    };
    const ending = fc.oneof(
      fc.constant({}),
      fc.record({ count: fc.integer({ min: 1, max: 5_000 }) }),
      fc.record({ until: isWholeDay ? days.map((date) => new Date(date)) : seconds }),
    );
    return fc.tuple(fc.record(fields, { requiredKeys: [] }), ending).map(([rest, end]) => ({
      start: isWholeDay ? DAY : WARSAW,
      recurrence: { frequency, ...rest, ...end } as Recurrence,
    }));
  });

describe('a recurrence', () => {
  it('comes back from Google’s rules as it went', () => {
    fc.assert(
      fc.property(recurring, ({ start, recurrence }) => {
        expect(recurrenceIssues(recurrence, start)).toEqual([]);
        expect(readRules(toRules(recurrence, start), start)).toEqual({ recurrence, recurrenceRules: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('ends by a moment in UTC, and for whole days by a day', () => {
    const until = new Date('2026-12-31T22:59:59Z');
    const recurrence: Recurrence = { frequency: 'weekly', interval: 2, until, byDay: ['MO', 'WE'] };
    expect(toRules(recurrence, WARSAW)).toEqual([
      'RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231T225959Z;BYDAY=MO,WE',
    ]);
    expect(toRules(recurrence, DAY)).toEqual(['RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231;BYDAY=MO,WE']);
  });

  it('leaves occurrences out in the form of the start', () => {
    const timed = { at: new Date('2026-10-25T01:30:00Z'), timeZone: 'Europe/Warsaw' };
    expect(toRules({ frequency: 'daily', except: [timed] }, WARSAW)[1]).toBe('EXDATE:20261025T013000Z');
    const dates = [{ date: '2026-03-03' }, { date: '2026-03-05' }];
    expect(toRules({ frequency: 'daily', except: dates }, DAY)[1]).toBe(
      'EXDATE;VALUE=DATE:20260303,20260305',
    );
  });
});

describe('the checks', () => {
  it.each<[string, Omit<Recurrence, 'frequency'> & { frequency?: Recurrence['frequency'] }]>([
    ['interval', { interval: 0 }],
    ['interval', { interval: 1_000 }],
    ['interval', { interval: 1.5 }],
    ['count', { count: 0 }],
    ['until', { count: 2, until: new Date('2026-12-31') }],
    ['until', { until: new Date(Number.NaN) }],
    ['until', { until: new Date('2026-03-01') }],
    ['byDay', { byDay: [] }],
    ['byDay', { byDay: ['MON'] }],
    ['byDay', { byDay: ['1MO'] }],
    ['byDay', { frequency: 'monthly', byDay: ['6MO'] }],
    ['byDay', { frequency: 'monthly', byDay: ['0MO'] }],
    ['byMonthDay', { frequency: 'monthly', byMonthDay: [0] }],
    ['byMonthDay', { frequency: 'monthly', byMonthDay: [32] }],
    ['byMonthDay', { frequency: 'weekly', byMonthDay: [1] }],
    ['byMonth', { byMonth: [13] }],
    ['except.0', { except: [DAY] }],
    ['except.0.timeZone', { except: [{ at: new Date('2026-03-03'), timeZone: 'Nowhere' }] }],
  ])('name %s for %j', (field, recurrence) => {
    const issues = recurrenceIssues({ frequency: 'daily', ...recurrence }, WARSAW);
    expect(issues.map((issue) => issue.field)).toContain(`recurrence.${field}`);
  });

  it('let a year have more weeks than a month', () => {
    const yearly: Recurrence = { frequency: 'yearly', byDay: ['20MO'] };
    expect(recurrenceIssues(yearly, WARSAW)).toEqual([]);
    expect(recurrenceIssues({ ...yearly, byMonth: [5] }, WARSAW)).toHaveLength(1);
  });
});

describe('rules of Google’s own', () => {
  const read = (...lines: string[]) => readRules(lines, WARSAW);

  it.each<[string, string[], Recurrence]>([
    [
      'the first day of the week where it makes no difference',
      ['RRULE:FREQ=WEEKLY;WKST=SU;BYDAY=MO'],
      { frequency: 'weekly', byDay: ['MO'] },
    ],
    ['small letters', ['rrule:freq=DAILY;byday=mo'], { frequency: 'daily', byDay: ['MO'] }],
    ['a sign that says nothing', ['RRULE:FREQ=MONTHLY;BYDAY=+1MO'], { frequency: 'monthly', byDay: ['1MO'] }],
    [
      'left-out times by the clock on the wall',
      ['EXDATE;TZID=Europe/Warsaw:20260330T100000', 'RRULE:FREQ=DAILY', 'EXDATE:20260331T100000'],
      {
        frequency: 'daily',
        except: [
          { at: new Date('2026-03-30T08:00:00Z'), timeZone: 'Europe/Warsaw' },
          { at: new Date('2026-03-31T08:00:00Z'), timeZone: 'Europe/Warsaw' },
        ],
      },
    ],
  ])('are read with %s', (_what, lines, recurrence) => {
    expect(read(...lines)).toEqual({ recurrence, recurrenceRules: [] });
  });

  it.each([
    ['RRULE:FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1'],
    ['RRULE:FREQ=HOURLY'],
    ['RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO'],
    ['RRULE:FREQ=DAILY', 'RDATE:20260401T080000Z'],
    ['RRULE:FREQ=DAILY', 'RRULE:FREQ=YEARLY'],
    ['RRULE:FREQ=DAILY', 'EXRULE:FREQ=YEARLY'],
    ['RRULE:FREQ=DAILY', 'EXDATE;VALUE=DATE:20260401'],
    ['RRULE:FREQ=DAILY', 'EXDATE;TZID=Custom Zone:20260401T080000'],
    ['RRULE:FREQ=DAILY;UNTIL=20260230'],
    ['RRULE:FREQ=DAILY;COUNT=2;UNTIL=20261231T000000Z'],
    ['EXDATE:20260401T080000Z'],
    ['nonsense'],
  ])('stay as they are where we have no words: %s %s', (...lines) => {
    const given = lines.filter((line) => line !== undefined);
    expect(read(...given)).toEqual({ recurrence: undefined, recurrenceRules: given });
  });

  it('are never lost, and never an exception, whatever they say', () => {
    const piece = fc.constantFrom(
      'RRULE',
      'EXDATE',
      ':',
      ';',
      'FREQ=',
      'DAILY',
      'UNTIL=',
      '20260231T250000Z',
      'BYDAY=',
      '1MO',
      'TZID=',
      ',',
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.array(piece, { maxLength: 9 }).map((pieces) => pieces.join('')),
          { maxLength: 3 },
        ),
        (lines) => {
          const { recurrence, recurrenceRules } = readRules(lines, WARSAW);
          expect(recurrence ? [] : lines).toEqual(recurrenceRules);
        },
      ),
    );
  });
});
