import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { minorOf, toMoney } from './amounts.js';
import { type Bench, closeAll, euros, orderOf, refusalOf, startBench } from './spec-support.js';

let bench: Bench;
beforeAll(async () => void (bench = await startBench()));
afterAll(closeAll);

const AT = '/purchase_units/0';

async function refused(unit: object): Promise<unknown[]> {
  const body = { intent: 'CAPTURE', purchase_units: [unit] };
  return refusalOf(await bench.call('POST', '/v2/checkout/orders', { body }));
}

describe('amounts', () => {
  it('are written as they were read, whatever the currency', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 17n }),
        fc.constantFrom('EUR', 'JPY', 'HUF', 'TWD', 'USD'),
        (minor, currency) => minorOf(toMoney({ minor, currency })) === minor,
      ),
    );
    expect(toMoney({ minor: 5n, currency: 'EUR' })).toEqual(euros('0.05'));
    expect(toMoney({ minor: 5n, currency: 'HUF' })).toEqual({ currency_code: 'HUF', value: '5' });
  });

  it.each([
    ['0.00', 'EUR', 'CANNOT_BE_ZERO_OR_NEGATIVE /purchase_units/0/amount/value'],
    ['-1.00', 'EUR', 'CANNOT_BE_ZERO_OR_NEGATIVE /purchase_units/0/amount/value'],
    ['1.001', 'EUR', 'DECIMAL_PRECISION /purchase_units/0/amount/value'],
    ['9999999999999999.00', 'EUR', 'MAX_VALUE_EXCEEDED /purchase_units/0/amount/value'],
    ['1.00', 'JPY', 'DECIMALS_NOT_SUPPORTED /purchase_units/0/amount/value'],
    ['1.00', 'HUF', 'DECIMALS_NOT_SUPPORTED /purchase_units/0/amount/value'],
    ['1.50', 'TWD', 'DECIMALS_NOT_SUPPORTED /purchase_units/0/amount/value'],
    ['1.00', 'KWD', 'INVALID_CURRENCY_CODE /purchase_units/0/amount/currency_code'],
  ])('%s %s is refused', async (value, currency_code, issue) => {
    expect(await refused({ amount: { currency_code, value } })).toEqual([422, issue]);
  });

  it('of whole yen are taken', async () => {
    const body = { intent: 'CAPTURE', purchase_units: [{ amount: { currency_code: 'JPY', value: '500' } }] };
    expect((await bench.call('POST', '/v2/checkout/orders', { body })).status).toBe(201);
  });
});

describe('what adds up', () => {
  const items = [
    { name: 'Tea', quantity: '2', unit_amount: euros('4.00'), tax: euros('0.80') },
    { name: 'Cup', quantity: '1', unit_amount: euros('6.00'), tax: euros('1.20') },
  ];
  const breakdown = {
    item_total: euros('14.00'),
    tax_total: euros('2.80'),
    shipping: euros('3.20'),
    discount: euros('1.00'),
  };
  const unit = (wishes: object = {}, amount = '19.00') => ({
    amount: { ...euros(amount), breakdown: { ...breakdown, ...wishes } },
    items,
  });

  it('is taken, and shown as it came', async () => {
    const body = { intent: 'CAPTURE', purchase_units: [unit()] };
    const made = await bench.call('POST', '/v2/checkout/orders', { body, wantsAll: true });
    expect(made.body).toMatchObject({ purchase_units: [unit()] });
  });

  it('is refused when a sum is wrong or missing', async () => {
    const at = `${AT}/amount/breakdown`;
    expect(await refused(unit({ item_total: euros('13.00') }))).toEqual([
      422,
      `ITEM_TOTAL_MISMATCH ${at}/item_total/value`,
    ]);
    expect(await refused(unit({ tax_total: euros('2.00') }))).toEqual([
      422,
      `TAX_TOTAL_MISMATCH ${at}/tax_total/value`,
    ]);
    expect(await refused({ amount: euros('14.00'), items })).toEqual([
      422,
      `ITEM_TOTAL_REQUIRED ${at}/item_total`,
    ]);
    expect(await refused(unit({ tax_total: undefined }))).toEqual([
      422,
      `TAX_TOTAL_REQUIRED ${at}/tax_total`,
    ]);
    expect(await refused(unit({}, '20.00'))).toEqual([422, `AMOUNT_MISMATCH ${AT}/amount/value`]);
    expect(await refused(unit({ shipping: euros('-3.20') }))).toEqual([
      422,
      `CANNOT_BE_NEGATIVE ${at}/shipping/value`,
    ]);
  });

  it('has one currency, and a reference for each of several units', async () => {
    const dollars = { currency_code: 'USD', value: '3.20' };
    expect(await refused(unit({ shipping: dollars }))).toEqual([
      422,
      `MULTI_CURRENCY_ORDER ${AT}/amount/breakdown/shipping/currency_code`,
    ]);
    const several = async (...units: object[]) =>
      refusalOf(
        await bench.call('POST', '/v2/checkout/orders', {
          body: { ...orderOf('1.00'), purchase_units: units },
        }),
      );
    const one = { reference_id: 'a', amount: euros('1.00') };
    expect(await several(one, { amount: euros('1.00') })).toEqual([
      422,
      'REFERENCE_ID_REQUIRED /purchase_units/1/reference_id',
    ]);
    expect(await several(one, one)).toEqual([422, 'DUPLICATE_REFERENCE_ID /purchase_units/1/reference_id']);
    expect(await several(one, { reference_id: 'b', amount: dollars })).toEqual([
      422,
      'MULTI_CURRENCY_ORDER /purchase_units/1/amount/currency_code',
    ]);
  });
});
