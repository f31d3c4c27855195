import { State as SandboxState } from '../state.js';
import type { Delivery as Queued } from '../webhook-sender.js';
import { written } from '../written.js';
import type { Authorization, Capture, Order, Payer, PayPalEvent, PurchaseUnit, Refund } from './objects.js';

/** What the payer pays with: money, a card that will be declined, or a bank transfer that takes its time. */
export type Funding = 'balance' | 'declined' | 'echeck';

/** An order, and by id what was paid for each of its units. */
export interface StoredOrder {
  id: string;
  intent: Order['intent'];
  status: Order['status'];
  /** Beside each unit, the ids of what was paid for it. */
  units: {
    unit: PurchaseUnit;
    authorizations: string[];
    captures: string[];
    refunds: string[];
  }[];
  /** Whether it was made with a `payment_source`; PayPal then names its states and links differently. */
  hasSource: boolean;
  payer?: Payer;
  funding?: Funding;
  returnUrl?: string;
  cancelUrl?: string;
  create_time: string;
  update_time: string;
}

/** Which unit of which order something was paid for. */
export interface PaidFor {
  orderId: string;
  unit: number;
}

export interface StoredCapture extends PaidFor {
  id: string;
  authorizationId?: string;
  capture: Capture;
  /** In minor units, as text: what was given back of it. */
  refunded: string;
}

export interface StoredAuthorization extends PaidFor {
  id: string;
  authorization: Authorization;
  /** In minor units, as text: what was taken of it. */
  captured: string;
}

export interface StoredRefund extends PaidFor {
  id: string;
  captureId: string;
  refund: Refund;
}

/** The first answer to a request with a `PayPal-Request-Id`. */
interface StoredAnswer {
  /** Method, path and request id. */
  id: string;
  status: number;
  body?: object;
  /** In seconds. */
  created: number;
}

/** An access token. */
interface StoredToken {
  id: string;
  /** In seconds. */
  created: number;
  /** In milliseconds. */
  expiresAt: number;
}

/** An event, and when it was made in seconds. */
interface StoredEvent {
  id: string;
  event: PayPalEvent;
  created: number;
}

/** An event that is still to be delivered, signed once and for all. */
export interface Delivery extends Queued {
  transmission: { id: string; time: string; signature: string };
}

/** The key that webhooks are signed with. */
interface SigningKey {
  id: 'webhooks';
  /** PKCS#8 in PEM. */
  privateKey: string;
}

/** Everything the sandbox remembers, by table. */
export interface Rows {
  order: StoredOrder;
  capture: StoredCapture;
  authorization: StoredAuthorization;
  refund: StoredRefund;
  token: StoredToken;
  answer: StoredAnswer;
  event: StoredEvent;
  delivery: Delivery;
  signing_key: SigningKey;
}

/** Payments keep request ids for 45 days; orders for six hours, and longer for those who ask. */
const ANSWERS_KEPT_SECONDS = 45 * 86_400;

/** The sandbox's memory. What PayPal forgets, it forgets too, when it starts. */
export class State extends SandboxState<Rows> {
  /** Without a `stateFile` everything is forgotten when the process ends. */
  constructor(stateFile?: string) {
    super(
      {
        order: { row: written<StoredOrder>() },
        capture: { row: written<StoredCapture>() },
        authorization: { row: written<StoredAuthorization>() },
        refund: { row: written<StoredRefund>() },
        token: { row: written<StoredToken>(), keptSeconds: 86_400 },
        answer: { row: written<StoredAnswer>(), keptSeconds: ANSWERS_KEPT_SECONDS },
        event: { row: written<StoredEvent>(), keptSeconds: 30 * 86_400 },
        delivery: { row: written<Delivery>() },
        signing_key: { row: written<SigningKey>() },
      },
      stateFile,
    );
  }
}
