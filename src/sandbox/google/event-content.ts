import { Temporal } from 'temporal-polyfill';
import type { Calendar } from './calendars.js';
import { invalid, timeRangeEmpty } from './errors.js';
import { readEventFields } from './event-fields.js';
import { readEventTime, zoned } from './event-times.js';
import { Recurrence } from './recurrence.js';
import type { EventContent } from './rows.js';

/** What an event is to hold, checked. @throws GoogleApiError 400 in Google's words */
export function readContent(wish: unknown, { timeZone: calendarZone }: Calendar): EventContent {
  const fields = readEventFields(wish);
  const { recurrence = [] } = fields;
  const reading = { calendarZone, recurring: recurrence.length > 0 };
  const start = readEventTime(fields.start, { which: 'start', ...reading });
  const end = readEventTime(fields.end, { which: 'end', ...reading });
  if ('date' in start !== 'date' in end) {
    throw invalid('The start and end times must either both be date or both be dateTime.');
  }
  if (Temporal.ZonedDateTime.compare(zoned(start), zoned(end)) > 0) throw timeRangeEmpty();
  if (recurrence.length === 0) return { ...fields, start, end, recurrence: undefined };
  const { lines } = new Recurrence(recurrence, zoned(start), 'date' in start);
  return { ...fields, start, end, recurrence: lines };
}
