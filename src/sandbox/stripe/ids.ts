import { alphanumerics } from '../alphanumerics.js';

/** The objects of the sandbox and how Stripe begins and how long it makes their ids. */
const SHAPES = {
  payment_intent: ['pi_3', 23],
  charge: ['ch_3', 23],
  refund: ['re_3', 23],
  payment_method: ['pm_1', 23],
  event: ['evt_1', 23],
  line_item: ['li_1', 23],
  price: ['price_1', 23],
  product: ['prod_', 14],
  customer: ['cus_', 14],
  request: ['req_', 14],
  checkout_session: ['cs_test_a1', 56],
} as const;

/** A new id that looks like one of Stripe's: `pi_3` and 23 random letters and digits. */
export function newId(kind: keyof typeof SHAPES): string {
  const [prefix, length] = SHAPES[kind];
  return prefix + alphanumerics(length);
}

/** The secret with which a browser may finish a payment: `pi_…_secret_…`. */
export function newClientSecret(intentId: string): string {
  return `${intentId}_secret_${alphanumerics(25)}`;
}
