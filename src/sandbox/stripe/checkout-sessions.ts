import { z } from 'zod';
import { requireChargeable, requireCurrency } from './amount.js';
import { expireSession, newLineItem, newSession, requireSession } from './checkout-session.js';
import { requireLiveCustomer } from './customers.js';
import { type Endpoint, endpoint } from './endpoint.js';
import { invalidParameter, refused } from './errors.js';
import { createdParameter, isWithin, page, pageParameters } from './lists.js';
import { metadata, withMetadata } from './metadata.js';
import type { LineItem } from './objects.js';
import { choice, email, integer, statementDescriptor, text, url } from './parameters.js';

const lineItem = z.strictObject({
  price_data: z.strictObject({
    currency: text(),
    unit_amount: integer({ min: 0 }),
    product_data: z.strictObject({
      name: text(),
      description: text().optional(),
      images: z.array(url).max(8).optional(),
      metadata: metadata.optional(),
    }),
    tax_behavior: choice('exclusive', 'inclusive', 'unspecified').optional(),
  }),
  quantity: integer({ min: 1, max: 999_999 }).optional(),
  metadata: metadata.optional(),
});

const createParameters = z.strictObject({
  mode: choice('payment'),
  line_items: z.array(lineItem).min(1).max(100),
  success_url: url,
  cancel_url: url.optional(),
  client_reference_id: text(200).optional(),
  customer: text().optional(),
  customer_email: email.optional(),
  expires_at: integer().optional(),
  metadata: metadata.optional(),
  payment_intent_data: z
    .strictObject({
      capture_method: choice('automatic', 'automatic_async', 'manual').optional(),
      description: text(1000).optional(),
      metadata: metadata.optional(),
      receipt_email: email.optional(),
      statement_descriptor_suffix: statementDescriptor.optional(),
    })
    .optional(),
  submit_type: choice('auto', 'book', 'donate', 'pay').optional(),
  ui_mode: choice('hosted_page').optional(),
});

const listParameters = z.strictObject({
  ...pageParameters,
  created: createdParameter,
  customer: text().optional(),
  payment_intent: text().optional(),
  status: choice('open', 'complete', 'expired').optional(),
});

export const checkoutSessionEndpoints: Endpoint[] = [
  endpoint('POST', '/v1/checkout/sessions', createParameters, (call, wishes) => {
    if (wishes.customer !== undefined && wishes.customer_email !== undefined) {
      throw invalidParameter('You may only specify one of these parameters: customer, customer_email.', {
        code: 'parameters_exclusive',
      });
    }
    if (wishes.customer !== undefined) requireLiveCustomer(call, wishes.customer);
    const lineItems = readLines(wishes.line_items);
    const currency = lineItems[0]?.currency ?? null;
    const total = lineItems.reduce((sum, line) => sum + line.amount_total, 0);
    requireChargeable(total, String(currency), 'line_items');
    const intent = wishes.payment_intent_data;
    const session = newSession(call.baseUrl, {
      amount_total: total,
      currency,
      cancel_url: wishes.cancel_url ?? null,
      client_reference_id: wishes.client_reference_id ?? null,
      customer: wishes.customer ?? null,
      customer_email: wishes.customer_email ?? null,
      ...(wishes.expires_at !== undefined && { expires_at: withinLimits(wishes.expires_at) }),
      metadata: withMetadata({}, wishes.metadata),
      submit_type: wishes.submit_type ?? null,
      success_url: wishes.success_url,
    });
    call.state.put('checkout_session', {
      id: session.id,
      session,
      lineItems,
      email: wishes.customer_email ?? null,
      intent: {
        captureMethod: intent?.capture_method ?? 'automatic_async',
        description: intent?.description ?? null,
        metadata: withMetadata({}, intent?.metadata),
        receiptEmail: intent?.receipt_email ?? null,
        statementDescriptorSuffix: intent?.statement_descriptor_suffix ?? null,
      },
    });
    return session;
  }),

  endpoint('GET', '/v1/checkout/sessions', listParameters, ({ state }, query) => {
    const stored = page(state.table('checkout_session'), query, {
      kind: 'checkout.session',
      url: '/v1/checkout/sessions',
      matches: ({ session }) =>
        isWithin(session.created, query.created) &&
        (query.customer === undefined || session.customer === query.customer) &&
        (query.payment_intent === undefined || session.payment_intent === query.payment_intent) &&
        (query.status === undefined || session.status === query.status),
    });
    return { ...stored, data: stored.data.map(({ session }) => session) };
  }),

  endpoint(
    'GET',
    '/v1/checkout/sessions/:id',
    z.strictObject({}),
    (call, _, { id }) => requireSession(call, id).session,
  ),

  endpoint(
    'GET',
    '/v1/checkout/sessions/:id/line_items',
    z.strictObject(pageParameters),
    (call, query, { id }) => {
      const { lineItems } = requireSession(call, id);
      const start = lineItems.findIndex((line) => line.id === query.starting_after) + 1;
      const end = start + (query.limit ?? 10);
      return {
        object: 'list',
        data: lineItems.slice(start, end),
        has_more: end < lineItems.length,
        url: `/v1/checkout/sessions/${id}/line_items`,
      };
    },
  ),

  endpoint('POST', '/v1/checkout/sessions/:id/expire', z.strictObject({}), (call, _, { id }) => {
    const stored = requireSession(call, id);
    if (stored.session.status !== 'open') {
      throw refused(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ` +
          `\`${stored.session.status}\`.`,
      );
    }
    return expireSession(call, stored);
  }),
];

function readLines(lines: z.output<typeof lineItem>[]): LineItem[] {
  const items = lines.map((line, index) =>
    newLineItem({
      amount: line.price_data.unit_amount,
      currency: requireCurrency(line.price_data.currency, `line_items[${index}][price_data][currency]`),
      name: line.price_data.product_data.name,
      quantity: line.quantity ?? 1,
      metadata: withMetadata({}, line.metadata),
    }),
  );
  if (new Set(items.map((item) => item.currency)).size > 1) {
    throw invalidParameter('All line items must be in the same currency.', { param: 'line_items' });
  }
  return items;
}

/** Between half an hour and a day from now. */
function withinLimits(expiresAt: number): number {
  const now = Math.floor(Date.now() / 1000);
  if (expiresAt >= now + 30 * 60 - 5 && expiresAt <= now + 24 * 3600 + 5) return expiresAt;
  throw invalidParameter(
    'The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.',
    { param: 'expires_at' },
  );
}
