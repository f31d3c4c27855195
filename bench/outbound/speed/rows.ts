import type { ContenderName } from '../contenders.js';
import type { Contender } from '../contenders/contender.js';

/** One way to make one kind of call. */
export interface Row {
  kind: 'GET' | 'POST' | 'Stripe GET' | 'Stripe POST';
  contender: ContenderName;
  call: keyof Contender;
  /** What the provider answers about, whatever it is asked for. */
  argument: string;
}

const GENERIC: readonly ContenderName[] = ['undici', 'retry-agent', 'usual', 'got', 'hookline'];
const STRIPE: readonly ContenderName[] = ['stripe', 'hookline-stripe'];

/** All that is measured, in the order of a round; the first of each kind is what the others are compared with. */
export const ROWS: readonly Row[] = [
  ...GENERIC.map(rowOf({ kind: 'GET', call: 'read', argument: 'thing_1' })),
  ...GENERIC.map(rowOf({ kind: 'POST', call: 'create', argument: 'Order-4711' })),
  ...STRIPE.map(rowOf({ kind: 'Stripe GET', call: 'read', argument: 'pi_bench' })),
  ...STRIPE.map(rowOf({ kind: 'Stripe POST', call: 'create', argument: 'Order-4711' })),
];

function rowOf(what: Omit<Row, 'contender'>): (contender: ContenderName) => Row {
  return (contender) => ({ ...what, contender });
}
