import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Call, type Endpoint, endpoint } from './endpoint.js';
import { noSuch } from './errors.js';
import { recordEvent } from './events.js';
import { newId } from './ids.js';
import { createdParameter, isWithin, page, pageParameters } from './lists.js';
import { metadata, withMetadata } from './metadata.js';
import type { Customer, StoredCustomer } from './objects.js';
import { clearable, email, text } from './parameters.js';
import { address, shipping, toAddress, toShipping } from './shipping.js';

const detailParameters = z.strictObject({
  address: clearable(address).optional(),
  description: clearable(text(350)).optional(),
  email: clearable(email).optional(),
  metadata: metadata.optional(),
  name: clearable(text(256)).optional(),
  phone: clearable(text(20)).optional(),
  preferred_locales: z.array(text()).optional(),
  shipping: clearable(shipping).optional(),
});

const listParameters = z.strictObject({
  ...pageParameters,
  created: createdParameter,
  email: text().optional(),
});

export const customerEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/customers', detailParameters, (call, details) => {
    const customer: Customer = { ...newCustomer(), ...changes(details, {}) };
    call.state.put('customer', customer);
    recordEvent(call, 'customer.created', customer);
    return customer;
  }),

  endpoint('GET', '/v1/customers', listParameters, ({ state }, query) =>
    page(state.table('customer'), query, {
      kind: 'customer',
      url: '/v1/customers',
      matches: (customer) =>
        isLive(customer) &&
        isWithin(customer.created, query.created) &&
        // Case counts, as it does at Stripe.
        (query.email === undefined || customer.email === query.email),
    }),
  ),

  endpoint('GET', '/v1/customers/:id', z.strictObject({}), ({ state }, _, { id }) => {
    const customer = state.table('customer').get(id);
    if (!customer) throw noSuch('customer', id, 'id');
    return customer;
  }),

  endpoint('POST', '/v1/customers/:id', detailParameters, (call, details, { id }) => {
    const before = requireLiveCustomer(call, id, 'id');
    const customer: Customer = { ...before, ...changes(details, before.metadata) };
    call.state.put('customer', customer);
    recordEvent(call, 'customer.updated', customer, difference(before, customer));
    return customer;
  }),

  endpoint('DELETE', '/v1/customers/:id', z.strictObject({}), (call, _, { id }) => {
    const customer = requireLiveCustomer(call, id, 'id');
    const deleted = call.state.put('customer', { id, object: 'customer', deleted: true });
    recordEvent(call, 'customer.deleted', customer);
    return deleted;
  }),
];

/** @throws StripeApiError 404 when there is no such customer, or no longer. */
export function requireLiveCustomer({ state }: Call, id: string, param = 'customer'): Customer {
  const customer = state.table('customer').get(id);
  if (!customer || !isLive(customer)) throw noSuch('customer', id, param);
  return customer;
}

function isLive(customer: StoredCustomer): customer is Customer {
  return !customer.deleted;
}

function newCustomer(): Customer {
  return {
    id: newId('customer'),
    object: 'customer',
    address: null,
    balance: 0,
    created: Math.floor(Date.now() / 1000),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    discount: null,
    email: null,
    invoice_prefix: randomBytes(4).toString('hex').toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: {},
    name: null,
    next_invoice_sequence: 1,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

function changes(
  details: z.output<typeof detailParameters>,
  current: Record<string, string>,
): Partial<Customer> {
  const { address: place, metadata: tags, shipping: parcel, ...plain } = details;
  return {
    ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
    ...(place !== undefined && { address: place && toAddress(place) }),
    ...(tags !== undefined && { metadata: withMetadata(current, tags) }),
    ...(parcel !== undefined && { shipping: toShipping(parcel) }),
  };
}

/** The old values of the fields that changed. */
function difference(before: object, after: object): object {
  const now = new Map<string, unknown>(Object.entries(after));
  return Object.fromEntries(
    Object.entries(before).filter(
      ([field, value]) => JSON.stringify(value) !== JSON.stringify(now.get(field)),
    ),
  );
}
