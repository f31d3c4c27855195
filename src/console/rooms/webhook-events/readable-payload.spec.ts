import { describe, expect, it } from 'vitest';
import { readablePayload } from './readable-payload.js';

const read = (text: string) => readablePayload(Buffer.from(text));

describe('A payload for people', () => {
  it('is JSON on lines of its own, as JSON.stringify would lay it out', () => {
    const value = { id: 'evt_1', list: [1, { deep: [] }, 'a, "b": [c]'], empty: {}, none: null, yes: true };
    expect(read(JSON.stringify(value))).toEqual({
      format: 'JSON',
      text: JSON.stringify(value, null, 2),
      isCut: false,
    });
  });

  it('changes no value: neither large numbers, nor repeated keys, nor escapes', () => {
    const { text } = read(String.raw`{"n":9007199254740993,"n":1e999,"s":"\u0041\\"}`);
    expect(text.replaceAll(/\s/g, '')).toBe(String.raw`{"n":9007199254740993,"n":1e999,"s":"\u0041\\"}`);
  });

  it('is the text itself where it is no JSON, and base64 where it is no text', () => {
    expect(read('a=1&b=<script>')).toEqual({ format: 'text', text: 'a=1&b=<script>', isCut: false });
    expect(readablePayload(Uint8Array.of(0xff, 0xfe))).toEqual({
      format: 'base64',
      text: '//4=',
      isCut: false,
    });
  });

  it('stays small, however long and however deep it is', () => {
    expect(read(`"${'x'.repeat(200_000)}"`)).toMatchObject({ isCut: true });
    const deep = read('['.repeat(50_000) + ']'.repeat(50_000));
    expect(deep.text.length).toBeLessThanOrEqual(100_000);
    expect(deep.isCut).toBe(true);
  });
});
