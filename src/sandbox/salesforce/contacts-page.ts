import { type Html, html } from '../../platform/pages/html.js';
import { ORGANIZATIONS } from './organizations.js';
import { valueOf } from './record-view.js';
import type { RecordRow } from './record-row.js';
import type { Records } from './records.js';

const SHOWN = 100;

/** The contacts that came last, by organisation. */
export function contactsPart(records: Records): Html {
  const contacts = records.newest(SHOWN).filter(({ type, deleted }) => type === 'Contact' && !deleted);
  return html`<h2>Contacts</h2>
    ${ORGANIZATIONS.map(
      ({ id, name }) =>
        html`<div class="card">
          <h3>${name}</h3>
          <ul class="lines">
            ${contacts.filter(({ organization }) => organization === id).map(line)}
          </ul>
        </div>`,
    )}`;
}

function line(row: RecordRow): Html {
  const [name, email] = [valueOf(row, 'Name'), valueOf(row, 'Email')].map((value) => String(value ?? ''));
  return html`<li>
    <span>${name} <span class="muted">${email}</span></span>
    <code class="muted">${row.recordId}</code>
  </li>`;
}
