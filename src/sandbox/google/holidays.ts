import { HOLIDAY_CALENDAR } from './calendars.js';
import type { EventStore } from './event-store.js';

const HOLIDAYS = [
  { eventId: 'newyearsday', summary: 'New Year’s Day', date: '2020-01-01', end: '2020-01-02' },
  { eventId: 'christmasday', summary: 'Christmas Day', date: '2020-12-25', end: '2020-12-26' },
];

/** Fills the calendar that nobody writes to, unless it is filled already. Inside a transaction. */
export function keepHolidays(events: EventStore): void {
  if (events.of(HOLIDAY_CALENDAR).length > 0) return;
  for (const { eventId, summary, date, end } of HOLIDAYS) {
    events.save({
      calendar: HOLIDAY_CALENDAR,
      eventId,
      creator: HOLIDAY_CALENDAR,
      organizer: HOLIDAY_CALENDAR,
      iCalUID: `${eventId}@google.com`,
      sequence: 0,
      content: {
        status: 'confirmed',
        summary,
        start: { date },
        end: { date: end },
        recurrence: ['RRULE:FREQ=YEARLY'],
        transparency: 'transparent',
        visibility: 'public',
        reminders: { useDefault: false },
        eventType: 'default',
      },
    });
  }
}
