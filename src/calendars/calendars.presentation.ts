import type { CalendarEvent, EventOutcome, EventTime, FreeBusy, Recurrence } from '../contracts/calendars.js';
import { failIfAllFailed, presentError } from '../platform/http/outcomes.js';

/** Calendars as the HTTP API shows them: `snake_case`, times in UTC beside their zone, `null` for what is not known. */

export function presentEvent(event: CalendarEvent) {
  return {
    id: event.id,
    provider: event.provider,
    calendar_id: event.calendarId,
    status: event.status,
    title: event.title ?? null,
    description: event.description ?? null,
    location: event.location ?? null,
    start: event.start ? presentTime(event.start) : null,
    end: event.end ? presentTime(event.end) : null,
    recurrence: event.recurrence ? presentRecurrence(event.recurrence) : null,
    recurrence_rules: event.recurrenceRules,
    recurring_event_id: event.recurringEventId ?? null,
    attendees: event.attendees.map(({ email, name, optional = false, response }) => ({
      email,
      name: name ?? null,
      optional,
      response: response ?? null,
    })),
    conference_url: event.conferenceUrl ?? null,
    url: event.url ?? null,
    version: event.version ?? null,
    created_at: event.createdAt?.toISOString() ?? null,
    updated_at: event.updatedAt?.toISOString() ?? null,
    raw: event.raw,
  };
}

/**
 * What became of each of several, in their order.
 * @throws the error of the first when none could be done for a reason that lies in none of them
 */
export function presentOutcomes(outcomes: readonly EventOutcome[]) {
  failIfAllFailed(outcomes);
  return outcomes.map(presentOutcome);
}

function presentOutcome(outcome: EventOutcome) {
  if ('error' in outcome) return { event: null, error: presentError(outcome.error) };
  return { event: presentEvent(outcome.event), error: null };
}

export function presentFreeBusy({ calendarId, busy }: FreeBusy) {
  return {
    calendar_id: calendarId,
    busy: busy.map(({ from, to }) => ({ from: from.toISOString(), to: to.toISOString() })),
  };
}

function presentTime(time: EventTime) {
  return 'date' in time ? { date: time.date } : { at: time.at.toISOString(), time_zone: time.timeZone };
}

function presentRecurrence(recurrence: Recurrence) {
  const { byDay, byMonthDay, byMonth, until, except, ...rest } = recurrence;
  return {
    ...rest,
    until: until?.toISOString(),
    by_day: byDay,
    by_month_day: byMonthDay,
    by_month: byMonth,
    except: except?.map(presentTime),
  };
}
