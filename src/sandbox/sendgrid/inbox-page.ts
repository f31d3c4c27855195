import { type Html, html } from '../../platform/pages/html.js';
import type { Page } from '../pages/page.js';
import { time } from '../pages/time.js';
import { webhookNote } from '../pages/webhook-note.js';
import type { State } from '../state.js';
import { eventsOf } from './events.js';
import { mailOf } from './mail.js';
import type { Envelope, SendGridRows } from './rows.js';

const SHOWN = 100;

/** What the sandbox is, and the messages that it took, newest first. */
export function inboxPage(state: State<SendGridRows>, baseUrl: string, sendsWebhooks: boolean): Page {
  const envelopes = state.table('envelope').newest(SHOWN);
  return {
    title: 'SendGrid sandbox',
    body: html`<h1>Hookline’s SendGrid sandbox</h1>
      <p>
        It takes e-mails like SendGrid’s API and delivers them to nobody but this page. To use the real
        SendGrid, set <code>SENDGRID_API_KEY</code>.
      </p>
      <div class="card">
        <p>Address: <code>${baseUrl}</code></p>
        ${webhookNote(sendsWebhooks)}
        <p class="muted">
          What is sent to <code>bounce@…</code>, <code>blocked@…</code>, <code>deferred@…</code> and
          <code>complaint@…</code> ends as they say.
        </p>
      </div>
      <h2>Messages</h2>
      ${
        envelopes.length > 0
          ? table(state, envelopes)
          : html`<p class="muted">No messages yet. Send one through Hookline.</p>`
      }`,
  };
}

function table(state: State<SendGridRows>, envelopes: readonly Envelope[]): Html {
  return html`<div class="scroll" role="region" aria-label="Messages" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Subject</th>
          <th scope="col">To</th>
          <th scope="col">Last event</th>
          <th scope="col">Accepted</th>
        </tr>
      </thead>
      <tbody>
        ${envelopes.map((envelope) => row(state, envelope))}
      </tbody>
    </table>
  </div>`;
}

function row(state: State<SendGridRows>, envelope: Envelope): Html {
  const { subject, to, created } = mailOf(state, envelope);
  return html`<tr>
    <td><a href="/mails/${encodeURIComponent(envelope.id)}">${subject || '(no subject)'}</a></td>
    <td>${to.map(({ email }) => email).join(', ')}</td>
    <td>${eventsOf(state, envelope.id).at(-1)?.body.event}</td>
    <td>${time(created)}</td>
  </tr>`;
}
