import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type WebhookHeaders,
} from '../../../contracts/webhooks.js';
import { hmacSettings, type HmacSourceOptions } from './hmac-options.js';
import { HmacWebhookSource } from './hmac-webhook-source.js';

const SECRET = 'the secret of the tests';
const NOW = new Date('2026-11-21T12:00:00Z');
const SECONDS = String(NOW.getTime() / 1000);
const BODY = '{"id":42,"event":{"type":"order.paid","at":"2026-11-21T11:58:00+00:00"}}';

const sourceWith = (options: Partial<HmacSourceOptions> = {}) =>
  new HmacWebhookSource(
    'CRM_WEBHOOK_SECRETS',
    hmacSettings({ secrets: [SECRET], signatureHeader: 'X-Signature', ...options }),
  );

interface Delivery {
  headers: WebhookHeaders;
  body?: string | Uint8Array;
  secrets?: readonly string[];
}

const verify = (source: HmacWebhookSource, { headers, body = BODY, secrets = source.secrets }: Delivery) =>
  source.verify(
    {
      method: 'POST',
      url: 'https://hooks.example.com/webhooks/crm?a=1',
      headers,
      rawBody: Buffer.from(body),
      receivedAt: NOW,
    },
    secrets,
  );

/** `accepted`, or why not; any other error fails the test. */
function verdictOn(source: HmacWebhookSource, delivery: Delivery): string {
  try {
    verify(source, delivery);
    return 'accepted';
  } catch (error) {
    if (error instanceof InvalidSignatureError) return error.fault;
    if (error instanceof MalformedWebhookError) return error.code;
    throw error;
  }
}

const hmac = (content: string | Uint8Array, { secret = SECRET, algorithm = 'sha256' } = {}) =>
  createHmac(algorithm, secret).update(content).digest();
const hex = (content: string | Uint8Array, secret = SECRET) => hmac(content, { secret }).toString('hex');
const signed = (body: string | Uint8Array = BODY) => ({ 'x-signature': hex(body) });

describe('HmacWebhookSource', () => {
  it('accepts what the GitHub documentation signs', () => {
    // https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
    const source = sourceWith({
      secrets: ["It's a Secret to Everybody"],
      signatureHeader: 'X-Hub-Signature-256',
      signaturePrefix: 'sha256=',
    });
    const headers = {
      'x-hub-signature-256': 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
    };
    expect(verdictOn(source, { headers, body: 'Hello, World!' })).toBe('accepted');
    expect(verdictOn(source, { headers, body: 'Hello, World?' })).toBe('mismatch');
  });

  const schemes = (['sha256', 'sha512', 'sha1'] as const).flatMap((algorithm) =>
    (['hex', 'base64', 'base64url'] as const).map((encoding) => ({ algorithm, encoding })),
  );

  it.each(schemes)('checks $algorithm in $encoding', ({ algorithm, encoding }) => {
    const source = sourceWith({ algorithm, encoding });
    const right = { 'x-signature': hmac(BODY, { algorithm }).toString(encoding) };
    const wrong = { 'x-signature': hmac('{}', { algorithm }).toString(encoding) };
    expect(verdictOn(source, { headers: right })).toBe('accepted');
    expect(verdictOn(source, { headers: wrong })).toBe('mismatch');
  });

  it.each([
    ['separated by commas', '', (a: string, b: string) => `${a},${b}`],
    ['separated by spaces', '', (a: string, b: string) => `${a} ${b}`],
    ['each with its prefix', 'v1=', (a: string, b: string) => `t=1, v0=${a}, v1=${a}, v1=${b}`],
    ['with a comma in the prefix', 'v1,', (a: string, b: string) => `v1,${a} v1,${b}`],
    ['with a space in the prefix', 'HMAC ', (a: string, b: string) => `HMAC ${a}, HMAC ${b}`],
  ])('looks at all signatures of a header, %s', (_name, signaturePrefix, header) => {
    const source = sourceWith({ signaturePrefix });
    const old = hex(BODY, 'the secret before');
    expect(verdictOn(source, { headers: { 'x-signature': header(old, hex(BODY)) } })).toBe('accepted');
    expect(verdictOn(source, { headers: { 'x-signature': header(hex(BODY), old) } })).toBe('accepted');
    expect(verdictOn(source, { headers: { 'x-signature': header(old, old) } })).toBe('mismatch');
  });

  it('accepts any of several secrets, and never an empty one', () => {
    const source = sourceWith();
    expect(verdictOn(source, { headers: signed(), secrets: ['new', SECRET] })).toBe('accepted');
    expect(verdictOn(source, { headers: signed(), secrets: ['new'] })).toBe('mismatch');
    expect(verdictOn(source, { headers: { 'x-signature': hex(BODY, '') }, secrets: [''] })).toBe('mismatch');
    expect(verdictOn(source, { headers: signed(), secrets: [] })).toBe('mismatch');
  });

  it('checks what the template says was signed', () => {
    const source = sourceWith({
      timestampHeader: 'X-Timestamp',
      id: 'header:X-Id',
      signedContent: '{method}+{url}+{id}+v0:{timestamp}:{body}',
    });
    const content = (id: string) =>
      `POST+https://hooks.example.com/webhooks/crm?a=1+${id}+v0:${SECONDS}:${BODY}`;
    const headers = { 'x-id': 'e1', 'x-timestamp': SECONDS, 'x-signature': hex(content('e1')) };
    expect(verdictOn(source, { headers })).toBe('accepted');
    expect(verdictOn(source, { headers: { ...headers, 'x-id': 'e2' } })).toBe('mismatch');
    expect(verdictOn(source, { headers: { ...headers, 'x-id': undefined } })).toBe('missing');
  });

  it.each([
    ['Unix seconds', SECONDS, 'accepted'],
    ['Unix milliseconds', String(NOW.getTime()), 'accepted'],
    ['ISO 8601', NOW.toISOString(), 'accepted'],
    ['ISO 8601 with an offset and nanoseconds', '2026-11-21T13:00:00.123456789+01:00', 'accepted'],
    ['five minutes ago', String(Number(SECONDS) - 300), 'accepted'],
    ['more than five minutes ago', String(Number(SECONDS) - 301), 'stale'],
    ['more than five minutes ahead', new Date(NOW.getTime() + 300_001).toISOString(), 'stale'],
    ['a time without a zone', '2026-11-21T12:00:00', 'malformed'],
    ['no time', 'now', 'malformed'],
    ['nothing', '', 'missing'],
  ])('judges a timestamp in the form of %s', (_name, timestamp, verdict) => {
    const source = sourceWith({ timestampHeader: 'X-Timestamp' });
    const headers = { 'x-timestamp': timestamp, 'x-signature': hex(`${timestamp}.${BODY}`) };
    expect(verdictOn(source, { headers })).toBe(verdict);
  });

  it('reads id, type and time from headers and from the body', () => {
    const source = sourceWith({ id: 'body:id', type: 'body:event.type', time: 'body:event.at' });
    expect(verify(source, { headers: signed() })).toEqual([
      {
        externalId: '42',
        type: 'order.paid',
        occurredAt: new Date('2026-11-21T11:58:00Z'),
        rawBody: Buffer.from(BODY),
      },
    ]);
    const byHeaders = sourceWith({ id: 'header:X-Id', type: 'header:X-Topic', time: 'header:X-At' });
    const headers = { ...signed(), 'x-id': 'e1', 'x-topic': 'orders/paid', 'x-at': SECONDS };
    expect(verify(byHeaders, { headers })).toMatchObject([
      { externalId: 'e1', type: 'orders/paid', occurredAt: NOW },
    ]);
  });

  it('files an event that names nothing under a digest of its body, as `event`', () => {
    const source = sourceWith();
    const [first] = verify(source, { headers: signed() });
    const [again] = verify(source, { headers: signed() });
    const [other] = verify(source, { headers: signed('text'), body: 'text' });
    expect(first).toMatchObject({ type: 'event', occurredAt: undefined });
    expect(again?.externalId).toBe(first?.externalId);
    expect(other?.externalId).not.toBe(first?.externalId);
  });

  it.each([
    ['no id', '{"event":{"type":"a"}}', 'VALIDATION_ERROR'],
    [
      'an id that no number can hold exactly',
      '{"id":9007199254740993,"event":{"type":"a"}}',
      'VALIDATION_ERROR',
    ],
    ['an id of the prototype', '{"event":{"type":"a"},"__proto__":{"id":1}}', 'VALIDATION_ERROR'],
    ['an id without end', `{"id":"${'9'.repeat(256)}","event":{"type":"a"}}`, 'VALIDATION_ERROR'],
    ['a type with NUL', String.raw`{"id":1,"event":{"type":"\u0000"}}`, 'VALIDATION_ERROR'],
    ['a time that is none', '{"id":1,"event":{"type":"a","at":"soon"}}', 'VALIDATION_ERROR'],
    ['no time', '{"id":1,"event":{"type":"a"}}', 'accepted'],
    ['a list', '[]', 'VALIDATION_ERROR'],
    ['null', 'null', 'VALIDATION_ERROR'],
    ['text', 'id=1', 'MALFORMED_JSON'],
    ['nothing', '', 'MALFORMED_JSON'],
  ])('judges a signed body with %s, when its JSON is asked for', (_name, body, verdict) => {
    const source = sourceWith({ id: 'body:id', type: 'body:event.type', time: 'body:event.at' });
    expect(verdictOn(source, { headers: signed(body), body })).toBe(verdict);
  });

  it('hands handlers JSON as values and anything else as text', () => {
    const parsed = (body: string) =>
      sourceWith().parse({
        externalId: 'e1',
        type: 'event',
        occurredAt: undefined,
        rawBody: Buffer.from(body),
        headers: {},
        receivedAt: NOW,
        connectionId: undefined,
      });
    expect(parsed(BODY)).toEqual(JSON.parse(BODY));
    expect(parsed('a=1&b=ż')).toBe('a=1&b=ż');
    expect(Object.getOwnPropertyNames(parsed('{"a":1,"__proto__":{"admin":true}}'))).toEqual(['a']);
  });

  it.each<[Partial<HmacSourceOptions>, string]>([
    [{ signatureHeader: 'no header' }, 'signatureHeader'],
    [{ signedContent: 'no placeholder' }, 'signedContent'],
    [{ signedContent: '{body}{nonce}' }, 'signedContent'],
    [{ signedContent: '{body}}' }, 'signedContent'],
    [{ signedContent: '{timestamp}{body}' }, 'signedContent'],
    [{ timestampHeader: 'X-Timestamp', signedContent: '{body}' }, 'signedContent'],
    [{ id: 'body:id', signedContent: '{id}{body}' }, 'signedContent'],
    [{ id: 'body:a..b' }, 'id'],
    [{ type: 'header:' }, 'type'],
    [{ signaturePrefix: ' v1=' }, 'signaturePrefix'],
    [{ secrets: [''] }, 'secrets'],
  ])('refuses options that are wrong or contradict one another: %j', (options, option) => {
    expect(() => sourceWith(options)).toThrow(option);
  });
});

describe('Whatever comes, HmacWebhookSource', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(SECONDS, hex(BODY), NOW.toISOString()),
  );
  const value = fc.oneof(
    anyText,
    anyText.map((text) => `v1=${text}`),
    fc.array(anyText),
  );
  const names = ['x-signature', 'x-timestamp', 'x-id', 'x-type'];
  const headers = fc.dictionary(fc.constantFrom(...names), value);
  const place = fc.constantFrom('header:X-Id', 'header:X-Type', 'body:id', 'body:a.b.0', undefined);
  const options = fc.record({
    algorithm: fc.constantFrom('sha256', 'sha512', 'sha1'),
    encoding: fc.constantFrom('hex', 'base64', 'base64url'),
    signaturePrefix: fc.oneof(
      fc.constantFrom('', 'v1=', 'v1,', 'HMAC '),
      fc.stringMatching(/^[!-~][ -~]{0,9}$/),
    ),
    timestampHeader: fc.constantFrom('X-Timestamp', undefined),
    id: place,
    type: place,
    time: place,
  });
  const body = fc.oneof(fc.uint8Array(), fc.json(), fc.string({ unit: 'binary' }));

  it('accepts nothing that was not made with the secret', () => {
    fc.assert(
      fc.property(options, headers, body, (given, received, bytes) => {
        const source = sourceWith({ ...given, secrets: ['a secret that is not in the headers'] });
        expect(['missing', 'malformed', 'stale', 'mismatch']).toContain(
          verdictOn(source, { headers: received, body: bytes }),
        );
      }),
    );
  });

  it('takes what was made with the secret, or says what is wrong with it', () => {
    fc.assert(
      fc.property(options, headers, body, (given, received, bytes) => {
        const source = sourceWith({ ...given, timestampHeader: undefined });
        const signature = hmac(Buffer.from(bytes), { algorithm: given.algorithm }).toString(given.encoding);
        const header = { 'x-signature': `${given.signaturePrefix}${signature}` };
        expect(['accepted', 'VALIDATION_ERROR', 'MALFORMED_JSON']).toContain(
          verdictOn(source, { headers: { ...received, ...header }, body: bytes }),
        );
      }),
    );
  });

  it('reads any template, or refuses it', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('{body}', '{timestamp}', '{', '}', '{url}', '{method}'),
    );
    fc.assert(
      fc.property(
        fc.array(piece).map((pieces) => pieces.join('')),
        (signedContent) => {
          const refuses = /[{}]/.test(signedContent.replaceAll(/\{(body|timestamp|method|url)\}/g, ''));
          const complete = signedContent.includes('{body}') && signedContent.includes('{timestamp}');
          const attempt = () => sourceWith({ signedContent, timestampHeader: 'X-Timestamp' });
          if (refuses || !complete) expect(attempt).toThrow('signedContent');
          else {
            const parts: Record<string, string> = {
              '{body}': BODY,
              '{timestamp}': SECONDS,
              '{method}': 'POST',
              '{url}': 'https://hooks.example.com/webhooks/crm?a=1',
            };
            const content = signedContent.replaceAll(/\{\w+\}/g, (part) => parts[part] ?? '');
            const header = { 'x-timestamp': SECONDS, 'x-signature': hex(content) };
            expect(verdictOn(attempt(), { headers: header })).toBe('accepted');
          }
        },
      ),
    );
  });
});
