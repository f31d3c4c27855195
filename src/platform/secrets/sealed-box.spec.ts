import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { platformConfig } from '../config/platform.config.js';
import { SealedBox } from './sealed-box.js';

const key = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const boxWith = (...keys: string[]) =>
  new SealedBox(platformConfig.read({ ENCRYPTION_KEYS: keys.join(',') }));

describe('SealedBox', () => {
  it('opens what it sealed, and nothing is readable in between', () => {
    const box = boxWith(key('k1'));
    fc.assert(
      fc.property(fc.string({ minLength: 8 }), fc.string(), (plaintext, context) => {
        const sealed = box.seal(plaintext, context);
        expect(box.open(sealed, context)).toBe(plaintext.toWellFormed());
        expect(Buffer.from(sealed).includes(plaintext)).toBe(false);
      }),
    );
  });

  it('does not open in another place, or after any change', () => {
    const box = boxWith(key('k1'));
    const sealed = box.seal('the answer', 'row 1');
    expect(() => box.open(sealed, 'row 2')).toThrow('A sealed value');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const changed = Uint8Array.from(sealed);
        changed[index] = (changed[index] ?? 0) ^ change;
        expect(() => box.open(changed, 'row 1')).toThrow('A sealed value');
      }),
    );
    expect(() => box.open(sealed.subarray(0, 10), 'row 1')).toThrow('A sealed value');
  });

  it('seals with the first key and opens with any, so that keys can be rotated', () => {
    const [old, fresh] = [key('old'), key('fresh')];
    const sealed = boxWith(old).seal('kept', 'row');
    expect(boxWith(fresh, old).open(sealed, 'row')).toBe('kept');
    expect(() => boxWith(fresh).open(sealed, 'row')).toThrow(/"old".*ENCRYPTION_KEYS/);
    expect(() => boxWith(old).open(boxWith(fresh, old).seal('new', 'row'), 'row')).toThrow(/"fresh"/);
  });

  it('never seals the same text to the same bytes', () => {
    const box = boxWith(key('k1'));
    expect(box.seal('same', 'row')).not.toEqual(box.seal('same', 'row'));
  });
});
