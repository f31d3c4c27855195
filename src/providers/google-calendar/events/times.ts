import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { EventTime } from '../../../contracts/calendars.js';
import type { FieldIssue } from '../../../contracts/errors.js';

/** When an event starts or ends, in Google's words. @see https://developers.google.com/workspace/calendar/api/concepts/events-calendars */
export const googleTime = z.looseObject({
  date: z.iso.date().optional(),
  dateTime: z.iso.datetime({ offset: true }).optional(),
  timeZone: z.string().optional(),
});

export type GoogleTime = z.output<typeof googleTime>;

/** What Google's years of four digits can say, in every zone. In ms since 1970. */
const EARLIEST_MS = Date.parse('0001-01-02T00:00:00Z');
const LATEST_MS = Date.parse('9999-12-30T23:59:59Z');

const NANOSECONDS_PER_MINUTE = 60e9;

/** Whether a date is one that Google can be told. */
export function isMoment(at: Date): boolean {
  return at.getTime() >= EARLIEST_MS && at.getTime() <= LATEST_MS;
}

/** The IANA zone of that name, in its usual spelling; `undefined` when there is none. */
export function zoneOf(name: string): string | undefined {
  // Temporal would take an offset (`+02:00`), too.
  if (!/^[a-z]/i.test(name)) return undefined;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return undefined; // no such zone
  }
}

/** A time of ours in Google's words, to the second. It has to be one without {@link timeIssues}. */
export function toGoogleTime(time: EventTime): { date: string } | { dateTime: string; timeZone: string } {
  if ('date' in time) return { date: time.date };
  const { at, timeZone } = time;
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  // Until 1972 there were zones off by seconds, which RFC 3339 has no form for.
  const sayable = zoned.offsetNanoseconds % NANOSECONDS_PER_MINUTE === 0 ? zoned : zoned.withTimeZone('UTC');
  const dateTime = sayable.toString({ timeZoneName: 'never', smallestUnit: 'second' });
  return { dateTime, timeZone: zoned.timeZoneId };
}

/**
 * A time of Google's in our words; `undefined` when it is none.
 * @param calendarZone the zone of the calendar, for events that name none of their own
 */
export function fromGoogleTime(time: GoogleTime | undefined, calendarZone = 'UTC'): EventTime | undefined {
  if (time?.date !== undefined) return { date: time.date };
  if (time?.dateTime === undefined) return undefined;
  return { at: new Date(time.dateTime), timeZone: time.timeZone ?? calendarZone };
}

/** The same moment or day, to the second, in whatever zone it is told. */
export function isSameTime(one: EventTime | undefined, other: EventTime | undefined): boolean {
  if (!one || !other) return one === other;
  return isWholeDay(one) === isWholeDay(other) && secondsOf(one) === secondsOf(other);
}

export function isWholeDay(time: EventTime): time is Extract<EventTime, { date: string }> {
  return 'date' in time;
}

/** What is wrong with a time of ours. */
export function timeIssues(field: string, time: EventTime): FieldIssue[] {
  if (isWholeDay(time)) {
    if (z.iso.date().safeParse(time.date).success) return [];
    return [{ field: `${field}.date`, issue: 'must be a day of the calendar: 2026-11-21' }];
  }
  const issues: FieldIssue[] = [];
  if (!isMoment(time.at)) {
    issues.push({ field: `${field}.at`, issue: 'must be a moment between the years 1 and 9999' });
  }
  if (zoneOf(time.timeZone) === undefined) {
    issues.push({ field: `${field}.timeZone`, issue: 'must be an IANA time zone: Europe/Warsaw' });
  }
  return issues;
}

/** What is wrong with a start and an end of ours; of a change, one of them may stay as it is. */
export function spanIssues({ start, end }: { start?: EventTime; end?: EventTime }): FieldIssue[] {
  const issues = [...(start ? timeIssues('start', start) : []), ...(end ? timeIssues('end', end) : [])];
  if (issues.length > 0 || !start || !end) return issues;
  if (isWholeDay(start) !== isWholeDay(end)) {
    return [{ field: 'end', issue: 'must be of the kind of the start: both moments, or both whole days' }];
  }
  if (secondsOf(end) > secondsOf(start)) return [];
  const issue = isWholeDay(start)
    ? 'must be after the start: it is the first day that is no longer part of the event'
    : 'must be after the start';
  return [{ field: 'end', issue }];
}

/** Where it is on the line of time, in whole seconds since 1970. */
function secondsOf(time: EventTime): number {
  const ms = isWholeDay(time) ? Date.parse(time.date) : time.at.getTime();
  return Math.floor(ms / 1000);
}
