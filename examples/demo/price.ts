import type { Order } from './orders.service.js';

/** `€25.00` */
export function price({ amount }: Pick<Order, 'amount'>): string {
  const cents = String(amount % 100).padStart(2, '0');
  return `€${Math.floor(amount / 100)}.${cents}`;
}
