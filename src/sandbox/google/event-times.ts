import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { TimeField } from './event-fields.js';
import { invalid, required } from './errors.js';

/** When an event begins or ends: a whole day, or a moment (UTC) in the zone in which it repeats (IANA). */
export const eventTime = z.union([
  z.strictObject({ date: z.string() }),
  z.strictObject({ dateTime: z.string(), timeZone: z.string() }),
]);

export type EventTime = z.output<typeof eventTime>;

/** How a time is read: which of the two it is, the calendar's zone, and whether the event recurs. */
interface Reading {
  which: 'start' | 'end';
  calendarZone: string;
  recurring: boolean;
}

/** @throws GoogleApiError 400 for a time that is missing, or that Google would not understand */
export function readEventTime(field: TimeField | undefined, reading: Reading): EventTime {
  const { which } = reading;
  const { date, dateTime, timeZone } = field ?? {};
  if (date === undefined && dateTime === undefined) throw required(`Missing ${which} time.`);
  if (date !== undefined && dateTime !== undefined) throw invalid(`Invalid ${which} time.`);
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw invalid(`Invalid time zone definition for ${which} time.`);
  }
  if (date !== undefined) return { date: readDate(date) };
  return readMoment(dateTime ?? '', timeZone, reading);
}

function readDate(date: string): string {
  try {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) throw new RangeError();
    return Temporal.PlainDate.from(date).toString();
  } catch {
    throw invalid(`Invalid value for: Invalid format: "${date}"`);
  }
}

/** A zone is needed to repeat in, and for a time without an offset. */
function readMoment(text: string, timeZone: string | undefined, reading: Reading): EventTime {
  const { which, calendarZone, recurring } = reading;
  const hasOffset = /(z|[+-]\d{2}:?\d{2})$/i.test(text);
  if (timeZone === undefined && (recurring || !hasOffset)) {
    throw required(`Missing time zone definition for ${which} time.`);
  }
  const zone = timeZone ?? calendarZone;
  try {
    if (!/^\d{4}-\d{2}-\d{2}t\d{2}:\d{2}/i.test(text)) throw new RangeError();
    const instant = hasOffset
      ? Temporal.Instant.from(text)
      : Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant();
    return { dateTime: instant.toString(), timeZone: zone };
  } catch {
    throw invalid(`Invalid value for: Invalid format: "${text}"`);
  }
}

/** Whether it is a zone of the IANA database. Offsets are none. */
export function isTimeZone(name: string): boolean {
  try {
    return (
      /^[A-Z]/i.test(name) && Boolean(Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name))
    );
  } catch {
    return false;
  }
}

/** A moment with its offset in a zone, to the second: `2026-11-21T10:00:00+01:00`. */
export function inZone(moment: Temporal.Instant, zone: string): string {
  const text = moment.toZonedDateTimeISO(zone).toString({ timeZoneName: 'never', smallestUnit: 'second' });
  return text.replace(/\+00:00$/, 'Z');
}

/** As Google tells a time, with the offset of the zone that is asked for. */
export function presentedTime(time: EventTime, zone: string): object {
  if ('date' in time) return time;
  return { dateTime: inZone(Temporal.Instant.from(time.dateTime), zone), timeZone: time.timeZone };
}

/** As a moment in the zone in which it repeats. Whole days begin at midnight UTC. */
export function zoned(time: EventTime): Temporal.ZonedDateTime {
  if ('date' in time) return Temporal.PlainDate.from(time.date).toZonedDateTime('UTC');
  return Temporal.Instant.from(time.dateTime).toZonedDateTimeISO(time.timeZone);
}

/** The reverse of {@link zoned}, in the form of another time. */
export function likeTime(pattern: EventTime, moment: Temporal.ZonedDateTime): EventTime {
  if ('date' in pattern) return { date: moment.toPlainDate().toString() };
  return { dateTime: moment.toInstant().toString(), timeZone: pattern.timeZone };
}

/** Unix time in ms. Whole days begin at midnight in the calendar's zone. */
export function epochMs(time: EventTime, calendarZone: string): number {
  if ('dateTime' in time) return Temporal.Instant.from(time.dateTime).epochMilliseconds;
  return Temporal.PlainDate.from(time.date).toZonedDateTime(calendarZone).epochMilliseconds;
}
