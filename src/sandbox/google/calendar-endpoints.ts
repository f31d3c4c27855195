import type { Endpoint } from './call.js';
import { type Calendar, calendarOf, calendarsOf } from './calendars.js';
import { LIST_CALENDARS, READ_CALENDAR } from './scopes.js';

const list: Endpoint = {
  method: 'GET',
  path: '/users/me/calendarList',
  scopes: LIST_CALENDARS,
  run: ({ account }) => ({
    kind: 'calendar#calendarList',
    etag: '"1"',
    items: calendarsOf(account).map(listEntry),
  }),
};

const listed: Endpoint = {
  method: 'GET',
  path: '/users/me/calendarList/:calendarId',
  scopes: LIST_CALENDARS,
  run: (call) => listEntry(calendarOf(call)),
};

const get: Endpoint = {
  method: 'GET',
  path: '/calendars/:calendarId',
  scopes: READ_CALENDAR,
  run(call) {
    const { id, summary, timeZone } = calendarOf(call);
    const conferenceProperties = { allowedConferenceSolutionTypes: ['hangoutsMeet'] };
    return { kind: 'calendar#calendar', etag: '"1"', id, summary, timeZone, conferenceProperties };
  },
};

export const calendarEndpoints: readonly Endpoint[] = [list, listed, get];

function listEntry(calendar: Calendar): object {
  return {
    kind: 'calendar#calendarListEntry',
    etag: '"1"',
    selected: true,
    defaultReminders: [],
    ...calendar,
  };
}
