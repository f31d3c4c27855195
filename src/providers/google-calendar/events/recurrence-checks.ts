import type { EventTime, Recurrence } from '../../../contracts/calendars.js';
import type { FieldIssue } from '../../../contracts/errors.js';
import { isMoment, isWholeDay, timeIssues } from './times.js';

/** A day of the week, perhaps the so-manyeth of a month or year: `MO`, `1MO`, `-1FR`. */
const BY_DAY = /^(?:-?([1-9]\d?))?(?:MO|TU|WE|TH|FR|SA|SU)$/;

const MOST_WEEKS_OF_MONTH = 5;
const MOST_WEEKS_OF_YEAR = 53;

/** What is wrong with a recurrence of ours, for an event that begins at `start`. */
export function recurrenceIssues(recurrence: Recurrence, start: EventTime): FieldIssue[] {
  const { frequency, interval, count, until, byDay, byMonthDay, byMonth, except = [] } = recurrence;
  const rules: [field: string, isGood: boolean, issue: string][] = [
    ['interval', isWithin(interval, 1, 999), 'must be a whole number from 1 to 999'],
    ['count', isWithin(count, 1, Number.MAX_SAFE_INTEGER), 'must be a whole number from 1'],
    ['until', count === undefined || until === undefined, 'must not be given together with count'],
    ['until', until === undefined || isMoment(until), 'must be a moment between the years 1 and 9999'],
    ['until', until === undefined || until >= firstMoment(start), 'must not be before the start'],
    [
      'byDay',
      isList(byDay, (day) => isDay(day, recurrence)),
      'must be days of the week: MO; for monthly and yearly events also the first and the last: 1MO, -1FR',
    ],
    ['byMonthDay', isList(byMonthDay, isMonthDay), 'must be days of the month, 1 to 31 or -1 to -31'],
    [
      'byMonthDay',
      byMonthDay === undefined || frequency !== 'weekly',
      'must not be given for a weekly event (RFC 5545, 3.3.10)',
    ],
    ['byMonth', isList(byMonth, (month) => isWithin(month, 1, 12)), 'must be months, 1 to 12'],
  ];
  const broken = rules.filter(([, isGood]) => !isGood);
  return [
    ...broken.map(([field, , issue]) => ({ field: `recurrence.${field}`, issue })),
    ...except.flatMap((time, index) => exceptionIssues(`recurrence.except.${index}`, time, start)),
  ];
}

function exceptionIssues(field: string, time: EventTime, start: EventTime): FieldIssue[] {
  if (isWholeDay(time) === isWholeDay(start)) return timeIssues(field, time);
  return [{ field, issue: 'must be of the kind of the start: a moment, or a whole day' }];
}

function firstMoment(start: EventTime): Date {
  return isWholeDay(start) ? new Date(start.date) : start.at;
}

function isDay(day: string, { frequency, byMonth }: Recurrence): boolean {
  const match = BY_DAY.exec(day);
  if (!match) return false;
  const [, ordinal] = match;
  if (ordinal === undefined) return true;
  if (frequency !== 'monthly' && frequency !== 'yearly') return false;
  const isWithinMonth = frequency === 'monthly' || byMonth !== undefined;
  return Number(ordinal) <= (isWithinMonth ? MOST_WEEKS_OF_MONTH : MOST_WEEKS_OF_YEAR);
}

function isMonthDay(day: number): boolean {
  return isWithin(Math.abs(day), 1, 31);
}

function isWithin(value: number | undefined, least: number, most: number): boolean {
  return value === undefined || (Number.isInteger(value) && value >= least && value <= most);
}

/** Left out, or one at least and all of them good. */
function isList<T>(values: readonly T[] | undefined, isGood: (value: T) => boolean): boolean {
  return values === undefined || (values.length > 0 && values.every(isGood));
}
