import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ValidationError } from '../../../contracts/errors.js';
import { metadataOf, orderCustomId, refundCustomId } from './custom-id.js';

const about = { provider: 'paypal', operation: 'payments.create' };
const small = fc.dictionary(fc.string({ minLength: 1, maxLength: 4 }), fc.string({ maxLength: 4 }), {
  maxKeys: 2,
  noNullPrototype: true,
});

describe('Metadata in PayPal’s custom_id', () => {
  it('is readable JSON in a payment', () => {
    expect(orderCustomId({ order_id: '42' }, about)).toEqual({ custom_id: '{"order_id":"42"}' });
  });

  it('is left out where there is none', () => {
    expect(orderCustomId({}, about)).toEqual({});
    expect(refundCustomId(undefined, about)).toEqual({});
  });

  it.each([orderCustomId, refundCustomId])('comes back as it went (%p)', (write) => {
    fc.assert(
      fc.property(small, (metadata) => {
        expect(metadataOf(write(metadata, about).custom_id)).toEqual(metadata);
      }),
    );
  });

  it('is of the characters that PayPal describes, in a refund', () => {
    fc.assert(
      fc.property(small, (metadata) => {
        expect(refundCustomId(metadata, about).custom_id ?? '').toMatch(/^[\w.,-]*$/);
      }),
    );
  });

  it('is refused when there is no room for it', () => {
    const longest = 'n'.repeat(127 - '{"n":""}'.length);
    expect(orderCustomId({ n: longest }, about).custom_id).toHaveLength(127);
    expect(() => orderCustomId({ n: `${longest}n` }, about)).toThrow(ValidationError);
    expect(() => refundCustomId({ n: longest }, about)).toThrow(ValidationError);
  });

  it.each(['', 'INVOICE-42', '{"n":1}', '[]', '{', '🙂'])(
    'is none in a text of somebody else’s: %j',
    (text) => {
      expect(metadataOf(text)).toEqual({});
    },
  );
});
