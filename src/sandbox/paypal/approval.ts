import type { World } from './endpoint.js';
import { recordEvent } from './events.js';
import { PAYER } from './payer.js';
import type { Funding, StoredOrder } from './state.js';
import { now } from './time.js';
import { showOrder } from './views.js';

/** Whether a payer may still say yes, or choose another way to pay after a decline. */
export function canBeApproved({ status, funding }: StoredOrder): boolean {
  if (status === 'APPROVED') return funding === 'declined';
  return status === 'CREATED' || status === 'PAYER_ACTION_REQUIRED';
}

/** The payer says yes. Inside a transaction. */
export function approveOrder(world: World, order: StoredOrder, funding: Funding): StoredOrder {
  const approved = world.state.put('order', {
    ...order,
    status: 'APPROVED',
    payer: PAYER,
    funding,
    update_time: now(),
  });
  recordEvent(world, {
    type: 'CHECKOUT.ORDER.APPROVED',
    resourceType: 'checkout-order',
    summary: 'An order has been approved by buyer',
    resource: showOrder(world, approved),
  });
  return approved;
}

/** Where a payer who has approved is sent; `undefined` where the order names no address. */
export function returnAddress({ id, returnUrl }: StoredOrder): string | undefined {
  return withParameters(returnUrl, { token: id, PayerID: PAYER.payer_id });
}

/** Where one who would rather not is sent, likewise. */
export function cancelAddress({ id, cancelUrl }: StoredOrder): string | undefined {
  return withParameters(cancelUrl, { token: id });
}

function withParameters(address: string | undefined, parameters: Record<string, string>): string | undefined {
  if (address === undefined) return undefined;
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
