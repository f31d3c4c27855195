import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { originalBodies } from './original-bodies.js';

/** What the body may have been, by what must have happened to it. */
function guesses(arrived: string | Buffer): Map<string, string> {
  // Of two ways to the same body, the first counts.
  const bodies = [...originalBodies(Buffer.from(arrived), () => true)].toReversed();
  return new Map(bodies.map(({ body, change }) => [Buffer.from(body).toString('latin1'), change]));
}

const latin1 = (text: string | Buffer) => Buffer.from(text).toString('latin1');

describe('originalBodies', () => {
  const objects = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue());
  const writers: [string, (value: unknown) => string][] = [
    ['compact', (value) => JSON.stringify(value)],
    ['indented by two spaces, as Stripe does', (value) => JSON.stringify(value, null, 2)],
  ];

  it.each(writers)(
    'finds what was signed %s behind any JSON that was read and written anew',
    (_name, write) => {
      fc.assert(
        fc.property(objects, fc.constantFrom(undefined, 1, 2, 4, '\t'), (object, indent) => {
          const signed = write(object);
          const value: unknown = JSON.parse(signed);
          const arrived = JSON.stringify(value, null, indent);
          if (arrived === signed) return;
          expect(guesses(arrived).get(latin1(signed))).toContain('read and written anew');
        }),
      );
    },
  );

  it.each([
    ['Python', String.raw`{"a": 1, "b": [1, 2], "c": {}, "d": [], "e": "x,\n y"}`],
    ['Python, with other letters', String.raw`{"name": "Zo\u00eb \ud83d\udcb3"}`],
    ['PHP', String.raw`{"url":"https:\/\/example.com\/a","name":"Zo\u00eb"}`],
  ])('finds what %s wrote', (_name, signed) => {
    const arrived = JSON.stringify(JSON.parse(signed));
    expect(guesses(arrived).get(latin1(signed))).toContain('read and written anew');
  });

  it.each([
    ['a line break at the end that was cut off', '{}\n', '{}', 'cut off'],
    ['a body to which a line break was added', '{}', '{}\n', 'added'],
    ['a body to which CR and LF were added', '{}', '{}\r\n', 'added'],
    ['Windows line breaks that became those of Unix', '{\r\n}', '{\n}', 'CRLF to LF'],
    ['Unix line breaks that became those of Windows', '{\n}', '{\r\n}', 'LF to CRLF'],
    ['a body that got a byte order mark', '{}', '\ufeff{}', 'byte order mark'],
  ])('finds %s', (_name, signed, arrived, change) => {
    expect(guesses(arrived).get(latin1(signed))).toContain(change);
  });

  it('takes any bytes, and never offers them as they came', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect([...guesses(Buffer.from(bytes)).keys()]).not.toContain(latin1(Buffer.from(bytes)));
      }),
    );
  });

  it('finds what was signed behind a large body that a proxy has laid out anew', () => {
    const orders = Array.from({ length: 600 }, (_, n) => ({ id: `order-${n}`, lines: [{ sku: 'a/ä', n }] }));
    const [compact, pretty] = [JSON.stringify(orders), JSON.stringify(orders, null, 2)];
    expect(guesses(compact).get(latin1(pretty))).toContain('indented by two spaces');
    expect(guesses(pretty).get(latin1(compact))).toContain('compact');
  });

  it('writes no more than some times what arrived, however it is nested', () => {
    const nested = fc
      .record({
        depth: fc.nat(400),
        width: fc.nat(2_000),
        item: fc.constantFrom('1', '1e20', '"/é"', '{"a":[]}'),
      })
      .map(
        ({ depth, width, item }) => '['.repeat(depth) + Array(width).fill(item).join() + ']'.repeat(depth),
      );
    fc.assert(
      fc.property(fc.oneof(nested, fc.json()), (arrived) => {
        for (const { body } of originalBodies(Buffer.from(arrived), () => true)) {
          // Escapes make up to three bytes out of one.
          expect(body.length).toBeLessThanOrEqual(3 * (2 * Buffer.byteLength(arrived) + 16 * 1024));
        }
      }),
    );
  });

  it.each([
    ['1 MB', 500_000],
    ['as large as is looked into', 130_000],
  ])('takes no time for a nested list of %s that would be hundreds of times as long', (_name, items) => {
    const bomb = Buffer.from('['.repeat(250) + '1,'.repeat(items) + '1' + ']'.repeat(250));
    const start = performance.now();
    const written = [...originalBodies(bomb, () => true)].reduce((sum, { body }) => sum + body.length, 0);
    expect(performance.now() - start).toBeLessThan(100);
    expect(written).toBeLessThan(2 * bomb.length);
  });

  it('writes nothing that it may not', () => {
    const asked: number[] = [];
    const bodies = originalBodies(Buffer.from('{"a": [1]}'), (characters) => asked.push(characters) < 2);
    expect([...bodies].filter(({ change }) => change.includes('JSON'))).toHaveLength(1);
    expect(asked[0]).toBe('{"a":[1]}'.length);
  });

  it('takes JSON that is too deep to be written again', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(guesses(deep).size).toBe(1);
  });
});
