import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { EventTime, Recurrence } from '../../../contracts/calendars.js';
import { recurrenceIssues } from './recurrence-checks.js';
import { isWholeDay, zoneOf } from './times.js';

const FREQUENCIES = { DAILY: 'daily', WEEKLY: 'weekly', MONTHLY: 'monthly', YEARLY: 'yearly' } as const;

/**
 * A recurrence of ours in the lines of RFC 5545 that Google keeps. Left-out occurrences and `until` are told in UTC,
 * which is never in doubt when clocks are put back; for whole days as dates.
 * @param start of the event; the recurrence has to be one without `recurrenceIssues`
 * @see https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.3
 */
export function toRules(recurrence: Recurrence, start: EventTime): string[] {
  const { frequency, interval, count, until, byDay, byMonthDay, byMonth, except = [] } = recurrence;
  const parts: [name: string, value: string | undefined][] = [
    ['FREQ', frequency.toUpperCase()],
    ['INTERVAL', interval?.toString()],
    ['COUNT', count?.toString()],
    ['UNTIL', until && basicMoment(until).slice(0, isWholeDay(start) ? 8 : undefined)],
    ['BYDAY', byDay?.join(',')],
    ['BYMONTHDAY', byMonthDay?.join(',')],
    ['BYMONTH', byMonth?.join(',')],
  ];
  const said = parts.filter(([, value]) => value !== undefined);
  const rule = `RRULE:${said.map((part) => part.join('=')).join(';')}`;
  if (except.length === 0) return [rule];
  const parameters = isWholeDay(start) ? ';VALUE=DATE' : '';
  return [rule, `EXDATE${parameters}:${except.map(toBasic).join(',')}`];
}

/**
 * Google's lines in our words. A recurrence that is half told would be a wrong one: where a single line has no words of
 * ours, all of them stay what they are.
 */
export function readRules(
  lines: readonly string[],
  start: EventTime | undefined,
): { recurrence: Recurrence | undefined; recurrenceRules: readonly string[] } {
  const recurrence = start && inOurWords(lines.map(readLine), start);
  return recurrence ? { recurrence, recurrenceRules: [] } : { recurrence: undefined, recurrenceRules: lines };
}

/** A content line: `EXDATE;TZID=Europe/Warsaw:20261121T090000`. */
interface Line {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
}

function readLine(line: string): Line {
  const colon = line.indexOf(':');
  const [name = '', ...parameters] = line.slice(0, Math.max(colon, 0)).split(';');
  return { name: name.toUpperCase(), parameters: fieldsOf(parameters), value: line.slice(colon + 1) };
}

/** `INTERVAL=2` by name. */
function fieldsOf(assignments: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    assignments.map((assignment) => {
      const [name = '', value = ''] = assignment.split('=', 2);
      return [name.toUpperCase(), value];
    }),
  );
}

function inOurWords(lines: readonly Line[], start: EventTime): Recurrence | undefined {
  const [rule, ...furtherRules] = lines.filter(({ name }) => name === 'RRULE');
  const others = lines.filter(({ name }) => name !== 'RRULE');
  if (!rule || furtherRules.length > 0 || others.some(({ name }) => name !== 'EXDATE')) return undefined;
  const said = readRule(rule.value);
  const except = others.flatMap((line) => line.value.split(',').map((value) => readTime(value, line, start)));
  if (!said || !except.every((time) => time !== undefined)) return undefined;
  const recurrence = { ...said, ...(except.length > 0 && { except }) };
  return recurrenceIssues(recurrence, start).length === 0 ? recurrence : undefined;
}

/** Times without their dashes and colons, as RFC 5545 writes them. Days that there are not are refused. */
const basicDay = z.string().transform(extended).pipe(z.iso.date());
const basicTime = z
  .string()
  .transform(extended)
  .pipe(z.iso.datetime({ local: true }));

const texts = z.string().transform((text) => text.toUpperCase().split(','));
const numbers = texts.pipe(
  z.array(
    z
      .string()
      .regex(/^[+-]?\d{1,3}$/)
      .transform(Number),
  ),
);
const number = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const moment = z.union([basicDay, basicTime.pipe(z.iso.datetime())]).transform((text) => new Date(text));

const ruleParts = z.strictObject({
  FREQ: z.enum(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']),
  INTERVAL: number.optional(),
  COUNT: number.optional(),
  UNTIL: moment.optional(),
  BYDAY: texts.optional(),
  BYMONTHDAY: numbers.optional(),
  BYMONTH: numbers.optional(),
  WKST: z.string().optional(),
});

function readRule(value: string): Recurrence | undefined {
  const { data } = ruleParts.safeParse(Object.fromEntries(fieldsOf(value.split(';'))));
  if (!data || weekStartMatters(data)) return undefined;
  const { FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH } = data;
  return {
    frequency: FREQUENCIES[FREQ],
    ...(INTERVAL !== undefined && { interval: INTERVAL }),
    ...(COUNT !== undefined && { count: COUNT }),
    ...(UNTIL !== undefined && { until: UNTIL }),
    ...(BYDAY && { byDay: BYDAY.map((day) => day.replace(/^\+/, '')) }),
    ...(BYMONTHDAY && { byMonthDay: BYMONTHDAY }),
    ...(BYMONTH && { byMonth: BYMONTH }),
  };
}

/** Only for every other week or rarer does it matter on which day weeks begin. On Monday is what we mean anyway. */
function weekStartMatters({ FREQ, INTERVAL = 1, WKST = 'MO' }: z.output<typeof ruleParts>): boolean {
  return FREQ === 'WEEKLY' && INTERVAL > 1 && WKST.toUpperCase() !== 'MO';
}

/** A time of `EXDATE`, in the form of the start; `undefined` when it is of another. */
function readTime(value: string, { parameters }: Line, start: EventTime): EventTime | undefined {
  if (isWholeDay(start)) {
    const { data: date } = basicDay.safeParse(value);
    return date === undefined ? undefined : { date };
  }
  const { data: time } = basicTime.safeParse(value);
  const timeZone = zoneOf(parameters.get('TZID') ?? start.timeZone);
  if (time === undefined || timeZone === undefined) return undefined;
  return { at: momentOf(time, timeZone), timeZone };
}

function momentOf(time: string, timeZone: string): Date {
  if (time.endsWith('Z')) return new Date(time);
  return new Date(Temporal.PlainDateTime.from(time).toZonedDateTime(timeZone).epochMilliseconds);
}

function toBasic(time: EventTime): string {
  return isWholeDay(time) ? time.date.replaceAll('-', '') : basicMoment(time.at);
}

/** `20261121T080000Z` */
function basicMoment(at: Date): string {
  return at.toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** `2026-11-21` of `20261121`, `2026-11-21T08:00:00Z` of `20261121T080000Z`; anything else as it is. */
function extended(text: string): string {
  const [, year, month, day, time = ''] = /^(\d{4})(\d{2})(\d{2})(T\d{6}Z?)?$/i.exec(text) ?? [];
  if (year === undefined) return text;
  const clock = time.toUpperCase().replace(/(\d{2})(\d{2})(\d{2})/, '$1:$2:$3');
  return `${year}-${month}-${day}${clock}`;
}
