import type { World } from './endpoint.js';
import type { Authorization, Capture, Link, Linked, Order, Payer, Refund } from './objects.js';
import type { StoredAuthorization, StoredCapture, StoredOrder, StoredRefund } from './state.js';

/** Where the payer approves an order. */
export function approvalUrl({ baseUrl }: World, orderId: string): string {
  return `${baseUrl}/checkoutnow?token=${orderId}`;
}

/** An order with everything that was paid for it. */
export function showOrder(world: World, stored: StoredOrder): Order {
  const { id, intent, status, payer, hasSource, create_time, update_time } = stored;
  return {
    id,
    intent,
    status,
    ...((payer ?? hasSource) && { payment_source: { paypal: payer ? accountOf(payer) : {} } }),
    ...(payer && { payer }),
    purchase_units: stored.units.map((entry) => {
      const payments = paymentsOf(world, entry);
      return { ...entry.unit, ...(Object.keys(payments).length > 0 && { payments }) };
    }),
    create_time,
    update_time,
    links: orderLinks(world, stored),
  };
}

/** What `Prefer: return=minimal` leaves of an order that was just made. */
export function showCreated(world: World, stored: StoredOrder): Partial<Order> {
  const { id, status, payment_source, links } = showOrder(world, stored);
  return { id, status, ...(payment_source && { payment_source }), links };
}

/** What it leaves of one that was just paid: what was bought is missing, what was paid is not. */
export function showPaid(world: World, stored: StoredOrder): object {
  const { payer, purchase_units: units } = showOrder(world, stored);
  const paid = units.map(({ reference_id, payments }) => ({ reference_id, ...(payments && { payments }) }));
  return { ...showCreated(world, stored), purchase_units: paid, ...(payer && { payer }) };
}

function accountOf({ name, email_address, payer_id: account_id, address }: Payer): Record<string, unknown> {
  return { email_address, account_id, account_status: 'VERIFIED', name, address };
}

function orderLinks(world: World, { id, intent, status, hasSource }: StoredOrder): Link[] {
  const self = `${world.baseUrl}/v2/checkout/orders/${id}`;
  const verb = intent === 'CAPTURE' ? 'capture' : 'authorize';
  const links: Record<string, Link> = {
    self: { href: self, rel: 'self', method: 'GET' },
    approve: { href: approvalUrl(world, id), rel: 'approve', method: 'GET' },
    payerAction: { href: approvalUrl(world, id), rel: 'payer-action', method: 'GET' },
    update: { href: self, rel: 'update', method: 'PATCH' },
    pay: { href: `${self}/${verb}`, rel: verb, method: 'POST' },
  };
  const shown = {
    CREATED: ['self', 'approve', 'update', 'pay'],
    PAYER_ACTION_REQUIRED: ['self', 'payerAction'],
    APPROVED: hasSource ? ['self', 'pay'] : ['self', 'update', 'pay'],
    COMPLETED: ['self'],
    VOIDED: ['self'],
  }[status];
  return shown.flatMap((name) => links[name] ?? []);
}

function paymentsOf({ state, baseUrl }: World, entry: StoredOrder['units'][number]) {
  const authorizations = entry.authorizations.flatMap((id) => state.table('authorization').get(id) ?? []);
  const captures = entry.captures.flatMap((id) => state.table('capture').get(id) ?? []);
  const refunds = entry.refunds.flatMap((id) => state.table('refund').get(id) ?? []);
  return {
    ...(authorizations.length > 0 && {
      authorizations: authorizations.map((each) => linkAuthorization(baseUrl, each)),
    }),
    ...(captures.length > 0 && { captures: captures.map((each) => linkCapture(baseUrl, each)) }),
    ...(refunds.length > 0 && { refunds: refunds.map((each) => linkRefund(baseUrl, each)) }),
  };
}

/** A capture as the Payments API shows it. */
export function showCapture({ baseUrl }: World, stored: StoredCapture): Linked<Capture> {
  const { orderId, authorizationId } = stored;
  return { ...linkCapture(baseUrl, stored), ...relatedIds({ orderId, authorizationId }) };
}

/** An authorization as the Payments API shows it. */
export function showAuthorization({ baseUrl }: World, stored: StoredAuthorization): Linked<Authorization> {
  return { ...linkAuthorization(baseUrl, stored), ...relatedIds({ orderId: stored.orderId }) };
}

/** A refund as the Payments API shows it. */
export function showRefund({ baseUrl }: World, stored: StoredRefund): Linked<Refund> {
  return linkRefund(baseUrl, stored);
}

/** What `Prefer: return=minimal` leaves of a payment. */
export function minimal<T extends { id: string; status: string }>({ id, status, links }: Linked<T>): object {
  return { id, status, links };
}

function relatedIds(ids: { orderId: string; authorizationId?: string | undefined }): object {
  const { orderId, authorizationId } = ids;
  return {
    supplementary_data: {
      related_ids: {
        order_id: orderId,
        ...(authorizationId !== undefined && { authorization_id: authorizationId }),
      },
    },
  };
}

function linkAuthorization(
  baseUrl: string,
  { id, orderId, authorization }: StoredAuthorization,
): Linked<Authorization> {
  const self = `${baseUrl}/v2/payments/authorizations/${id}`;
  const links: Link[] = [
    { href: self, rel: 'self', method: 'GET' },
    { href: `${self}/capture`, rel: 'capture', method: 'POST' },
    { href: `${self}/void`, rel: 'void', method: 'POST' },
    { href: `${baseUrl}/v2/checkout/orders/${orderId}`, rel: 'up', method: 'GET' },
  ];
  return { ...authorization, links };
}

function linkCapture(
  baseUrl: string,
  { id, orderId, authorizationId, capture }: StoredCapture,
): Linked<Capture> {
  const self = `${baseUrl}/v2/payments/captures/${id}`;
  const up =
    authorizationId === undefined
      ? `/v2/checkout/orders/${orderId}`
      : `/v2/payments/authorizations/${authorizationId}`;
  const links: Link[] = [
    { href: self, rel: 'self', method: 'GET' },
    { href: `${self}/refund`, rel: 'refund', method: 'POST' },
    { href: `${baseUrl}${up}`, rel: 'up', method: 'GET' },
  ];
  return { ...capture, links };
}

function linkRefund(baseUrl: string, { id, captureId, refund }: StoredRefund): Linked<Refund> {
  const links: Link[] = [
    { href: `${baseUrl}/v2/payments/refunds/${id}`, rel: 'self', method: 'GET' },
    { href: `${baseUrl}/v2/payments/captures/${captureId}`, rel: 'up', method: 'GET' },
  ];
  return { ...refund, links };
}
