import { eventually } from '../support/eventually.js';
import { request } from '../support/hookline.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';

/**
 * Stripe tells the product of `./product` that an order is paid; resolves to the order as its own route shows it then.
 * @throws Error when the webhook is not taken, or the handler is never called
 */
export async function paidByWebhook(url: string, orderId: string): Promise<unknown> {
  const object = { id: `pi_${orderId}`, object: 'payment_intent', metadata: { order_id: orderId } };
  const { status } = await deliver(url, stripeEvent('payment_intent.succeeded', { data: { object } }));
  if (status !== 200) throw new Error(`The webhook was answered ${status}.`);
  return eventually(`${orderId} is paid`, async () => {
    const answer = await request(`${url}/orders/${orderId}`, 'GET');
    return answer.status === 200 ? answer.body : undefined;
  });
}
