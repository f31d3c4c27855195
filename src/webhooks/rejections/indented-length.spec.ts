import { expect, it } from 'vitest';
import fc from 'fast-check';
import { indentedLength } from './indented-length.js';

it('The length of indented JSON is that of what JSON.stringify writes', () => {
  const values = fc.oneof(fc.jsonValue(), fc.constantFrom([], {}, [[], {}], '\\"', ['a,"b":[c]\\']));
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 4 }), (value, indent) => {
      expect(indentedLength(JSON.stringify(value), indent)).toBe(JSON.stringify(value, null, indent).length);
    }),
  );
});
