import type { ApiParts } from '../api.js';
import { formatAmount } from '../currencies.js';
import type { Event, PaymentIntent } from '../objects.js';
import type { State } from '../state.js';
import { type Html, html } from '../../../platform/pages/html.js';
import type { Page } from '../../pages/page.js';
import { time } from '../../pages/time.js';
import { webhookNote } from '../../pages/webhook-note.js';

const SHOWN = 25;

/** What the sandbox is, and what happened in it lately. */
export function indexPage({ state, baseUrl, sendsWebhooks }: ApiParts): Page {
  const payments = state.table('payment_intent').newest(SHOWN);
  const events = state.table('event').newest(SHOWN);
  return {
    title: 'Stripe sandbox',
    body: html` <h1>Hookline’s Stripe sandbox</h1>
      <p>
        It answers like Stripe’s API and remembers what happened, so that you can develop without an account.
        To use the real Stripe, set <code>STRIPE_SECRET_KEY</code>.
      </p>
      <div class="card">
        <p>API: <code>${baseUrl()}/v1</code></p>
        ${webhookNote(sendsWebhooks)}
      </div>
      <h2>Recent payments</h2>
      ${payments.length > 0 ? paymentTable(payments) : noPayments}
      <h2>Recent events</h2>
      ${events.length > 0 ? eventTable(state, events, sendsWebhooks) : html`<p class="muted">No events yet. A payment makes some.</p>`}`,
  };
}

const noPayments = html`<p class="muted">
  No payments yet. Create one through Hookline, or with the <code>stripe</code> SDK pointed at the address
  above. Pay with a test card such as <code>pm_card_visa</code>, or see a decline with
  <code>pm_card_chargeDeclined</code>.
</p>`;

function paymentTable(payments: PaymentIntent[]): Html {
  return html`<div class="scroll" role="region" aria-label="Recent payments" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Payment</th>
          <th scope="col" class="number">Amount</th>
          <th scope="col">Status</th>
          <th scope="col">Created</th>
        </tr>
      </thead>
      <tbody>
        ${payments.map(
          (payment) =>
            html`<tr>
              <td>
                <a href="/payments/${payment.id}"><code>${payment.id}</code></a>
              </td>
              <td class="number">${formatAmount(payment.amount, payment.currency)}</td>
              <td>${status(payment)}</td>
              <td>${time(payment.created)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function status({ status: word, last_payment_error: error }: PaymentIntent): Html {
  if (word === 'succeeded') return html`<span class="good">${word}</span>`;
  if (error) return html`<span class="bad">${word} (${error.decline_code ?? error.code})</span>`;
  return html`${word}`;
}

function eventTable(state: State, events: Event[], sendsWebhooks: boolean): Html {
  return html`<div class="scroll" role="region" aria-label="Recent events" tabindex="0">
    <table>
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">Type</th>
          <th scope="col">Delivery</th>
          <th scope="col">Created</th>
        </tr>
      </thead>
      <tbody>
        ${events.map(
          (event) =>
            html`<tr>
              <td>
                <a href="/events/${event.id}"><code>${event.id}</code></a>
              </td>
              <td>${event.type}</td>
              <td>${sendsWebhooks ? deliveryOf(state, event) : 'none'}</td>
              <td>${time(event.created)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function deliveryOf(state: State, { id, pending_webhooks: pending }: Event): string {
  if (state.table('delivery').get(id)) return 'waiting';
  return pending > 0 ? 'given up' : 'delivered';
}
