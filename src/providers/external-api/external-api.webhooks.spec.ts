import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { externalApiCallback, externalApiSigner } from '../../../test/support/external-api-webhooks.js';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type WebhookHeaders,
} from '../../contracts/webhooks.js';
import { externalApiConfig } from './external-api.config.js';
import { ExternalApiWebhooks } from './external-api.webhooks.js';

const [SECRET, OTHER] = externalApiSigner.secrets;
const NOW = new Date('2026-11-21T12:00:00Z');
const source = new ExternalApiWebhooks(externalApiConfig.read(externalApiSigner.environment));

const verify = (headers: WebhookHeaders, body: Uint8Array, secrets: readonly string[] = source.secrets) =>
  source.verify(
    { method: 'POST', url: 'http://localhost', headers, rawBody: body, receivedAt: NOW },
    secrets,
  );

/** `accepted`, or why not; any other error fails the test. */
function verdictOn(headers: WebhookHeaders, body: Uint8Array, secrets?: readonly string[]): string {
  try {
    verify(headers, body, secrets);
    return 'accepted';
  } catch (error) {
    if (error instanceof InvalidSignatureError) return error.fault;
    if (error instanceof MalformedWebhookError) return error.code;
    throw error;
  }
}

const untimed = (body: Uint8Array) => ({
  'x-webhook-signature': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
});

/** As the external API signs with a timestamp, its header names as Node hands them over. */
function timed(body: Buffer, { at = NOW, secret = SECRET } = {}): WebhookHeaders {
  const { headers } = externalApiSigner.sign({ body, at, secret });
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

describe('ExternalApiWebhooks', () => {
  it('reads a callback: its id from request and status, so that each state of a request is an event of its own', () => {
    const body = externalApiCallback({ request_id: 'req_abc123', completed_at: '2026-11-21T11:59:45Z' });
    const event = {
      externalId: 'req_abc123:completed',
      type: 'request.completed',
      occurredAt: new Date('2026-11-21T11:59:45Z'),
      rawBody: body,
    };
    expect(verify(timed(body), body)).toEqual([event]);
    expect(verify(untimed(body), body)).toEqual([event]);
  });

  it('takes a request that is not done at the time when it was made', () => {
    const created_at = '2026-11-21T11:00:00Z';
    const body = externalApiCallback({ status: 'processing', created_at, completed_at: null });
    expect(verify(timed(body), body)).toMatchObject([
      { type: 'request.processing', occurredAt: new Date(created_at) },
    ]);
  });

  it('accepts any of several secrets, so that they can be rotated', () => {
    const body = externalApiCallback();
    expect(verdictOn(timed(body), body, [OTHER, SECRET])).toBe('accepted');
    expect(verdictOn(timed(body), body, [OTHER])).toBe('mismatch');
  });

  it.each([
    ['exactly as old as tolerated', 300, 'accepted'],
    ['a second too old', 301, 'stale'],
    ['a second too far ahead', -301, 'stale'],
  ])('judges a signature that is %s', (_name, ageSeconds, verdict) => {
    const body = externalApiCallback();
    expect(verdictOn(timed(body, { at: new Date(NOW.getTime() - ageSeconds * 1000) }), body)).toBe(verdict);
  });

  it('does not let the timestamp of a captured callback be changed or taken away', () => {
    const body = externalApiCallback();
    const old = timed(body, { at: new Date('2026-11-20T12:00:00Z') });
    const timestamp = String(old['x-webhook-timestamp']);
    const now = String(NOW.getTime() / 1000);
    const withoutTime = { ...old, 'x-webhook-timestamp': undefined };
    expect(verdictOn({ ...old, 'x-webhook-timestamp': now }, body)).toBe('mismatch');
    expect(verdictOn(withoutTime, body)).toBe('mismatch');
    expect(verdictOn(withoutTime, Buffer.concat([Buffer.from(`${timestamp}.`), body]))).toBe(
      'MALFORMED_JSON',
    );
  });

  it.each([
    ['no request_id', { request_id: undefined }],
    ['an endless request_id', { request_id: 'r'.repeat(201) }],
    ['a status of several words', { status: 'almost done' }],
    ['a time that is none', { completed_at: 'soon' }],
    ['no created_at', { created_at: undefined }],
  ])('refuses a signed callback with %s', (_name, fields) => {
    const body = externalApiCallback(fields);
    expect(verdictOn(timed(body), body)).toBe('VALIDATION_ERROR');
  });

  it.each([
    ['no signature', {}, 'missing'],
    ['a signature without its prefix', { 'x-webhook-signature': 'a'.repeat(64) }, 'malformed'],
    ['a truncated signature', { 'x-webhook-signature': `sha256=${'a'.repeat(63)}` }, 'mismatch'],
    ['a timestamp that is no number', { 'x-webhook-timestamp': 'now' }, 'malformed'],
    ['a timestamp of nothing', { 'x-webhook-timestamp': '' }, 'missing'],
  ])('refuses %s', (_name, headers, verdict) => {
    expect(verdictOn(headers, externalApiCallback())).toBe(verdict);
  });

  it('refuses whatever was not made with the secret', () => {
    const value = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(String(NOW.getTime() / 1000), `sha256=${'0'.repeat(64)}`),
    );
    const name = fc.constantFrom('x-webhook-signature', 'x-webhook-timestamp');
    fc.assert(
      fc.property(fc.dictionary(name, fc.oneof(value, fc.array(value))), fc.uint8Array(), (headers, body) => {
        expect(['missing', 'malformed', 'stale', 'mismatch']).toContain(verdictOn(headers, body));
      }),
    );
  });

  it('hands handlers the callback with every field that it had', () => {
    const body = externalApiCallback({ request_id: 'req_1', result: { rows: 3 }, trace: 't' });
    const [event] = verify(untimed(body), body);
    if (!event) throw new Error('The callback was accepted, but gave no event.');
    const stored = { ...event, headers: {}, receivedAt: NOW, connectionId: undefined };
    expect(source.parse(stored)).toMatchObject({ request_id: 'req_1', result: { rows: 3 }, trace: 't' });
  });
});
