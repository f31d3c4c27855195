import type { Temporal } from 'temporal-polyfill';
import type { EventStore } from './event-store.js';
import { likeTime, zoned } from './event-times.js';
import { Recurrence, type Stretch } from './recurrence.js';
import { keyOf, type StoredEvent } from './rows.js';

const DAY_MS = 86_400_000;

/** What is asked for by the id of an event or of an occurrence, which Google makes from the event's and its time. */
export function eventById(events: EventStore, calendar: string, id: string): StoredEvent | undefined {
  const stored = events.get(calendar, id);
  if (stored) return stored;
  const [, of, stamp] = /^(.+)_(\d{8}(?:T\d{6}Z)?)$/.exec(id) ?? [];
  const event = of === undefined ? undefined : events.get(calendar, of);
  if (event === undefined || stamp === undefined) return undefined;
  const at = Date.parse(
    stamp.replace(/^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d))?/, '$1-$2-$3T$4:$5:').replace('T::', 'T00:00:00Z'),
  );
  return Number.isNaN(at)
    ? undefined
    : occurrencesOf(event, { from: at, to: at }).find((each) => each.eventId === id);
}

/** The occurrences of an event that begin within a stretch, by its rules alone. None of one that does not recur. */
export function occurrencesOf(event: StoredEvent, stretch: Stretch): StoredEvent[] {
  return (
    recurrenceOf(event)
      ?.within(stretch)
      .map((start) => occurrence(event, start)) ?? []
  );
}

/** The rules by which it recurs, if it does. */
export function recurrenceOf({ content: { start, recurrence } }: StoredEvent): Recurrence | undefined {
  return recurrence && new Recurrence(recurrence, zoned(start), 'date' in start);
}

/** Widened so that whatever overlaps the stretch begins within it, in every time zone. */
export function beginningsFor({ content: { start, end } }: StoredEvent, { from, to }: Stretch): Stretch {
  const lasts = zoned(end).epochMilliseconds - zoned(start).epochMilliseconds;
  return {
    ...(from !== undefined && { from: from - lasts - DAY_MS }),
    ...(to !== undefined && { to: to + DAY_MS }),
  };
}

function occurrence(event: StoredEvent, start: Temporal.ZonedDateTime): StoredEvent {
  const { start: first, end: firstEnd, ...rest } = event.content;
  const end = start.add(
    zoned(first).until(zoned(firstEnd), { largestUnit: 'date' in first ? 'day' : 'hour' }),
  );
  const originalStart = likeTime(first, start);
  const eventId = `${event.eventId}_${stampOf(start, 'date' in first)}`;
  return {
    ...event,
    id: keyOf(event.calendar, eventId),
    eventId,
    instance: { of: event.eventId, originalStart },
    content: { ...rest, recurrence: undefined, start: originalStart, end: likeTime(firstEnd, end) },
  };
}

/** `20261121T090000Z`, or for a whole day `20261121`. */
function stampOf(start: Temporal.ZonedDateTime, wholeDay: boolean): string {
  if (wholeDay) return start.toPlainDate().toString().replaceAll('-', '');
  return start.toInstant().toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
}
