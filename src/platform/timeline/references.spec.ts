import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namedReferences, referencesAmong } from './references.js';

describe('References among the fields of an object', () => {
  it.each([
    [{ order_id: '42' }, [{ name: 'order_id', value: '42' }]],
    [{ orderId: 42 }, [{ name: 'order_id', value: '42' }]],
    [{ invoiceNumber: ' R-2026/1 ' }, [{ name: 'invoice_number', value: 'R-2026/1' }]],
    [{ customerRef: 'Zoë & Söhne' }, [{ name: 'customer_ref', value: 'Zoë & Söhne' }]],
    [{ note: 'hello', id: '1', paid: true }, []],
    [{ order_id: '' }, []],
    [{ order_id: 'x'.repeat(129) }, []],
    [{ order_id: 'two\nlines' }, []],
    [{ order_id: { deep: 1 } }, []],
    [['order_id'], []],
    ['order_id=42', []],
    [null, []],
  ])('%j: %j', (fields, expected) => {
    expect(referencesAmong(fields)).toEqual(expected);
  });

  it.each([
    { client_secret_id: 'abc' },
    { sessionId: 'abc' },
    { card_number: '1' },
    { phone_number: '1' },
    { customer_id: 'ada@example.com' },
    { order_number: '4242 4242 4242 4242' },
    { order_number: '4242424242424242' },
    { customer_ref: '+49 30 901820' },
  ])('%j is private', (fields) => {
    expect(referencesAmong(fields)).toEqual([]);
  });

  it('never throws, and takes a bounded number', () => {
    fc.assert(
      fc.property(fc.anything(), (fields) => {
        expect(namedReferences(fields).length).toBeLessThanOrEqual(20);
      }),
    );
  });
});
