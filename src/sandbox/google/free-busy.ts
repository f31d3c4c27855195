import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { Call, Endpoint } from './call.js';
import { type Calendar, findCalendar } from './calendars.js';
import { badRequest, GoogleApiError, invalid, required, timeRangeEmpty } from './errors.js';
import { epochMs, inZone, isTimeZone } from './event-times.js';
import { occurring } from './occurring.js';
import { READ_FREE_BUSY } from './scopes.js';

const MOST_CALENDARS = 50;
const LONGEST_MS = 90 * 86_400_000;

const moment = z.iso.datetime({ offset: true });

const wish = z.object({
  timeMin: moment,
  timeMax: moment,
  timeZone: z.string().default('UTC'),
  items: z.array(z.object({ id: z.string() })).default([]),
});

/** A stretch of time in Unix ms. */
interface Period {
  from: number;
  to: number;
}

/** When calendars have something. @see https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query */
const query: Endpoint = {
  method: 'POST',
  path: '/freeBusy',
  scopes: READ_FREE_BUSY,
  run(call) {
    for (const name of ['timeMin', 'timeMax']) {
      if (call.body[name] === undefined) throw required(`Missing ${name} parameter.`);
    }
    const { data } = wish.safeParse(call.body);
    if (!data) throw badRequest();
    if (!isTimeZone(data.timeZone)) throw invalid('Invalid time zone definition.');
    const asked = { from: Date.parse(data.timeMin), to: Date.parse(data.timeMax) };
    if (asked.from >= asked.to) throw timeRangeEmpty();
    if (asked.to - asked.from > LONGEST_MS) throw timeRangeTooLong();
    const calendars = data.items.map(({ id }, position) => {
      if (position >= MOST_CALENDARS) return [id, failed('tooManyCalendarsRequested')];
      const calendar = findCalendar(call.account, id);
      return [id, calendar ? { busy: busyIn(call, calendar, asked, data.timeZone) } : failed('notFound')];
    });
    const [timeMin, timeMax] = [asked.from, asked.to].map((at) => new Date(at).toISOString());
    return { kind: 'calendar#freeBusy', timeMin, timeMax, calendars: Object.fromEntries(calendars) };
  },
};

export const freeBusyEndpoints: readonly Endpoint[] = [query];

function failed(reason: string): object {
  return { errors: [{ domain: 'global', reason }], busy: [] };
}

function busyIn({ events }: Call, calendar: Calendar, asked: Period, timeZone: string): object[] {
  const { timeZone: zone } = calendar;
  const periods = occurring(events.of(calendar.id), asked, calendar)
    .filter(({ content }) => content.status !== 'cancelled' && content.transparency !== 'transparent')
    .map(({ content: { start, end } }) => ({
      from: Math.max(epochMs(start, zone), asked.from),
      to: Math.min(epochMs(end, zone), asked.to),
    }));
  const told = (at: number) => inZone(Temporal.Instant.fromEpochMilliseconds(at), timeZone);
  return merged(periods).map(({ from, to }) => ({ start: told(from), end: told(to) }));
}

/** In the order of time, none touching another. */
function merged(periods: readonly Period[]): Period[] {
  const apart: Period[] = [];
  for (const period of periods.toSorted((one, other) => one.from - other.from)) {
    const last = apart.at(-1);
    if (last && period.from <= last.to) last.to = Math.max(last.to, period.to);
    else apart.push({ ...period });
  }
  return apart;
}

const timeRangeTooLong = () =>
  new GoogleApiError(400, 'timeRangeTooLong', 'The requested time range is too long.', {
    domain: 'calendar',
    locationType: 'parameter',
    location: 'timeMax',
  });
