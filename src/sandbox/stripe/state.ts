import { State as SandboxState } from '../state.js';
import type { Delivery } from '../webhook-sender.js';
import { written } from '../written.js';
import type {
  Charge,
  Event,
  PaymentIntent,
  Refund,
  StoredAnswer,
  StoredCustomer,
  StoredPaymentMethod,
  StoredSession,
} from './objects.js';

/** Everything the sandbox remembers, by table. */
export interface Rows {
  payment_intent: PaymentIntent;
  charge: Charge;
  refund: Refund;
  customer: StoredCustomer;
  checkout_session: StoredSession;
  payment_method: StoredPaymentMethod;
  event: Event;
  idempotent_answer: StoredAnswer;
  /** By the event's id. */
  delivery: Delivery;
}

export type TableName = keyof Rows;

/** The sandbox's memory. Stripe forgets events after 30 days and idempotency keys after a day; so does it, at its start. */
export class State extends SandboxState<Rows> {
  /** Without a `stateFile` everything is forgotten when the process ends. */
  constructor(stateFile?: string) {
    super(
      {
        payment_intent: { row: written<PaymentIntent>() },
        charge: { row: written<Charge>() },
        refund: { row: written<Refund>() },
        customer: { row: written<StoredCustomer>() },
        checkout_session: { row: written<StoredSession>() },
        payment_method: { row: written<StoredPaymentMethod>() },
        event: { row: written<Event>(), keptSeconds: 30 * 86_400 },
        idempotent_answer: { row: written<StoredAnswer>(), keptSeconds: 86_400 },
        delivery: { row: written<Delivery>() },
      },
      stateFile,
    );
  }
}
