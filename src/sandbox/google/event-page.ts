import type { FastifyInstance } from 'fastify';
import { type Html, html } from '../../platform/pages/html.js';
import { type Page, sendPage, type StandIn } from '../pages/page.js';
import { readQuery } from '../server.js';
import { allCalendars } from './calendars.js';
import { videoLink } from './conference.js';
import type { EventStore } from './event-store.js';
import { epochMs, type EventTime } from './event-times.js';
import { eventById } from './occurrences.js';
import type { StoredEvent } from './rows.js';

const PATH = '/calendar/event';

/** The address of an event's page, which answers tell as its `htmlLink`. */
export function htmlLink({ calendar, eventId }: StoredEvent, baseUrl: string): string {
  const eid = Buffer.from(`${eventId} ${calendar}`).toString('base64url');
  return `${baseUrl}${PATH}?eid=${eid}`;
}

/** `Sat, 21 Nov 2026, 10:00 GMT`, or without a time for a whole day. */
export function timeText(time: EventTime, timeZone: string): string {
  const day = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
  const clock = { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const;
  const format = new Intl.DateTimeFormat('en-GB', { ...day, ...('dateTime' in time && clock), timeZone });
  return format.format(epochMs(time, timeZone));
}

/** Serves a page for every event. */
export function serveEventPages(server: FastifyInstance, events: EventStore, standIn: StandIn): void {
  server.get(PATH, (request, reply) => {
    const eid = Buffer.from(readQuery(request)['eid'] ?? '', 'base64url').toString();
    const [eventId = '', calendarId = ''] = eid.split(' ');
    const calendar = allCalendars().find(({ id }) => id === calendarId);
    const event = eventById(events, calendarId, eventId);
    return sendPage(reply, standIn, calendar && event ? eventPage(event, calendar.timeZone) : MISSING);
  });
}

const MISSING: Page = {
  title: 'No such event',
  status: 404,
  narrow: true,
  body: html`<h1>No such event</h1>
    <p><a href="/">All calendars</a></p>`,
};

function eventPage({ calendar, content }: StoredEvent, timeZone: string): Page {
  const { summary = '(No title)', description, location, start, end, recurrence, attendees = [] } = content;
  const meeting = videoLink(content.conferenceData);
  return {
    title: summary,
    narrow: true,
    body: html`<h1>${summary}</h1>
      ${content.status === 'cancelled' && html`<p class="bad">Deleted</p>`}
      <div class="card">
        <ul class="lines">
          ${line('Begins', timeText(start, timeZone))} ${line('Ends', timeText(end, timeZone))}
          ${line('Recurs', recurrence?.join('\n'))} ${line('Where', location)} ${line('Meet', meeting)}
          ${line('About', description)} ${line('Calendar', calendar)}
          ${attendees.map(({ email, responseStatus }) => line(email, responseStatus))}
        </ul>
      </div>
      <p><a href="/">All calendars</a></p>`,
  };
}

function line(name: string, value: string | undefined): Html | false {
  return value !== undefined && html`<li><span class="muted">${name}</span><span>${value}</span></li>`;
}
