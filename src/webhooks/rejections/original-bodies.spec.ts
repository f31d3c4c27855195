import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { originalBodies } from './original-bodies.js';

/** What the body may have been, by what must have happened to it. */
function guesses(arrived: string | Buffer): Map<string, string> {
  // Of two ways to the same body, the first counts.
  const bodies = [...originalBodies(Buffer.from(arrived))].toReversed();
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

  it('takes JSON that is too deep to be written again', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(guesses(deep).size).toBe(1);
  });
});
