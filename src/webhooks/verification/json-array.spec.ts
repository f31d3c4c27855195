import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { MalformedWebhookError } from '../../contracts/webhooks.js';
import { splitJsonArray } from './json-array.js';

const split = (body: string | Buffer) =>
  splitJsonArray(Buffer.from(body)).map((element) => Buffer.from(element).toString());

const spaces = fc.stringMatching(/^[ \t\r\n]{0,3}$/);

/** A JSON value as text, spaced and escaped in one of the many ways that mean the same. */
const jsonText = fc
  .tuple(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), fc.boolean())
  .map(([value, indent, escaped]) => {
    const text = JSON.stringify(value, null, indent);
    return escaped ? text.replaceAll(/[\u007f-\uffff]/g, escapeCharacter) : text;
  });

function escapeCharacter(character: string): string {
  return String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

describe('splitJsonArray', () => {
  it('returns every element exactly as it was written, however the array is spaced', () => {
    const spacedElement = fc.tuple(spaces, jsonText, spaces);
    fc.assert(
      fc.property(spaces, fc.array(spacedElement), spaces, (before, elements, after) => {
        const texts = elements.map(([, text]) => text);
        const body = `${before}[${elements.map((parts) => parts.join('')).join(',') || after}]${after}`;
        expect(split(body)).toEqual(texts);
        expect(split(body).map((text): unknown => JSON.parse(text))).toEqual(JSON.parse(body));
      }),
    );
  });

  it.each([
    [
      'brackets, commas and quotes inside strings',
      [String.raw`{"a":"],[\"},{\\"}`, String.raw`"\\"`, '"[,]"'],
    ],
    ['numbers that would change when written anew', ['1e999', '-0', '1.0', '12345678901234567890']],
    ['duplicate keys and keys of prototypes', ['{"a":1,"a":2}', '{"__proto__":{}}']],
    ['half a surrogate pair and NUL', [String.raw`"\ud800"`, String.raw`"\u0000"`]],
  ])('keeps %s', (_name, elements) => {
    expect(split(`[ ${elements.join(' ,\r\n')} ]`)).toEqual(elements);
  });

  it('keeps bytes that are not UTF-8', () => {
    const element = Buffer.from([0x22, 0xe2, 0xff, 0x22]);
    const body = Buffer.concat([Buffer.from('['), element, Buffer.from(', 1]')]);
    expect(splitJsonArray(body)).toEqual([element, Buffer.from('1')]);
  });

  it('takes 400,000 levels', () => {
    const deep = '['.repeat(400_000) + ']'.repeat(400_000);
    const elements = split(`[${deep},{}]`);
    expect(elements[0] === deep).toBe(true);
    expect(elements[1]).toBe('{}');
  });

  it.each([
    ['nothing', '', 'MALFORMED_JSON'],
    ['a list without its end', '[{"a":1}', 'MALFORMED_JSON'],
    ['a comma too many', '[1,]', 'MALFORMED_JSON'],
    ['a byte order mark', '\ufeff[]', 'MALFORMED_JSON'],
    ['an object', '{"a":[1,2]}', 'VALIDATION_ERROR'],
    ['a string', '"[1,2]"', 'VALIDATION_ERROR'],
  ])('refuses %s', (_name, body, code) => {
    expect(() => split(body)).toThrow(MalformedWebhookError);
    expect(() => split(body)).toThrow(expect.objectContaining({ code }));
  });
});
