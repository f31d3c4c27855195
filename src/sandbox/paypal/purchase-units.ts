import { type Amount, readAmount, toMoney } from './amounts.js';
import { issue, unprocessable } from './errors.js';
import type { Money, PurchaseUnit } from './objects.js';
import type { UnitRequest } from './order-request.js';

/** The parts of an amount that are taken off it. */
const DISCOUNTS = new Set(['shipping_discount', 'discount']);

/**
 * The units of an order with every amount as PayPal spells it.
 * @throws PayPalApiError 422 when an amount is wrong, or does not add up
 */
export function readUnits(units: readonly UnitRequest[]): PurchaseUnit[] {
  requireReferences(units);
  const read = readerOf(units);
  return units.map((unit, index) => readUnit(unit, `/purchase_units/${index}`, read));
}

function requireReferences(units: readonly UnitRequest[]): void {
  if (units.length === 1) return;
  const seen = new Set<string>();
  for (const [index, { reference_id: reference }] of units.entries()) {
    const field = `/purchase_units/${index}/reference_id`;
    if (reference === undefined) throw unprocessable(issue('REFERENCE_ID_REQUIRED', { field }));
    if (seen.has(reference)) {
      throw unprocessable(issue('DUPLICATE_REFERENCE_ID', { field, value: reference }));
    }
    seen.add(reference);
  }
}

/** Reads the amounts of one order, which has one currency. */
type Read = (money: Money, pointer: string) => Amount;

/** That of the first unit is the currency of all. */
function readerOf(units: readonly UnitRequest[]): Read {
  const expected = units[0]?.amount.currency_code;
  return (money, pointer) => {
    const amount = readAmount(money, pointer, 'zero or positive');
    if (amount.currency === expected) return amount;
    const field = `${pointer}/currency_code`;
    throw unprocessable(issue('MULTI_CURRENCY_ORDER', { field, value: amount.currency }));
  };
}

function readUnit(unit: UnitRequest, pointer: string, read: Read): PurchaseUnit {
  const { breakdown, ...money } = unit.amount;
  const total = readAmount(money, `${pointer}/amount`, 'positive');
  const parts = readBreakdown(breakdown, `${pointer}/amount/breakdown`, read);
  const items = unit.items?.map((item, index) => readItem(item, `${pointer}/items/${index}`, read));
  read(money, `${pointer}/amount`);
  requireItemTotals(items ?? [], parts, `${pointer}/amount/breakdown`);
  requireSum(total, parts, `${pointer}/amount/value`);
  return {
    ...unit,
    reference_id: unit.reference_id ?? 'default',
    amount: { ...toMoney(total), ...(breakdown && { breakdown: spelled(parts) }) },
    ...(items && { items: items.map(({ shown }) => shown) }),
  };
}

type Parts = ReadonlyMap<string, Amount>;

function readBreakdown(breakdown: UnitRequest['amount']['breakdown'], pointer: string, read: Read): Parts {
  const entries = Object.entries(breakdown ?? {});
  return new Map(entries.map(([name, money]) => [name, read(money, `${pointer}/${name}`)]));
}

type ItemRequest = NonNullable<UnitRequest['items']>[number];

/** An item, and what all of it costs in minor units. */
function readItem(item: ItemRequest, pointer: string, read: Read) {
  const price = read(item.unit_amount, `${pointer}/unit_amount`);
  const tax = item.tax && read(item.tax, `${pointer}/tax`);
  const quantity = BigInt(item.quantity);
  return {
    shown: { ...item, unit_amount: toMoney(price), ...(tax && { tax: toMoney(tax) }) },
    price: price.minor * quantity,
    tax: tax && tax.minor * quantity,
  };
}

function requireItemTotals(
  items: readonly { price: bigint; tax: bigint | undefined }[],
  parts: Parts,
  pointer: string,
): void {
  const prices = items.map(({ price }) => price);
  requireTotal(prices, parts.get('item_total'), {
    required: 'ITEM_TOTAL_REQUIRED',
    mismatch: 'ITEM_TOTAL_MISMATCH',
    field: `${pointer}/item_total`,
  });
  const taxes = items.flatMap(({ tax }) => tax ?? []);
  requireTotal(taxes, parts.get('tax_total'), {
    required: 'TAX_TOTAL_REQUIRED',
    mismatch: 'TAX_TOTAL_MISMATCH',
    field: `${pointer}/tax_total`,
  });
}

interface TotalRule {
  required: 'ITEM_TOTAL_REQUIRED' | 'TAX_TOTAL_REQUIRED';
  mismatch: 'ITEM_TOTAL_MISMATCH' | 'TAX_TOTAL_MISMATCH';
  field: string;
}

function requireTotal(
  amounts: readonly bigint[],
  total: Amount | undefined,
  { required, mismatch, field }: TotalRule,
): void {
  if (amounts.length === 0) return;
  if (!total) throw unprocessable(issue(required, { field }));
  if (total.minor !== sum(amounts)) {
    throw unprocessable(issue(mismatch, { field: `${field}/value`, value: toMoney(total).value }));
  }
}

function requireSum(total: Amount, parts: Parts, field: string): void {
  if (parts.size === 0) return;
  const signed = [...parts].map(([name, { minor }]) => (DISCOUNTS.has(name) ? -minor : minor));
  if (sum(signed) === total.minor) return;
  throw unprocessable(issue('AMOUNT_MISMATCH', { field, value: toMoney(total).value }));
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((all, amount) => all + amount, 0n);
}

function spelled(parts: Parts): Record<string, Money> {
  return Object.fromEntries([...parts].map(([name, amount]) => [name, toMoney(amount)]));
}
