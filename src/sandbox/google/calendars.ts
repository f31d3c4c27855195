import type { Call } from './call.js';
import { notFound, writersOnly } from './errors.js';
import { PEOPLE, SERVICE_ACCOUNT } from './people.js';

/** A calendar in the eyes of one account. */
export interface Calendar {
  readonly id: string;
  readonly summary: string;
  /** IANA. */
  readonly timeZone: string;
  readonly accessRole: 'owner' | 'writer' | 'reader';
  readonly primary?: true;
}

/** The calendar that everybody writes to. */
const TEAM_CALENDAR = 'team@sandbox.example';

/** The calendar that nobody writes to. */
export const HOLIDAY_CALENDAR = 'holidays@group.v.calendar.google.com';

const TIME_ZONES: Readonly<Record<string, string>> = {
  'ada@analytical.example': 'Europe/London',
  'grace@compilers.example': 'America/New_York',
  [SERVICE_ACCOUNT]: 'UTC',
};

/** What an account sees: its own calendar, the team's, and one to read only. */
export function calendarsOf(email: string): readonly Calendar[] {
  const timeZone = TIME_ZONES[email] ?? 'UTC';
  return [
    { id: email, summary: email, timeZone, accessRole: 'owner', primary: true },
    { id: TEAM_CALENDAR, summary: 'Team', timeZone: 'Europe/London', accessRole: 'writer' },
    { id: HOLIDAY_CALENDAR, summary: 'Holidays', timeZone: 'Europe/London', accessRole: 'reader' },
  ];
}

/** Every calendar there is, as its owner sees it. */
export function allCalendars(): readonly Calendar[] {
  const everybody = [SERVICE_ACCOUNT, ...PEOPLE.map(({ detail }) => detail)].flatMap(calendarsOf);
  return [...new Map(everybody.map((calendar) => [calendar.id, calendar])).values()];
}

/** The calendar that an account sees by that id, or as its `primary`. */
export function findCalendar(account: string, wanted: string): Calendar | undefined {
  return calendarsOf(account).find(
    ({ id, primary = false }) => id === wanted || (primary && wanted === 'primary'),
  );
}

/** The calendar that a call names. @throws GoogleApiError 404 when the account sees no such calendar */
export function calendarOf({ account, path }: Call): Calendar {
  const calendar = findCalendar(account, path('calendarId'));
  if (!calendar) throw notFound();
  return calendar;
}

/** The same, to be written to. @throws GoogleApiError 403 when the account may only read it */
export function writableCalendarOf(call: Call): Calendar {
  const calendar = calendarOf(call);
  if (calendar.accessRole === 'reader') throw writersOnly();
  return calendar;
}
