import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import examples from 'libphonenumber-js/mobile/examples';
import { getExampleNumber, getCountries } from 'libphonenumber-js/min';
import { z } from 'zod';
import { phone } from './phone.js';

describe('phone', () => {
  it('is E.164 in the product, however the API writes it', () => {
    expect(z.decode(phone(), '+49 (30) 123-45 67')).toBe('+49301234567');
    expect(z.decode(phone({ country: 'DE' }), '030 1234567')).toBe('+49301234567');
    expect(z.decode(phone({ country: 'DE' }), '+1 213 373 4253')).toBe('+12133734253');
  });

  it('goes out as the API wants it', () => {
    const e164 = '+49301234567';
    expect(z.encode(phone(), e164)).toBe(e164);
    expect(z.encode(phone({ format: 'international' }), e164)).toBe('+49 30 1234567');
    expect(z.encode(phone({ country: 'DE', format: 'national' }), e164)).toBe('030 1234567');
    const american = z.safeEncode(phone({ country: 'DE', format: 'national' }), '+12133734253');
    expect(american.error?.issues).toMatchObject([
      { message: expect.stringContaining('phone number of DE') },
    ]);
    // @ts-expect-error -- a number without its country's code belongs to no country
    const homeless = phone({ format: 'national' });
    expect(z.safeDecode(homeless, '030 12345678').success).toBe(false);
  });

  it.each([
    '',
    'call me',
    '030 1234567',
    '+1 555 555 5555',
    '+4930',
    '+1 213 373 4253 ext. 12',
    '9'.repeat(10_000),
  ])('does not take "%.30s"', (text) => {
    expect(z.safeDecode(phone(), text).success).toBe(false);
    expect(z.safeEncode(phone(), text).success).toBe(false);
  });

  it('sends nothing but E.164', () => {
    expect(z.safeEncode(phone({ country: 'DE' }), '030 1234567').success).toBe(false);
  });

  it('loses nothing: what is encoded decodes to the same, in any country and format', () => {
    const countries = fc.constantFrom(...getCountries());
    const formats = fc.constantFrom('E.164', 'international', 'national');
    fc.assert(
      fc.property(countries, formats, fc.integer({ min: 0, max: 999 }), (country, format, last) => {
        const example = getExampleNumber(country, examples)?.number ?? '';
        const e164 = example.slice(0, -3) + String(last).padStart(3, '0');
        const codec = phone({ country, format } as Parameters<typeof phone>[0]);
        fc.pre(z.safeDecode(codec, e164).success);
        expect(z.decode(codec, z.encode(codec, e164))).toBe(z.decode(codec, e164));
      }),
    );
  });
});
