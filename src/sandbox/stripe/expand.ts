import { invalidParameter } from './errors.js';
import type { State, TableName } from './state.js';

/** Where the ids in an object's fields lead. `null`: the field is always null here, so there is nothing to fetch. */
const REFERENCES: Record<string, Record<string, TableName | null>> = {
  payment_intent: {
    customer: 'customer',
    latest_charge: 'charge',
    payment_method: 'payment_method',
    review: null,
  },
  charge: { balance_transaction: null, customer: 'customer', payment_intent: 'payment_intent' },
  refund: {
    balance_transaction: null,
    charge: 'charge',
    payment_intent: 'payment_intent',
    payment_method: 'payment_method',
  },
  'checkout.session': { customer: 'customer', payment_intent: 'payment_intent' },
};

type Fields = Record<string, unknown>;

/** @throws StripeApiError when `expand` is not a list of paths at most four levels deep. */
export function readExpand(wanted: unknown): string[] {
  if (wanted === undefined) return [];
  if (!Array.isArray(wanted)) throw invalidParameter('Invalid array', { param: 'expand' });
  return wanted.map((path) => {
    if (typeof path !== 'string') throw invalidParameter('Invalid string', { param: 'expand' });
    if (path.split('.').length > 4) {
      throw invalidParameter(`You cannot expand more than 4 levels of a property. Property: ${path}`);
    }
    return path;
  });
}

/**
 * A copy of the answer in which the ids at the given paths are replaced by their objects.
 * @throws StripeApiError when a path leads to nothing that can be expanded
 */
export function expand(state: State, answer: object, paths: readonly string[]): object {
  return paths.reduce((body, path) => expandPath(state, { ...body }, path.split('.'), path), answer);
}

function expandPath(state: State, parent: Fields, [field = '', ...rest]: string[], path: string): Fields {
  const value = parent[field];
  if (field === 'data' && Array.isArray(value)) {
    const data = value.map((item: object) => expandPath(state, { ...item }, rest, path));
    return { ...parent, data };
  }
  const child = follow(state, parent, field, path);
  if (child === null) return parent;
  return { ...parent, [field]: rest.length > 0 ? expandPath(state, { ...child }, rest, path) : child };
}

function follow(state: State, parent: Fields, field: string, path: string): object | null {
  const value = parent[field];
  if (typeof value === 'object' && value !== null) return value;
  const list = includedList(state, parent, field);
  if (list) return list;
  const table = REFERENCES[String(parent.object)]?.[field];
  if (table === undefined)
    throw invalidParameter(`This property cannot be expanded (${path}).`, { param: 'expand' });
  return table && typeof value === 'string' ? objectOf(state, table, value) : null;
}

function objectOf(state: State, table: TableName, id: string): object | null {
  if (table === 'payment_method') return state.table(table).get(id)?.method ?? null;
  return state.table(table).get(id) ?? null;
}

/** Lists that Stripe leaves out of an object unless asked for. */
function includedList(state: State, parent: Fields, field: string): object | undefined {
  const id = String(parent.id);
  if (parent.object === 'charge' && field === 'refunds') {
    const data = [...state.table('refund').older()].filter((refund) => refund.charge === id);
    return { object: 'list', data, has_more: false, url: `/v1/charges/${id}/refunds` };
  }
  if (parent.object === 'checkout.session' && field === 'line_items') {
    const data = state.table('checkout_session').get(id)?.lineItems ?? [];
    return { object: 'list', data, has_more: false, url: `/v1/checkout/sessions/${id}/line_items` };
  }
  return undefined;
}
