import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { ResponseFormatError } from '../contracts/errors.js';
import { readJson } from './json.js';

const about = { provider: 'acme', operation: 'contacts.get', attempts: 2 };

const read = (body: string | Buffer, type: string | undefined = 'application/json', status = 200) =>
  readJson({ status, headers: type === '' ? {} : { 'content-type': type }, body: Buffer.from(body) }, about);

function refusal(...answer: Parameters<typeof read>): ResponseFormatError {
  try {
    read(...answer);
  } catch (error) {
    if (error instanceof ResponseFormatError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('a success', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON',
    'application/problem+json',
    'application/vnd.api+json;version=1',
    'text/json',
  ])('may say that it is %s', (type) => {
    expect(read('{"a":[1]}', type)).toEqual({ a: [1] });
  });

  it('is any JSON there is, in any language', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(read(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    expect(read('{"name":"Zoë 日本"}')).toEqual({ name: 'Zoë 日本' });
  });

  it('may forget its content type and may begin with a byte order mark', () => {
    expect(read('{}', '')).toEqual({});
    expect(read('\uFEFF{}')).toEqual({});
  });

  it.each([202, 204, 205])('may be empty with %i', (status) => {
    expect(read('', '', status)).toBeUndefined();
  });

  it.each([
    ['a page', '<html>', 'text/html'],
    ['JSON that says it is a page', '{}', 'text/html; charset=utf-8'],
    ['JSON that says it is text', '{}', 'text/plain'],
    ['a sequence', '{}', 'application/json-seq'],
    ['half an object', '{"a":', 'application/json'],
    ['nothing', '', 'application/json'],
    ['text without a content type', 'ok', ''],
  ])('is refused when it is %s', (_name, body, type) => {
    const error = refusal(body, type);
    expect(error).toMatchObject({
      status: 200,
      attempts: 2,
      code: 'PROVIDER_RESPONSE_INVALID',
      retryable: false,
    });
    expect(error.message).toContain('acme contacts.get was answered with HTTP 200, but not in JSON');
    expect(error.message).toContain('has happened and is not repeated');
    expect(error.message).toContain(`content type ${type || 'missing'}, ${body.length} bytes`);
  });
});

describe('the error of a success that cannot be read', () => {
  it('quotes the beginning of a page, without line breaks and tokens', () => {
    const { message } = refusal(
      `<html>\n<title>Maintenance\u0007 sk_live_abcdef</title>${'x'.repeat(5000)}`,
      'text/html',
    );
    expect(message).toContain('<html> <title>Maintenance [redacted]</title>xxx');
    expect(message.length).toBeLessThan(500);
  });

  it('quotes nothing of half an answer in JSON, which may be half a token', () => {
    const error = refusal('{"access_token":"ya29.half-a-tok');
    expect(`${error.message} ${String(error.cause)}`).not.toContain('half-a-tok');
  });
});
