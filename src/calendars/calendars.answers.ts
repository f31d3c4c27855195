import { z } from 'zod';
import {
  like,
  nextCursor,
  outcomeError,
  rarely,
  raw,
  schemaNotes,
  time,
} from '../platform/http/answer-fields.js';
import type { RouteDescription } from '../platform/http/answers.js';

/** What the routes of calendars answer. */

const eventTime = z
  .union([z.object({ at: time, time_zone: like('Europe/Warsaw') }), z.object({ date: like('2026-11-21') })])
  .register(schemaNotes, { id: 'EventTime', description: 'A moment with its zone, or a whole day.' });

const recurrence = z
  .object({
    frequency: z.enum(['daily', 'weekly', 'monthly', 'yearly']),
    interval: z.int().optional(),
    count: z.int().optional(),
    until: time.optional(),
    by_day: z.array(like('MO')).optional(),
    by_month_day: z.array(z.int()).optional(),
    by_month: z.array(z.int()).optional(),
    except: z.array(eventTime).optional(),
  })
  .register(schemaNotes, { id: 'Recurrence', examples: [{ frequency: 'weekly', by_day: ['MO'] }] });

const attendee = z.object({
  email: like('ada@example.com'),
  name: like('Ada').nullable(),
  optional: z.boolean(),
  response: z.enum(['needs_action', 'declined', 'tentative', 'accepted']).nullable(),
});

const event = z
  .object({
    id: like('7kukuqrfedlm2f9t0vr42q0d6k', "The provider's id."),
    provider: like('google-calendar'),
    calendar_id: like('primary'),
    status: z.enum(['confirmed', 'tentative', 'cancelled']),
    title: like('Planning').nullable(),
    description: rarely(z.string()),
    location: rarely(z.string()),
    start: eventTime.nullable(),
    end: eventTime.nullable(),
    recurrence: rarely(recurrence),
    recurrence_rules: z.array(z.string()).register(schemaNotes, {
      description: 'As the provider has them (RFC 5545), where `recurrence` cannot say it.',
      examples: [[]],
    }),
    recurring_event_id: rarely(z.string()),
    attendees: z.array(attendee),
    conference_url: rarely(z.string()),
    url: like('https://www.google.com/calendar/event?eid=7kukuq').nullable(),
    version: like('"3181161784712000"', 'For `if_version`: it changes with the event.').nullable(),
    created_at: time.nullable(),
    updated_at: time.nullable(),
    raw,
  })
  .register(schemaNotes, { id: 'CalendarEvent' });

const outcome = z
  .object({ event: event.nullable(), error: rarely(outcomeError) })
  .register(schemaNotes, { id: 'CalendarEventOutcome' });

const calendar = { calendarId: 'primary' };
const one = { ...calendar, eventId: '7kukuqrfedlm2f9t0vr42q0d6k' };
const planning = {
  title: 'Planning',
  start: { at: '2026-11-23T09:00:00+01:00', time_zone: 'Europe/Warsaw' },
  end: { at: '2026-11-23T10:00:00+01:00', time_zone: 'Europe/Warsaw' },
};

export const calendarRoutes = {
  list: {
    id: 'listCalendarEvents',
    summary: 'List the events of a calendar',
    parameters: calendar,
    answers: {
      200: {
        description: 'A page of events.',
        schema: z.object({ data: z.array(event), next_cursor: nextCursor }),
      },
    },
    callsProvider: true,
  },
  changes: {
    id: 'listCalendarChanges',
    summary: 'What has changed in a calendar',
    description:
      'Since the `sync_token` of the last answer; without one, everything. `full` says that it is everything: forget what you had.',
    parameters: calendar,
    answers: {
      200: {
        description: 'What has changed.',
        schema: z.object({
          data: z.array(event),
          sync_token: like('CPDAlvWDx70CEPDAlvWDx70CGAU='),
          full: z.boolean(),
        }),
      },
    },
    callsProvider: true,
  },
  freeBusy: {
    id: 'getFreeBusy',
    summary: 'When a calendar is busy',
    parameters: { ...calendar, from: '2026-11-23T00:00:00Z', to: '2026-11-24T00:00:00Z' },
    answers: {
      200: {
        description: 'The times that are taken.',
        schema: z.object({
          calendar_id: like('primary'),
          busy: z.array(z.object({ from: time, to: time })),
        }),
      },
    },
    callsProvider: true,
  },
  create: {
    id: 'createCalendarEvent',
    summary: 'Make an event',
    parameters: calendar,
    body: planning,
    answers: { 201: { description: 'The event.', schema: event } },
    callsProvider: true,
    errors: ['CONFLICT', 'UNPROCESSABLE'],
  },
  createMany: {
    id: 'createCalendarEvents',
    summary: 'Make many events',
    description: "By the provider's batch calls: one outcome for each, in their order.",
    parameters: calendar,
    body: { events: [planning] },
    answers: {
      200: { description: 'What became of each.', schema: z.object({ data: z.array(outcome) }) },
    },
    callsProvider: true,
    errors: ['CONFLICT', 'UNPROCESSABLE'],
  },
  get: {
    id: 'getCalendarEvent',
    summary: 'Get an event',
    parameters: one,
    answers: { 200: { description: 'The event.', schema: event } },
    callsProvider: true,
  },
  update: {
    id: 'updateCalendarEvent',
    summary: 'Change an event',
    description:
      'What is left out stays; `null` empties. With `if_version`, only if nobody else has changed it.',
    parameters: one,
    body: { title: 'Planning, moved' },
    answers: { 200: { description: 'The event.', schema: event } },
    callsProvider: true,
    errors: ['CONFLICT', 'UNPROCESSABLE'],
  },
  remove: {
    id: 'deleteCalendarEvent',
    summary: 'Delete an event',
    parameters: one,
    answers: { 204: { description: 'It is deleted.' } },
    callsProvider: true,
  },
} satisfies Record<string, RouteDescription>;
