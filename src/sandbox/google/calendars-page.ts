import { type Html, html } from '../../platform/pages/html.js';
import { allCalendars, type Calendar } from './calendars.js';
import type { EventStore } from './event-store.js';
import { epochMs } from './event-times.js';
import { occurring } from './occurring.js';
import { htmlLink, timeText } from './event-page.js';
import type { Channel, GoogleState, StoredEvent } from './rows.js';

const SHOWN = 5;

/** The calendars with what comes next in them, the service account, and who is told of changes. */
export function calendarsPart(state: GoogleState, events: EventStore): Html {
  const channels = [...state.table('channel').values()].filter(({ expiresAt }) => expiresAt > Date.now());
  return html`<h2>Service account</h2>
    <p>
      Hookline uses it where no account is connected. Its key file:
      <a href="/service-account.json">service-account.json</a>.
    </p>
    <h2>Calendars</h2>
    ${allCalendars().map((calendar) => calendarCard(calendar, nextEvents(events, calendar)))}
    <h2>Channels</h2>
    ${
      channels.length === 0
        ? html`<p class="muted">Nobody watches a calendar. Hookline does once an account is connected.</p>`
        : html`<ul class="lines">
            ${channels.map(channelLine)}
          </ul>`
    }`;
}

function nextEvents(events: EventStore, calendar: Calendar): StoredEvent[] {
  const startOf = ({ content }: StoredEvent) => epochMs(content.start, calendar.timeZone);
  return occurring(events.of(calendar.id), { from: Date.now() }, calendar)
    .filter(({ content }) => content.status !== 'cancelled')
    .toSorted((one, other) => startOf(one) - startOf(other))
    .slice(0, SHOWN);
}

function calendarCard({ id, summary, timeZone }: Calendar, next: readonly StoredEvent[]): Html {
  return html`<div class="card">
    <h3>${summary}</h3>
    <p class="muted">${summary !== id && html`<code>${id}</code> · `}${timeZone}</p>
    ${
      next.length === 0
        ? html`<p class="muted">Nothing is coming up.</p>`
        : html`<ul class="lines">
            ${next.map(
              (event) =>
                html`<li>
                  <a href="${htmlLink(event, '')}">${event.content.summary ?? '(No title)'}</a>
                  <span class="muted">${timeText(event.content.start, timeZone)}</span>
                </li>`,
            )}
          </ul>`
    }
  </div>`;
}

function channelLine({ calendar, address, expiresAt }: Channel): Html {
  return html`<li>
    <span>${calendar} → ${address}</span><span>until ${new Date(expiresAt).toISOString().slice(0, 10)}</span>
  </li>`;
}
