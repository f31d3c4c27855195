import { type Html, html } from '../../../platform/pages/html.js';
import type { Page } from '../../pages/page.js';
import { formatMoney } from '../amounts.js';
import { cancelAddress, returnAddress } from '../approval.js';
import type { PurchaseUnit } from '../objects.js';
import type { Funding, StoredOrder } from '../state.js';

/** The ways to pay on offer, the first one chosen. */
export const FUNDINGS = ['balance', 'echeck', 'declined'] as const satisfies readonly Funding[];

const LABELS: Readonly<Record<Funding, string>> = {
  balance: 'PayPal balance',
  echeck: 'Bank transfer, pending until you clear it',
  declined: 'Card that is declined',
};

/** Where a payer sees what is to be paid, and says yes or no. */
export function approvePage(order: StoredOrder): Page {
  const wasDeclined = order.funding === 'declined';
  const verb = order.intent === 'CAPTURE' ? 'Pay' : 'Authorise';
  const units = order.units.map(({ unit }) => unit);
  return {
    title: 'Pay with PayPal',
    narrow: true,
    leadsTo: [returnAddress(order) ?? null, cancelAddress(order) ?? null],
    body: html`<h1>Pay with PayPal</h1>
      ${
        wasDeclined &&
        html`<p class="error" role="alert">
          The card was declined. Nothing was charged. Choose another way to pay.
        </p>`
      }
      ${units.map(unitCard)}
      <form class="card" method="post" action="/checkoutnow?token=${order.id}">
        <fieldset>
          <legend>Pay with</legend>
          ${FUNDINGS.map(
            (funding, index) =>
              html`<label class="choice"
                ><input type="radio" name="funding" value="${funding}" required${index === 0 && ' checked'} />
                <span>${LABELS[funding]}</span></label
              >`,
          )}
        </fieldset>
        <button type="submit" name="decision" value="pay">
          ${verb} ${units.map(({ amount }) => formatMoney(amount)).join(' + ')}
        </button>
        <button type="submit" name="decision" value="cancel" class="plain">Cancel</button>
      </form>`,
  };
}

function unitCard({ amount, description, items }: PurchaseUnit): Html {
  return html`<section class="card" aria-label="What you pay for">
    <p class="muted">${description ?? 'Your order'}</p>
    <p class="total">${formatMoney(amount)}</p>
    ${
      items &&
      html`<ul class="lines">
        ${items.map(
          ({ name, quantity, unit_amount: price }) =>
            html`<li>
              <span>${name}${quantity !== '1' && html` <span class="muted">× ${quantity}</span>`}</span>
              <span class="amount">${formatMoney(price)}</span>
            </li>`,
        )}
      </ul>`
    }
  </section>`;
}

/** What is shown of an order that waits for nobody. */
export function closedOrderPage(order: StoredOrder): Page {
  const isVoid = order.status === 'VOIDED';
  const onward = isVoid ? cancelAddress(order) : returnAddress(order);
  return {
    title: isVoid ? 'Cancelled' : 'Approved',
    narrow: true,
    body: html`<h1>${isVoid ? 'This order was cancelled' : 'You have approved this order'}</h1>
      <p>There is nothing left to do here.</p>
      ${onward !== undefined && html`<p><a class="button" href="${onward}">Back to the shop</a></p>`}`,
  };
}

/** The last word where an order has no `return_url`. */
export const approvedPage: Page = {
  title: 'Approved',
  narrow: true,
  body: html`<h1>You have approved the payment</h1>
    <p>You can close this page.</p>`,
};

/** The last word where an order has no `cancel_url`. */
export const cancelledPage: Page = {
  title: 'Cancelled',
  narrow: true,
  body: html`<h1>You have cancelled</h1>
    <p>Nothing was charged. You can close this page.</p>`,
};
