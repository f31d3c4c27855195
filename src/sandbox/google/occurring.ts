import type { Calendar } from './calendars.js';
import { epochMs } from './event-times.js';
import { beginningsFor, occurrencesOf } from './occurrences.js';
import type { Stretch } from './recurrence.js';
import type { StoredEvent } from './rows.js';

/** Single events, and occurrences in place of events that recur, which overlap a stretch. Deleted ones are among them. */
export function occurring(
  events: readonly StoredEvent[],
  stretch: Stretch,
  calendar: Calendar,
): StoredEvent[] {
  return expanded(events, stretch).filter((event) => overlaps(event, stretch, calendar));
}

/** Whether it ends after the stretch begins, and begins before the stretch ends; one that recurs, at any time. */
export function overlaps(event: StoredEvent, stretch: Stretch, { timeZone }: Calendar): boolean {
  const { from = -Infinity, to = Infinity } = stretch;
  if (from === -Infinity && to === Infinity) return true;
  const occurrences = event.content.recurrence
    ? occurrencesOf(event, beginningsFor(event, stretch))
    : [event];
  return occurrences.some(
    ({ content: { start, end } }) => epochMs(end, timeZone) > from && epochMs(start, timeZone) < to,
  );
}

/** Occurrences that were changed by themselves stand for what the rules would have made of them. */
function expanded(events: readonly StoredEvent[], stretch: Stretch): StoredEvent[] {
  const changed = new Set(events.flatMap(({ instance, eventId }) => (instance ? [eventId] : [])));
  return events.flatMap((event) => {
    if (!event.content.recurrence) return [event];
    const occurrences = occurrencesOf(event, beginningsFor(event, stretch));
    return occurrences.filter(({ eventId }) => !changed.has(eventId));
  });
}
