import fc from 'fast-check';

/** Values that parsers, databases and programs have stumbled over. As they stand in JSON. */
const ODD_VALUES = [
  'null',
  'true',
  '-0',
  '1e999',
  '12345678901234567890',
  '[]',
  '{"__proto__":{"admin":true}}',
  '""',
  String.raw`"\u0000"`,
  String.raw`"\ud800"`,
  '"ÿ 💥"',
  `"${'a'.repeat(300)}"`,
  `${'['.repeat(1_000)}${']'.repeat(1_000)}`,
];

/** How a body is odd: of any bytes, any JSON, or almost a good one. */
export type Oddity =
  { bytes: Uint8Array } | { json: string } | { at: number; byte: number } | { at: number; value: string };

export const oddities: fc.Arbitrary<Oddity> = fc.oneof(
  fc.record({ bytes: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ json: fc.json({ stringUnit: 'binary' }) }),
  fc.record({ at: fc.nat(), byte: fc.nat(255) }),
  fc.record({ at: fc.nat(), value: fc.constantFrom(...ODD_VALUES) }),
);

/** The odd body. @param good what it almost is */
export function oddBody(oddity: Oddity, good: Buffer): Buffer {
  if ('bytes' in oddity) return Buffer.from(oddity.bytes);
  if ('json' in oddity) return Buffer.from(oddity.json);
  if ('byte' in oddity) return withByte(good, oddity.at, oddity.byte);
  return withValue(good, oddity.at, oddity.value);
}

/** The body with one of its bytes changed. */
export function withByte(good: Buffer, position: number, byte: number): Buffer {
  const changed = Buffer.from(good);
  if (good.length > 0) changed[position % good.length] = byte;
  return changed;
}

/** The body with one of its texts or numbers changed. */
function withValue(good: Buffer, position: number, value: string): Buffer {
  const text = good.toString();
  const places = [...text.matchAll(/"[^"]*"|\d+/g)];
  const place = places[position % places.length];
  if (!place) return Buffer.from(value);
  return Buffer.from(text.slice(0, place.index) + value + text.slice(place.index + place[0].length));
}
