import { type Html, html } from '../../../platform/pages/html.js';
import type { Page } from '../../pages/page.js';
import { webhookNote } from '../../pages/webhook-note.js';
import { formatMoney } from '../amounts.js';
import { canBeApproved } from '../approval.js';
import type { World } from '../endpoint.js';
import type { StoredCapture, StoredOrder } from '../state.js';

const SHOWN = 25;

/** What the sandbox is, and the newest orders. */
export function indexPage({ state, baseUrl, sendsWebhooks }: World): Page {
  const orders = state.table('order').newest(SHOWN);
  const pending = orders
    .flatMap(({ units }) => units.flatMap(({ captures }) => captures))
    .flatMap((id) => state.table('capture').get(id) ?? [])
    .filter(({ capture }) => capture.status === 'PENDING');
  return {
    title: 'PayPal sandbox',
    body: html`<h1>Hookline’s PayPal sandbox</h1>
      <p>
        It answers like PayPal’s API and remembers what happened, so that you can develop without an account.
        To use the real PayPal, set <code>PAYPAL_CLIENT_ID</code> and <code>PAYPAL_CLIENT_SECRET</code>.
      </p>
      <div class="card">
        <p>API: <code>${baseUrl}</code></p>
        ${webhookNote(sendsWebhooks)}
      </div>
      ${pending.length > 0 && pendingPart(pending)}
      <h2>Newest orders</h2>
      ${orders.length > 0 ? orderTable(orders) : html`<p class="muted">No orders yet. Create a payment through Hookline.</p>`}`,
  };
}

function pendingPart(pending: readonly StoredCapture[]): Html {
  return html`<h2>Bank transfers under way</h2>
    ${pending.map(
      ({ id, capture }) =>
        html`<form class="card" method="post" action="/captures/${id}">
          <p><code>${id}</code> of ${formatMoney(capture.amount)}</p>
          <button type="submit" name="outcome" value="clear">Clear it</button>
          <button type="submit" name="outcome" value="deny" class="plain">Deny it</button>
        </form>`,
    )}`;
}

function orderTable(orders: readonly StoredOrder[]): Html {
  return html`<div class="scroll" role="region" aria-label="Newest orders" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Order</th>
          <th scope="col" class="number">Amount</th>
          <th scope="col">Intent</th>
          <th scope="col">Status</th>
          <th scope="col">Created</th>
        </tr>
      </thead>
      <tbody>
        ${orders.map(orderRow)}
      </tbody>
    </table>
  </div>`;
}

function orderRow(order: StoredOrder): Html {
  const { id, intent, status, units, create_time: time } = order;
  const name = html`<code>${id}</code>`;
  return html`<tr>
    <td>${canBeApproved(order) ? html`<a href="/checkoutnow?token=${id}">${name}</a>` : name}</td>
    <td class="number">${units.map(({ unit }) => formatMoney(unit.amount)).join(' + ')}</td>
    <td>${intent}</td>
    <td>${status === 'COMPLETED' ? html`<span class="good">${status}</span>` : status}</td>
    <td><time datetime="${time}">${time.replace('T', ' ').replace('Z', ' UTC')}</time></td>
  </tr>`;
}
