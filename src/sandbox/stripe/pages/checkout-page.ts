import { formatAmount } from '../currencies.js';
import type { LineItem, Session, StoredSession } from '../objects.js';
import { testCard } from '../test-cards.js';
import { type Html, html } from '../../../platform/pages/html.js';
import type { Page } from '../../pages/page.js';

/** The test cards on offer, the first one chosen. */
export const OFFERED_CARDS = [
  'visa',
  'mastercard',
  'chargeDeclined',
  'chargeDeclinedInsufficientFunds',
  'threeDSecure2Required',
] as const;

/** Where the customer pays. `error` says why the last try failed. */
export function checkoutPage({ session, lineItems, email }: StoredSession, error?: string): Page {
  const total = formatAmount(session.amount_total ?? 0, session.currency ?? 'usd');
  return {
    title: 'Checkout',
    narrow: true,
    leadsTo: [session.success_url, session.cancel_url],
    body: html` <h1>Checkout</h1>
      ${error && html`<p class="error" role="alert">${error} Nothing was charged. Choose another card.</p>`}
      <section class="card" aria-labelledby="order">
        <h2 id="order" class="muted">Your order</h2>
        <p class="total">${total}</p>
        <ul class="lines">
          ${lineItems.map(lineRow)}
        </ul>
      </section>
      <form class="card" method="post" action="/c/pay/${session.id}">
        <label class="field" for="email">E-mail</label>
        <input
          id="email"
          name="email"
          type="email"
          autocomplete="email"
          required
          value="${email ?? 'customer@example.com'}"
        />
        <fieldset>
          <legend>Test card</legend>
          ${OFFERED_CARDS.map(cardChoice)}
        </fieldset>
        <button type="submit">Pay ${total}</button>
        ${session.cancel_url && html`<a class="button plain" href="${session.cancel_url}">Cancel</a>`}
      </form>`,
  };
}

function lineRow(line: LineItem): Html {
  const quantity = line.quantity ?? 1;
  return html`<li>
    <span>${line.description}${quantity > 1 && html` <span class="muted">× ${quantity}</span>`}</span>
    <span class="amount">${formatAmount(line.amount_total, line.currency)}</span>
  </li>`;
}

function cardChoice(key: string, index: number): Html {
  const card = testCard(key);
  return html`<label class="choice"
    ><input type="radio" name="card" value="${key}" required${index === 0 && ' checked'} />
    <span>${card.label}</span><span class="number">•••• ${card.last4}</span></label
  >`;
}

/** What is shown once a session is paid or expired. */
export function closedSessionPage(session: Session): Page {
  const paid = session.status === 'complete';
  const onward = paid ? successUrl(session) : session.cancel_url;
  return {
    title: paid ? 'Paid' : 'Expired',
    narrow: true,
    status: paid ? 200 : 410,
    body: html` <h1>${paid ? 'This checkout is complete' : 'This checkout has expired'}</h1>
      <p>
        ${paid ? 'The payment went through. There is nothing left to do here.' : 'Nothing was charged. Start again from the shop.'}
      </p>
      ${onward && html`<p><a class="button" href="${onward}">Back to the shop</a></p>`}`,
  };
}

/** Where a customer who has paid is sent, with the session's id in place of Stripe's placeholder. */
export function successUrl({ id, success_url: address }: Session): string {
  return (address ?? '/').replaceAll('{CHECKOUT_SESSION_ID}', id);
}
