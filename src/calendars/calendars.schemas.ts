import { z } from 'zod';
import type { Attendee, EventChange, EventInput, EventTime, Recurrence } from '../contracts/calendars.js';
import { accountFields, apart } from '../platform/http/account-fields.js';
import { text } from '../platform/http/text-field.js';

/** What the routes of calendars take, `snake_case` on the wire, and how it reads in terms of the contracts. */

const MOMENT = 'must be a time such as 2026-11-21T09:00:00+01:00';

const moment = z.iso.datetime({ offset: true, error: MOMENT }).transform((time) => new Date(time));

/** A moment with its zone, or a whole day. */
const eventTime = z
  .strictObject({
    at: moment.optional(),
    time_zone: text(64).optional(),
    date: z.iso.date({ error: 'must be a day such as 2026-11-21' }).optional(),
  })
  .transform(({ at, time_zone: timeZone, date }, context): EventTime => {
    if (date !== undefined && at === undefined && timeZone === undefined) return { date };
    if (at !== undefined && timeZone !== undefined && date === undefined) return { at, timeZone };
    const message = 'must have either at and time_zone (an IANA zone such as Europe/Warsaw), or date';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });

const recurrence = z
  .strictObject({
    frequency: z.enum(['daily', 'weekly', 'monthly', 'yearly']),
    interval: z.int().min(1).max(999).optional(),
    count: z.int().min(1).optional(),
    until: moment.optional(),
    by_day: z.array(text(4)).min(1).max(50).optional(),
    by_month_day: z.array(z.int()).min(1).max(62).optional(),
    by_month: z.array(z.int()).min(1).max(12).optional(),
    except: z.array(eventTime).max(500).optional(),
  })
  .transform(({ by_day: byDay, by_month_day: byMonthDay, by_month: byMonth, ...rest }): Recurrence => ({
    ...rest,
    byDay,
    byMonthDay,
    byMonth,
  }));

/** Takes the `null`s of an attendee that was read, so that a list can be sent back with somebody more. */
const attendee = z
  .strictObject({
    email: text(320),
    name: text(255).nullish(),
    optional: z.boolean().optional(),
    response: z.enum(['needs_action', 'declined', 'tentative', 'accepted']).nullish(),
  })
  .transform(({ email, name, optional, response }): Attendee => ({
    email,
    optional,
    name: name ?? undefined,
    response: response ?? undefined,
  }));

const eventFields = {
  title: text(1_024),
  description: textOrNothing(8_192).optional(),
  location: textOrNothing(1_024).optional(),
  start: eventTime,
  end: eventTime,
  recurrence: recurrence.optional(),
  attendees: z.array(attendee).max(200).optional(),
  conference: z.boolean().optional(),
  notify_attendees: z.boolean().optional(),
};

const event = z
  .strictObject(eventFields)
  .transform(({ notify_attendees: notifyAttendees, ...rest }): EventInput => ({ ...rest, notifyAttendees }));

export const createEventBody = z
  .strictObject({ ...accountFields, ...eventFields })
  .transform(apart)
  .transform(({ account, notify_attendees: notifyAttendees, ...rest }) => ({
    account,
    event: { ...rest, notifyAttendees } satisfies EventInput,
  }));
export type CreateEventBody = z.output<typeof createEventBody>;

export const createEventsBody = z
  .strictObject({ ...accountFields, events: z.array(event).min(1).max(1_000) })
  .transform(apart);
export type CreateEventsBody = z.output<typeof createEventsBody>;

export const changeEventBody = z
  .strictObject({
    ...accountFields,
    ...eventFields,
    title: eventFields.title.optional(),
    description: eventFields.description.nullable(),
    location: eventFields.location.nullable(),
    start: eventTime.optional(),
    end: eventTime.optional(),
    recurrence: eventFields.recurrence.nullable(),
    if_version: text(255).optional(),
  })
  .transform(apart)
  .transform(({ account, notify_attendees: notifyAttendees, if_version: ifVersion, ...rest }) => ({
    account,
    change: { ...rest, notifyAttendees, ifVersion } satisfies EventChange,
  }));
export type ChangeEventBody = z.output<typeof changeEventBody>;

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

export const listQuery = z
  .strictObject({
    ...accountFields,
    from: moment.optional(),
    to: moment.optional(),
    search: text(255).optional(),
    expand_recurring: flag.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
    cursor: text(2_048).optional(),
  })
  .transform(apart)
  .transform(
    ({ account, expand_recurring: expandRecurring, limit: pageSize, cursor: pageToken, ...rest }) => ({
      account,
      query: { ...rest, expandRecurring, pageSize, pageToken },
    }),
  );
export type ListQuery = z.output<typeof listQuery>;

export const changesQuery = z
  .strictObject({ ...accountFields, sync_token: text(2_048).optional() })
  .transform(apart);
export type ChangesQuery = z.output<typeof changesQuery>;

export const freeBusyQuery = z.strictObject({ ...accountFields, from: moment, to: moment }).transform(apart);
export type FreeBusyHttpQuery = z.output<typeof freeBusyQuery>;

export const accountQuery = z.strictObject(accountFields).transform(apart);
export type AccountQuery = z.output<typeof accountQuery>;

function textOrNothing(maxLength: number) {
  return z.union([text(maxLength), z.literal('')], {
    error: `must be well-formed text of at most ${maxLength} characters`,
  });
}
