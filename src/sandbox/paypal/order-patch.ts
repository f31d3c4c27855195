import { z } from 'zod';
import { readBody } from './body.js';
import type { Call, Endpoint } from './endpoint.js';
import { type Answer, invalid, issue, unprocessable } from './errors.js';
import { orderOf } from './orders.js';
import { purchaseUnit } from './order-request.js';
import { readUnits } from './purchase-units.js';
import { now } from './time.js';

const patches = z.array(
  z.object({ op: z.enum(['add', 'remove', 'replace']), path: z.string(), value: z.unknown().optional() }),
);

/** The fields of a unit that the sandbox patches. */
const PATH =
  /^\/purchase_units\/@reference_id=='(?<reference>[^']*)'\/(?<field>amount|custom_id|description|invoice_id)$/;

export const patchEndpoints: Endpoint[] = [
  { method: 'PATCH', path: '/v2/checkout/orders/:id', api: 'orders/v2', answer: patch },
];

/** Changes units before they are paid. @see https://developer.paypal.com/docs/api/orders/v2/#orders_patch */
function patch({ world, id, body }: Call): Answer {
  const order = orderOf(world, id);
  if (order.status === 'COMPLETED') throw unprocessable(issue('ORDER_ALREADY_COMPLETED'));
  let wishes = order.units.map(({ unit }): Readonly<Record<string, unknown>> => unit);
  for (const { op, path, value } of readBody(patches, body)) {
    const { reference, field = '' } = PATH.exec(path)?.groups ?? {};
    const index = order.units.findIndex(({ unit }) => unit.reference_id === reference);
    const unit = wishes[index];
    if (!unit) throw unprocessable(issue('NOT_PATCHABLE', { field: path }));
    if (op !== 'add' && unit[field] === undefined)
      throw invalid(issue('INVALID_PATCH_OPERATION', { field: path }));
    wishes = wishes.with(index, { ...unit, [field]: op === 'remove' ? undefined : value });
  }
  const request = readBody(
    z.object({ purchase_units: z.array(purchaseUnit) }),
    JSON.stringify({ purchase_units: wishes }),
  );
  const patched = readUnits(request.purchase_units);
  const units = order.units.map((entry, index) => ({ ...entry, unit: patched[index] ?? entry.unit }));
  world.state.put('order', { ...order, units, update_time: now() });
  return { status: 204 };
}
