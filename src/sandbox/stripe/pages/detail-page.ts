import type { State } from '../state.js';
import { type Html, html } from '../../../platform/pages/html.js';
import type { Page } from '../../pages/page.js';

/** A payment with its charges, refunds and events, or `undefined` when there is none of that id. */
export function paymentPage(state: State, id: string): Page | undefined {
  const intent = state.table('payment_intent').get(id);
  if (!intent) return undefined;
  const charges = [...state.table('charge').older()].filter((charge) => charge.payment_intent === id);
  const refunds = [...state.table('refund').older()].filter((refund) => refund.payment_intent === id);
  const events = [...state.table('event').older()].filter((event) => concerns(event.data.object, id));
  return {
    title: `Payment ${id}`,
    body: html` <p><a href="/">All payments</a></p>
      <h1>Payment</h1>
      <p><code>${id}</code></p>
      ${json({ ...intent, client_secret: '(hidden)' })}
      <h2>Events</h2>
      <ul>
        ${events.map((event) => html`<li><a href="/events/${event.id}">${event.type}</a></li>`)}
      </ul>
      <h2>Charges</h2>
      ${charges.map(json)}
      <h2>Refunds</h2>
      ${refunds.length > 0 ? refunds.map(json) : html`<p class="muted">None.</p>`}`,
  };
}

function concerns(object: object, id: string): boolean {
  return ('id' in object && object.id === id) || ('payment_intent' in object && object.payment_intent === id);
}

/** An event as it is delivered, or `undefined` when there is none of that id. */
export function eventPage(state: State, id: string): Page | undefined {
  const event = state.table('event').get(id);
  if (!event) return undefined;
  const delivery = state.table('delivery').get(id);
  return {
    title: event.type,
    body: html` <p><a href="/">All events</a></p>
      <h1>${event.type}</h1>
      <p><code>${id}</code></p>
      <p>
        ${
          delivery
            ? `Waiting to be delivered. Failed attempts so far: ${delivery.attempts}.`
            : 'Nothing is waiting to be delivered.'
        }
      </p>
      ${json(event)}`,
  };
}

function json(value: object): Html {
  const text = JSON.stringify(
    value,
    (key, field: unknown) => (key === 'client_secret' ? '(hidden)' : field),
    2,
  );
  return html`<div class="card"><pre tabindex="0">${text}</pre></div>`;
}

/** Nothing is at this address. */
export function notFoundPage(what: string): Page {
  return {
    title: 'Not found',
    status: 404,
    narrow: true,
    body: html`<h1>Not found</h1>
      <p>${what}</p>
      <p><a href="/">To the sandbox’s start page</a></p>`,
  };
}
