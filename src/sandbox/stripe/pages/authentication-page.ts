import { formatAmount } from '../currencies.js';
import type { PaymentIntent } from '../objects.js';
import { html } from '../../../platform/pages/html.js';
import type { Page } from '../../pages/page.js';

/** The bank asks the customer whether the payment is theirs. */
export function authenticationPage(intent: PaymentIntent, leadsTo: (string | null)[]): Page {
  const amount = formatAmount(intent.amount, intent.currency);
  return {
    title: '3D Secure',
    narrow: true,
    leadsTo,
    body: html` <h1>Confirm your payment</h1>
      <form class="card" method="post" action="/3d-secure/${intent.id}">
        <p>Your bank asks: are you paying this amount?</p>
        <p class="total">${amount}</p>
        <p class="muted">${intent.description}</p>
        <button type="submit" name="decision" value="authenticate">Authenticate</button>
        <button type="submit" name="decision" value="fail" class="plain">Fail</button>
      </form>`,
  };
}

/** There is nothing to authenticate any more. */
export function nothingToAuthenticatePage(intent: PaymentIntent): Page {
  return {
    title: '3D Secure',
    narrow: true,
    status: 409,
    body: html` <h1>Nothing to confirm</h1>
      <p>This payment no longer waits for you. Its status is <strong>${intent.status}</strong>.</p>
      <p><a href="/payments/${intent.id}">Show the payment</a></p>`,
  };
}
