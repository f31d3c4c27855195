import { createHmac, generateKeyPairSync, sign as signWith } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { describeContract } from '../../../../test/support/contracts.js';
import { InvalidSignatureError, MalformedWebhookError } from '../../../contracts/webhooks.js';
import { StandardWebhooksSource } from './standard-webhooks-source.js';

const secretOf = (fill: string) => `whsec_${Buffer.alloc(24, fill).toString('base64')}`;
const SECRET = secretOf('ours');
const NOW = new Date('2026-11-21T12:00:00Z');
const SECONDS = String(NOW.getTime() / 1000);
const BODY = '{"type":"contact.created","timestamp":"2026-11-21T11:59:30.344522Z","data":{"id":"1"}}';

const source = new StandardWebhooksSource('CRM_WEBHOOK_SECRETS', [SECRET]);

interface Delivery {
  headers: Record<string, string | string[]>;
  body?: string | Uint8Array;
  secrets?: readonly string[];
  now?: Date;
}

const verify = ({ headers, body = BODY, secrets = [SECRET], now = NOW }: Delivery) =>
  source.verify(
    { method: 'POST', url: 'http://localhost', headers, rawBody: Buffer.from(body), receivedAt: now },
    secrets,
  );

/** `accepted`, or why not; any other error fails the test. */
function verdictOn(delivery: Delivery): string {
  try {
    verify(delivery);
    return 'accepted';
  } catch (error) {
    if (error instanceof InvalidSignatureError) return error.fault;
    if (error instanceof MalformedWebhookError) return error.code;
    throw error;
  }
}

const signature = (body = BODY, { id = 'msg_1', timestamp = SECONDS, secret = SECRET } = {}) =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(`${id}.${timestamp}.${body}`)
    .digest('base64')}`;

const headersWith = (signatures: string, { id = 'msg_1', timestamp = SECONDS } = {}) => ({
  'webhook-id': id,
  'webhook-timestamp': timestamp,
  'webhook-signature': signatures,
});

describe('StandardWebhooksSource', () => {
  it('reads id, type and time of a signed event, and keeps its bytes', () => {
    expect(verify({ headers: headersWith(signature()) })).toEqual([
      {
        externalId: 'msg_1',
        type: 'contact.created',
        occurredAt: new Date('2026-11-21T11:59:30.344Z'),
        rawBody: Buffer.from(BODY),
      },
    ]);
  });

  it('accepts what the npm package signs, and the npm package accepts what is accepted here', () => {
    fc.assert(
      fc.property(fc.json(), fc.stringMatching(/^[\w-]{1,40}$/), (body, id) => {
        const now = new Date();
        const theirs = new Webhook(SECRET).sign(id, now, body);
        const timestamp = String(Math.floor(now.getTime() / 1000));
        const headers = headersWith(theirs, { id, timestamp });
        expect(verdictOn({ headers, body, now })).toBe('accepted');
        const ours = headersWith(signature(body, { id, timestamp }), { id, timestamp });
        expect(() => new Webhook(SECRET).verify(body, ours)).not.toThrow();
      }),
    );
  });

  it('knows the headers by the names of Svix, too, and never mixes the two', () => {
    const svix = { 'svix-id': 'msg_1', 'svix-timestamp': SECONDS, 'svix-signature': signature() };
    expect(verdictOn({ headers: svix })).toBe('accepted');
    expect(verdictOn({ headers: { ...svix, 'webhook-signature': 'v1,AAAA' } })).toBe('missing');
    expect(verdictOn({ headers: { ...svix, ...headersWith('v1,AAAA') } })).toBe('mismatch');
  });

  it('accepts any signature made with any of the secrets, so that they can be rotated', () => {
    const secrets = [secretOf('new'), SECRET];
    const both = `${signature(BODY, { secret: secretOf('gone') })} ${signature()}`;
    expect(verdictOn({ headers: headersWith(both), secrets })).toBe('accepted');
    expect(verdictOn({ headers: headersWith(both), secrets: [secretOf('new')] })).toBe('mismatch');
  });

  it('checks Ed25519 signatures with a public key', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const whpk = `whpk_${Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url').toString('base64')}`;
    const v1a = `v1a,${signWith(undefined, Buffer.from(`msg_1.${SECONDS}.${BODY}`), privateKey).toString('base64')}`;
    expect(verdictOn({ headers: headersWith(v1a), secrets: [whpk] })).toBe('accepted');
    expect(verdictOn({ headers: headersWith(v1a), secrets: [SECRET, whpk] })).toBe('accepted');
    expect(verdictOn({ headers: headersWith(v1a), secrets: [whpk], body: '{}' })).toBe('mismatch');
    expect(verdictOn({ headers: headersWith(v1a.replace('v1a', 'v1')), secrets: [whpk] })).toBe('mismatch');
    expect(verdictOn({ headers: headersWith(v1a), secrets: [SECRET] })).toBe('mismatch');
  });

  it.each([
    ['exactly as old as tolerated', 300, 'accepted'],
    ['a second too old', 301, 'stale'],
    ['exactly as far ahead as tolerated', -300, 'accepted'],
    ['a second too far ahead', -301, 'stale'],
  ])('judges a signature that is %s', (_name, ageSeconds, verdict) => {
    const timestamp = String(Number(SECONDS) - ageSeconds);
    expect(verdictOn({ headers: headersWith(signature(BODY, { timestamp }), { timestamp }) })).toBe(verdict);
  });

  it.each([
    ['a body that is not JSON', 'hello', { type: 'event', occurredAt: NOW }],
    ['a body of no object', '[1]', { type: 'event', occurredAt: NOW }],
    ['a type that is no name', '{"type":{"a":1}}', { type: 'event', occurredAt: NOW }],
    [
      'a time in Unix milliseconds',
      '{"type":"a","timestamp":1784000000123}',
      { type: 'a', occurredAt: new Date(1_784_000_000_123) },
    ],
    ['a time that is none', '{"type":"a","timestamp":"soon"}', { type: 'a', occurredAt: NOW }],
  ])('takes an event with %s', (_name, body, expected) => {
    expect(verify({ headers: headersWith(signature(body)), body })).toMatchObject([expected]);
  });

  it.each([
    ['with spaces', 'msg 1'],
    ['without end', 'm'.repeat(256)],
  ])('refuses a signed id %s', (_name, id) => {
    expect(verdictOn({ headers: headersWith(signature(BODY, { id }), { id }) })).toBe('VALIDATION_ERROR');
  });

  it('says when a secret cannot be used, and shows none of it', () => {
    const attempt = () => verify({ headers: headersWith(signature()), secrets: ['mistyped', secretOf('x')] });
    expect(attempt).toThrow('1 of 2 cannot be used');
    expect(attempt).not.toThrow('mistyped');
    expect(verdictOn({ headers: headersWith(signature()), secrets: [] })).toBe('mismatch');
  });

  it('refuses whatever was not made with the secret', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constant(SECONDS),
      fc.base64String().map((text) => `v1,${text}`),
    );
    const name = fc.constantFrom(
      ...['id', 'timestamp', 'signature'].flatMap((end) => [`webhook-${end}`, `svix-${end}`]),
    );
    const headers = fc.dictionary(name, fc.oneof(value, fc.array(value)));
    fc.assert(
      fc.property(headers, fc.uint8Array(), fc.array(fc.string()), (given, body, secrets) => {
        expect(['missing', 'malformed', 'stale', 'mismatch']).toContain(
          verdictOn({ headers: given, body, secrets: [...secrets, SECRET] }),
        );
      }),
    );
  });
});

const vector = z.object({
  name: z.string(),
  headers: z.record(z.string(), z.string()),
  payload: z.string(),
  now: z.number(),
  valid: z.boolean(),
});
const vectorFile = z.object({
  vectors: z.array(vector.extend({ secret: z.string() })).min(16),
  asymmetricVectors: z.array(vector.extend({ publicKey: z.string() })).min(3),
});

describeContract('standard-webhooks/vectors.json', vectorFile, ({ vectors, asymmetricVectors }) => {
  const cases = [
    ...vectors.map(({ secret, ...rest }) => ({ key: secret, ...rest })),
    ...asymmetricVectors.map(({ publicKey, ...rest }) => ({ key: publicKey, ...rest })),
  ];

  it.each(cases)('$name: valid is $valid', ({ key, headers, payload, now, valid }) => {
    const verdict = verdictOn({ headers, body: payload, secrets: [key], now: new Date(now * 1000) });
    expect(verdict === 'accepted').toBe(valid);
  });
});
