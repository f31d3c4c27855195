import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { jsonText } from './json-text.js';

/** How deep a value is nested, said in another way. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('jsonText', () => {
  it('writes JSON that is nested at most a hundred deep', () => {
    // Brackets, quotes and backslashes are where a reader may lose count.
    const text = fc.string({ unit: fc.constantFrom('[', '{', '"', '\\', ']', '}', 'a') });
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(text, tie('tree'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.integer({ min: 95, max: 100 }), (inner, around) => {
        const value = Array.from({ length: around }).reduce<unknown>((nested) => [nested], inner);
        expect(jsonText(value)).toBe(depthOf(value) <= 100 ? JSON.stringify(value) : undefined);
      }),
    );
  });

  it('keeps half characters and NUL as escapes', () => {
    expect(jsonText('\ud800\0')).toBe(String.raw`"\ud800\u0000"`);
  });

  it('knows what is no JSON', () => {
    const throwing = { toJSON: () => JSON.parse('no') };
    const none = [undefined, () => 1, Symbol('a'), 1n, throwing];
    expect(none.map(jsonText)).toEqual(none.map(() => undefined));
  });
});
