import { type Html, html } from '../../platform/pages/html.js';
import { hubOf } from './hubs.js';
import type { ContactRow, HubSpotState } from './rows.js';

const SHOWN = 100;

/** The contacts that came last, newest first. */
export function contactsPart(state: HubSpotState): Html {
  const contacts = state
    .table('contact')
    .newest(SHOWN)
    .filter(({ archived }) => !archived);
  return html`<h2>Contacts</h2>
    ${
      contacts.length === 0
        ? html`<p class="muted">No contacts yet. Write one with Hookline: <code>POST /v1/contacts</code>.</p>`
        : html`<div class="card">
            <ul class="lines">
              ${contacts.map(line)}
            </ul>
          </div>`
    }`;
}

function line({ id, hub, properties, updatedAt }: ContactRow): Html {
  const { email, firstname, lastname, ...others } = properties;
  const name = [firstname, lastname].filter(Boolean).join(' ') || 'Nameless';
  const rest = Object.entries(others).map(([property, value]) => `${property}: ${value}`);
  const iso = new Date(updatedAt).toISOString();
  return html`<li>
    <span
      >${name}${email !== undefined && html` &lt;${email}&gt;`}
      <span class="muted">${[hubOf(hub).name, id, ...rest].join(' · ')}</span></span
    >
    <time class="muted" datetime="${iso}">${iso.slice(11, 19)} UTC</time>
  </li>`;
}
