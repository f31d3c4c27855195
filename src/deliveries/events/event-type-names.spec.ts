import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { isEventType, isOwnType, isTypePattern, patternsFor } from './event-type-names.js';

const part = fc.stringMatching(/^[\w-]{1,4}$/);
const type = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.'));
/** Few parts, so that patterns meet types. */
const near = fc
  .array(fc.constantFrom('a', 'b', 'a-b'), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('.'));
const pattern = fc.oneof(
  fc.constant('*'),
  near,
  near.map((beginning) => `${beginning}.*`),
);

/** Whether a pattern means a type, said in another way. */
function means(wanted: string, name: string): boolean {
  if (wanted === '*') return true;
  return wanted.endsWith('.*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}

describe('event types', () => {
  it('are parts joined by dots', () => {
    fc.assert(
      fc.property(type, (name) => {
        expect(isEventType(name)).toBe(true);
        expect(isTypePattern(name)).toBe(true);
        expect(isTypePattern(`${name}.*`)).toBe(true);
      }),
    );
    const noTypes = ['', '.', 'a.', '.a', 'a..b', 'a b', 'a.*', '*', 'ä', 'a\n', 'a'.repeat(129)];
    expect(noTypes.filter(isEventType)).toEqual([]);
    const noPatterns = ['', '.*', '**', 'a*', 'a.*.b', '*.a', 'a.*.*'];
    expect(noPatterns.filter(isTypePattern)).toEqual([]);
  });

  it('are meant by exactly their patterns', () => {
    fc.assert(
      fc.property(near, pattern, (name, wanted) => {
        expect(patternsFor(name).includes(wanted)).toBe(means(wanted, name));
      }),
    );
  });

  it('have patterns that an endpoint may ask for', () => {
    fc.assert(
      fc.property(type, (name) => {
        expect(patternsFor(name).every(isTypePattern)).toBe(true);
        expect(new Set(patternsFor(name)).size).toBe(patternsFor(name).length);
      }),
    );
  });

  it("are Hookline's own under its name alone", () => {
    expect(['hookline', 'hookline.ping', 'hookline.a.b'].every(isOwnType)).toBe(true);
    expect(['hookline_a', 'hooklines', 'order.hookline'].some(isOwnType)).toBe(false);
  });
});
