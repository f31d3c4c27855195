import { expect, it } from 'vitest';
import fc from 'fast-check';
import { eventIdFor } from './event-id.js';

it('is one that Google takes, and the same for the same key alone', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (key, other) => {
      expect(eventIdFor(key)).toMatch(/^[a-v0-9]{52}$/);
      expect(eventIdFor(key) === eventIdFor(other)).toBe(key === other);
    }),
  );
});

it('does not change from one version of Hookline to the next', () => {
  expect(eventIdFor('order-42')).toBe('7fsb2lu44e7evpde99jepa0sde47qjeerdcdqpq2e62puje2tnug');
});
