import { z } from 'zod';
import { requireChargeable, requireCurrency } from './amount.js';
import { confirm } from './confirmation.js';
import { type Call, type Decline, type Endpoint, endpoint } from './endpoint.js';
import { recordEvent } from './events.js';
import { requireLiveCustomer } from './customers.js';
import { isWithin, page } from './lists.js';
import { withMetadata } from './metadata.js';
import type { PaymentIntent } from './objects.js';
import { text } from './parameters.js';
import {
  confirmParameters,
  createParameters,
  listParameters,
  updateParameters,
} from './payment-intent-parameters.js';
import { newPaymentIntent, requirePaymentIntent, unexpectedState } from './payment-intent.js';
import { requirePaymentMethod } from './payment-methods.js';
import { toShipping } from './shipping.js';

/** Everything about a payment that any of the calls may set. */
type Wishes = Partial<z.output<typeof updateParameters>> & { return_url?: string | undefined };

export const paymentIntentEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/payment_intents', createParameters, (call, wishes) => {
    const currency = requireCurrency(wishes.currency);
    requireChargeable(wishes.amount, currency);
    const created = call.state.put('payment_intent', {
      ...newPaymentIntent({
        amount: wishes.amount,
        currency,
        confirmation_method: wishes.confirmation_method ?? 'automatic',
        automatic_payment_methods: automaticPaymentMethods(wishes),
      }),
      ...changes(call, wishes, {}),
    });
    recordEvent(call, 'payment_intent.created', created);
    return wishes.confirm ? confirmed(call, created, wishes) : created;
  }),

  endpoint('GET', '/v1/payment_intents', listParameters, ({ state }, query) =>
    page(state.table('payment_intent'), query, {
      kind: 'payment_intent',
      url: '/v1/payment_intents',
      matches: (intent) =>
        isWithin(intent.created, query.created) &&
        (query.customer === undefined || intent.customer === query.customer),
    }),
  ),

  endpoint(
    'GET',
    '/v1/payment_intents/:id',
    z.strictObject({ client_secret: text().optional() }),
    (call, _, { id }) => requirePaymentIntent(call, id),
  ),

  endpoint('POST', '/v1/payment_intents/:id', updateParameters, (call, wishes, { id }) => {
    const intent = requirePaymentIntent(call, id);
    requireEditable(intent, wishes);
    const currency = wishes.currency === undefined ? intent.currency : requireCurrency(wishes.currency);
    const amount = wishes.amount ?? intent.amount;
    requireChargeable(amount, currency);
    return call.state.put('payment_intent', {
      ...intent,
      ...changes(call, wishes, intent.metadata),
      amount,
      currency,
    });
  }),

  endpoint('POST', '/v1/payment_intents/:id/confirm', confirmParameters, (call, wishes, { id }) => {
    const intent = requirePaymentIntent(call, id);
    return confirmed(call, { ...intent, ...changes(call, wishes, intent.metadata) }, wishes);
  }),
];

function confirmed(
  call: Call,
  intent: PaymentIntent,
  wishes: z.output<typeof confirmParameters>,
): PaymentIntent | Decline {
  return confirm(call, intent, {
    returnUrl: wishes.return_url,
    offSession: wishes.off_session,
    errorOnRequiresAction: wishes.error_on_requires_action,
  });
}

/** The fields that the wishes set, and nothing else. */
function changes(call: Call, wishes: Wishes, current: Record<string, string>): Partial<PaymentIntent> {
  const { metadata: tags, customer, shipping: address } = wishes;
  if (customer !== undefined) requireLiveCustomer(call, customer);
  const source = wishes.payment_method_data?.card.token ?? wishes.payment_method;
  const paid = source === undefined ? undefined : requirePaymentMethod(call, source);
  return {
    ...given(wishes, [
      'allowed_payment_method_types',
      'capture_method',
      'customer',
      'description',
      'receipt_email',
      'setup_future_usage',
      'statement_descriptor',
      'statement_descriptor_suffix',
      'transfer_group',
    ]),
    ...(tags !== undefined && { metadata: withMetadata(current, tags) }),
    ...(address !== undefined && { shipping: toShipping(address) }),
    ...(paid && { payment_method: paid.id, status: 'requires_confirmation' as const }),
  };
}

/** The named fields of `wishes` that were given. */
function given<T extends object, K extends keyof T>(
  wishes: T,
  fields: K[],
): { [F in K]?: Exclude<T[F], undefined> } {
  const entries = fields.flatMap((field) => (wishes[field] === undefined ? [] : [[field, wishes[field]]]));
  return Object.fromEntries(entries) as { [F in K]?: Exclude<T[F], undefined> };
}

/** Since 2023-08-16 a payment accepts the account's payment methods unless it lists its own. */
function automaticPaymentMethods(
  wishes: z.output<typeof createParameters>,
): PaymentIntent['automatic_payment_methods'] {
  const asked = wishes.automatic_payment_methods;
  if (!asked && wishes.allowed_payment_method_types) return null;
  return { allow_redirects: asked?.allow_redirects ?? 'always', enabled: asked?.enabled ?? true };
}

const EDITABLE = ['requires_payment_method', 'requires_confirmation', 'requires_action'];
const SETTLED_AT_CONFIRMATION = ['amount', 'currency', 'capture_method', 'payment_method'] as const;

function requireEditable(intent: PaymentIntent, wishes: Wishes): void {
  if (EDITABLE.includes(intent.status)) return;
  const field = SETTLED_AT_CONFIRMATION.find((name) => wishes[name] !== undefined);
  if (!field) return;
  throw unexpectedState(
    intent,
    `This PaymentIntent's ${field} could not be updated because it has a status of ${intent.status}. You may only ` +
      `update the ${field} of a PaymentIntent with one of the following statuses: ${EDITABLE.join(', ')}.`,
    field,
  );
}
