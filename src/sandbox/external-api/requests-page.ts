import { type Html, html } from '../../platform/pages/html.js';
import type { Page } from '../pages/page.js';
import { time } from '../pages/time.js';
import { webhookNote } from '../pages/webhook-note.js';
import { FORMATS } from './processing.js';
import { statusOf } from './requests.js';
import type { ExternalApiState, ProcessedRequest } from './rows.js';

const SHOWN = 100;
/** Of what came of a request, in characters. */
const EXCERPT = 300;

/** What the sandbox is, and what it has processed, newest first. */
export function requestsPage(state: ExternalApiState, baseUrl: string, callsBack: boolean): Page {
  const requests = state.table('request').newest(SHOWN);
  return {
    title: 'External API sandbox',
    body: html`<h1>Hookline’s sandbox of the external API</h1>
      <p>
        It processes data as the external API’s specification has it. To use the real one, set
        <code>EXTERNAL_API_BASE_URL</code> and its credentials.
      </p>
      <div class="card">
        <p>Address: <code>${baseUrl}</code></p>
        ${webhookNote(callsBack)}
        <p class="muted">
          It knows the formats ${FORMATS.join(', ')}: JSON is counted and put in order, CSV becomes rows, text
          becomes upper case. With <code>"async": true</code> it answers at once and calls back.
        </p>
      </div>
      <h2>Requests</h2>
      ${
        requests.length > 0
          ? table(requests)
          : html`<p class="muted">
              No requests yet. Make one through Hookline: <code>POST /api/external/process</code>.
            </p>`
      }`,
  };
}

function table(requests: readonly ProcessedRequest[]): Html {
  return html`<div class="scroll" role="region" aria-label="Requests" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Request</th>
          <th scope="col">Format</th>
          <th scope="col">Status</th>
          <th scope="col">Result</th>
          <th scope="col">Made</th>
        </tr>
      </thead>
      <tbody>
        ${requests.map(row)}
      </tbody>
    </table>
  </div>`;
}

function row(request: ProcessedRequest): Html {
  const { status, result } = statusOf(request);
  return html`<tr>
    <td><code>${request.id}</code></td>
    <td>${request.format}</td>
    <td>${status}</td>
    <td><code>${result && JSON.stringify(result.processed_data).slice(0, EXCERPT)}</code></td>
    <td>${time(request.created)}</td>
  </tr>`;
}
