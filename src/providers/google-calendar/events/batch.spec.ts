import { expect, it } from 'vitest';
import { readBatch, writeBatch } from './batch.js';

const answer = (contentType: string, body: string) => ({
  status: 200,
  headers: { 'content-type': contentType },
  body: Buffer.from(body.replaceAll('\n', '\r\n')),
});

/** As Google's guide shows it, out of order. */
const BODY = `--batch_foobarbaz
Content-Type: application/http
Content-ID: <response-item-1>

HTTP/1.1 403 Forbidden
Content-Type: application/json; charset=UTF-8
Retry-After: 7

{"error":{"message":"Łódź"}}
--batch_foobarbaz
Content-Type: application/http
Content-ID: <response-item-0>

HTTP/1.1 204 No Content


--batch_foobarbaz
Content-Type: application/http
Content-ID: <response-somebody-else>

HTTP/1.1 200 OK

{}
--batch_foobarbaz
nonsense
--batch_foobarbaz--
`;

it.each([
  'multipart/mixed; boundary=batch_foobarbaz',
  'multipart/mixed; boundary="batch_foobarbaz"; charset=utf-8',
])('reads answers by the mark of their calls from %s', (contentType) => {
  const answers = readBatch(answer(contentType, BODY));
  expect([...answers.keys()]).toEqual([1, 0]);
  expect(answers.get(0)).toMatchObject({ status: 204, body: Buffer.alloc(0) });
  expect(answers.get(1)).toMatchObject({ status: 403, headers: { 'retry-after': '7' } });
  expect(answers.get(1)?.body.toString()).toBe('{"error":{"message":"Łódź"}}');
});

it.each([
  ['application/json', '{}'],
  ['multipart/mixed', BODY],
  ['multipart/mixed; boundary=another', BODY],
  ['multipart/mixed; boundary=batch_foobarbaz', ''],
])('finds no answers in %s', (contentType, body) => {
  expect(readBatch(answer(contentType, body)).size).toBe(0);
});

it('writes calls that bring their own path and body', () => {
  const { contentType, bytes } = writeBatch([
    { method: 'POST', path: '/calendar/v3/a?b=c', json: { summary: 'Łódź' } },
    { method: 'GET', path: '/calendar/v3/d' },
  ]);
  const [, boundary = ''] = /^multipart\/mixed; boundary=(\S+)$/.exec(contentType) ?? [];
  const [before, first, second, end] = bytes.toString().split(`--${boundary}`);
  expect([before, end]).toEqual(['', '--\r\n']);
  expect(first?.split('\r\n')).toEqual([
    '',
    'Content-Type: application/http',
    'Content-ID: <item-0>',
    '',
    'POST /calendar/v3/a?b=c HTTP/1.1',
    'Content-Type: application/json',
    '',
    '{"summary":"Łódź"}',
    '',
  ]);
  expect(second).toContain('<item-1>\r\n\r\nGET /calendar/v3/d HTTP/1.1\r\n\r\n');
});
