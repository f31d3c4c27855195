const SIGN_IN = new Map([
  ['openid', 'openid'],
  ['email', 'https://www.googleapis.com/auth/userinfo.email'],
  ['profile', 'https://www.googleapis.com/auth/userinfo.profile'],
]);

/** Google names the scopes of sign-in in full when it grants them, whatever they were asked for by. */
export function asGranted(scopes: readonly string[]): string[] {
  return scopes.map((scope) => SIGN_IN.get(scope) ?? scope);
}

/**
 * Whether a person may untick it. Who signs in cannot keep back who they are.
 * @see https://developers.google.com/identity/protocols/oauth2/resources/granular-permissions
 */
export function isOptional(scope: string): boolean {
  return ![...SIGN_IN].flat().includes(scope);
}

const CALENDAR = 'https://www.googleapis.com/auth/calendar';

/** Any of these allows to list calendars. @see https://developers.google.com/workspace/calendar/api/v3/reference/calendarList/list */
export const LIST_CALENDARS = [
  CALENDAR,
  `${CALENDAR}.readonly`,
  `${CALENDAR}.calendarlist`,
  `${CALENDAR}.calendarlist.readonly`,
];

/** Any of these allows to read a calendar's name and zone. @see https://developers.google.com/workspace/calendar/api/v3/reference/calendars/get */
export const READ_CALENDAR = [
  CALENDAR,
  `${CALENDAR}.readonly`,
  `${CALENDAR}.calendars`,
  `${CALENDAR}.calendars.readonly`,
];

/** Any of these allows to read and to watch events. @see https://developers.google.com/workspace/calendar/api/v3/reference/events/watch */
export const READ_EVENTS = [
  CALENDAR,
  `${CALENDAR}.readonly`,
  `${CALENDAR}.events`,
  `${CALENDAR}.events.readonly`,
];

/** Any of these allows to make, change and delete events. @see https://developers.google.com/workspace/calendar/api/v3/reference/events/insert */
export const WRITE_EVENTS = [CALENDAR, `${CALENDAR}.events`];

/** Any of these allows to see when others are busy. @see https://developers.google.com/workspace/calendar/api/v3/reference/freebusy/query */
export const READ_FREE_BUSY = [
  CALENDAR,
  `${CALENDAR}.readonly`,
  `${CALENDAR}.freebusy`,
  `${CALENDAR}.events.freebusy`,
];
