import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { describeContract, describeWithContracts, readContract } from '../../../test/support/contracts.js';
import { hubspotBatch, hubspotEvent, hubspotSigner } from '../../../test/support/hubspot-webhooks.js';
import type { SignOptions } from '../../../test/support/webhook-signer.js';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type WebhookRequest,
} from '../../contracts/webhooks.js';
import { hubspotConfig } from './hubspot.config.js';
import { HubSpotWebhooks } from './hubspot.webhooks.js';

const ADDRESS = 'https://hooks.example.com/webhooks/hubspot';
const NOW = new Date('2026-11-21T12:00:00.500Z');

const source = new HubSpotWebhooks(hubspotConfig.read(hubspotSigner.environment));

/** A request as it arrives: signed by HubSpot, with what a test changes about it. */
function requestOf(options: SignOptions = {}, changes: Partial<WebhookRequest> = {}): WebhookRequest {
  const { headers, body } = hubspotSigner.sign({ at: NOW, url: ADDRESS, ...options });
  const arrived = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return { method: 'POST', url: ADDRESS, headers: arrived, rawBody: body, receivedAt: NOW, ...changes };
}

const verify = (request: WebhookRequest, secrets = source.secrets) => source.verify(request, secrets);

const idsOf = (...events: object[]) =>
  verify(requestOf({ body: hubspotBatch(...events) })).map(({ externalId }) => externalId);

function fault(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof InvalidSignatureError) return error.fault;
    if (error instanceof MalformedWebhookError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('HubSpotWebhooks', () => {
  it('reads every event of a batch, with its own bytes', () => {
    const events = [
      hubspotEvent({ occurredAt: 1_785_000_000_123 }),
      hubspotEvent({ subscriptionType: 'deal.propertyChange', propertyValue: '1,5 ] €' }),
    ];
    const envelopes = verify(requestOf({ body: hubspotBatch(...events) }));
    expect(envelopes.map(({ type }) => type)).toEqual(['contact.creation', 'deal.propertyChange']);
    expect(envelopes[0]?.occurredAt).toEqual(new Date(1_785_000_000_123));
    expect(envelopes.map(({ rawBody }) => Buffer.from(rawBody).toString())).toEqual(
      events.map((event) => JSON.stringify(event)),
    );
  });

  it('accepts any of several secrets, so that they can be rotated', () => {
    const [first, second] = hubspotSigner.secrets;
    expect(fault(() => verify(requestOf({ secret: second }), [first, second]))).toBe('accepted');
    expect(fault(() => verify(requestOf({ secret: second }), [first]))).toBe('mismatch');
    expect(fault(() => verify(requestOf(), []))).toBe('mismatch');
  });

  it.each([
    ['exactly as old as tolerated', 300_000, 'accepted'],
    ['a millisecond too old', 300_001, 'stale'],
    ['exactly as far ahead as tolerated', -300_000, 'accepted'],
    ['a millisecond too far ahead', -300_001, 'stale'],
  ])('judges a signature that is %s', (_name, ageMs, verdict) => {
    expect(fault(() => verify(requestOf({ at: new Date(NOW.getTime() - ageMs) })))).toBe(verdict);
  });

  it.each([
    ['no signature', { 'x-hubspot-signature-v3': undefined }, 'missing'],
    [
      'only a signature of version 1',
      { 'x-hubspot-signature-v3': undefined, 'x-hubspot-signature': 'a'.repeat(64) },
      'missing',
    ],
    ['no time', { 'x-hubspot-request-timestamp': undefined }, 'missing'],
    ['a time that is no number', { 'x-hubspot-request-timestamp': 'now' }, 'malformed'],
    ['two times', { 'x-hubspot-request-timestamp': '1785000000000, 1785000000001' }, 'malformed'],
    ['a time in seconds', { 'x-hubspot-request-timestamp': String((NOW.getTime() / 1000) | 0) }, 'stale'],
    ['a signature in hex', { 'x-hubspot-signature-v3': 'a'.repeat(64) }, 'malformed'],
    ['a truncated signature', { 'x-hubspot-signature-v3': `${'a'.repeat(42)}=` }, 'malformed'],
  ])('refuses %s', (_name, headers, verdict) => {
    const request = requestOf();
    expect(fault(() => verify({ ...request, headers: { ...request.headers, ...headers } }))).toBe(verdict);
  });

  it.each([
    ['another method', { method: 'PUT' }],
    ['another address', { url: `${ADDRESS}/` }],
    ['another body', { rawBody: Buffer.from('[]') }],
  ])('refuses a signature for %s', (_name, changes) => {
    expect(fault(() => verify(requestOf({}, changes)))).toBe('mismatch');
  });

  it('undoes the percent-encodings that HubSpot undoes, and no others', () => {
    const signedFor = `${ADDRESS}?from=a:b/c?@!$'()*,;&space=%20&plus=%2B`;
    const calledAt = `${ADDRESS}?from=a%3Ab%2fc%3F%40%21%24%27%28%29%2A%2C%3B&space=%20&plus=%2B`;
    expect(fault(() => verify(requestOf({ url: signedFor }, { url: calledAt })))).toBe('accepted');
  });

  it('refuses any signature header that was not made with the secret, whatever it looks like', () => {
    const request = requestOf();
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (header) => {
        const headers = { ...request.headers, 'x-hubspot-signature-v3': header };
        expect(['missing', 'malformed', 'mismatch']).toContain(fault(() => verify({ ...request, headers })));
      }),
    );
  });

  it.each([
    ['broken JSON', '[{"eventId":', 'MALFORMED_JSON'],
    ['nothing', '', 'MALFORMED_JSON'],
    ['one event without a list', JSON.stringify(hubspotEvent()), 'VALIDATION_ERROR'],
    ['a list of numbers', '[1]', 'VALIDATION_ERROR'],
    [
      'an event without a type',
      JSON.stringify([hubspotEvent({ subscriptionType: undefined })]),
      'VALIDATION_ERROR',
    ],
    ['an event without an id', JSON.stringify([hubspotEvent({ eventId: undefined })]), 'VALIDATION_ERROR'],
    ['a time beyond all times', JSON.stringify([hubspotEvent({ occurredAt: 1e300 })]), 'VALIDATION_ERROR'],
  ])('says what is wrong with a signed body of %s', (_name, body, verdict) => {
    expect(fault(() => verify(requestOf({ body: Buffer.from(body) })))).toBe(verdict);
  });

  it('takes an event that holds 20,000 levels', () => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    const body = JSON.stringify([hubspotEvent({ mergedObjectIds: 'DEEP' })]).replace('"DEEP"', deep);
    expect(fault(() => verify(requestOf({ body: Buffer.from(body) })))).toBe('accepted');
  });
});

describe('What identifies an event of HubSpot', () => {
  it('stays when it is delivered again, whatever the order of its fields', () => {
    const event = hubspotEvent({ mergedObjectIds: [7] });
    const again = Object.fromEntries(Object.entries({ ...event, attemptNumber: 3 }).toReversed());
    const [first, second] = idsOf(event, again);
    expect(second).toBe(first);
  });

  it.each([
    ['account', { portalId: 2 }],
    ['subscription', { subscriptionId: 2 }],
    ['object', { objectId: 2 }],
    ['property', { propertyName: 'email' }],
    ['moment', { occurredAt: 2 }],
    ['other end of an association', { toObjectId: 2 }],
  ])('tells events of one eventId apart by their %s', (_name, difference) => {
    const event = hubspotEvent();
    expect(new Set(idsOf(event, { ...event, ...difference })).size).toBe(2);
  });
});

const vector = z.object({
  name: z.string(),
  version: z.enum(['v1', 'v2', 'v3']),
  method: z.string(),
  url: z.string().default(ADDRESS),
  body: z.string(),
  timestamp: z.string().optional(),
  signature: z.string(),
  nowMs: z.number().default(NOW.getTime()),
  valid: z.boolean(),
});
const contract = z.object({ clientSecret: z.string(), vectors: z.array(vector).min(10) });

describeContract('hubspot/signature-vectors.json', contract, ({ clientSecret, vectors }) => {
  it.each(vectors)(
    '$version: $name',
    ({ version, method, url, body, timestamp, signature, nowMs, valid }) => {
      const headers =
        version === 'v3'
          ? { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': timestamp }
          : { 'x-hubspot-signature': signature, 'x-hubspot-signature-version': version };
      const request = { method, url, headers, rawBody: Buffer.from(body), receivedAt: new Date(nowMs) };
      const verdict = fault(() => verify(request, [clientSecret]));
      // A published body may be less than a batch of events; its signature is what counts here.
      const accepted = ['accepted', 'MALFORMED_JSON'].includes(verdict);
      // Versions 1 and 2 do not cover the time, so they are not believed here however good they are.
      expect(version === 'v3' ? accepted : verdict).toBe(version === 'v3' ? valid : 'missing');
    },
  );
});

describeWithContracts("HubSpot's sample batch", () => {
  it('becomes seven events of their types', () => {
    const body = readContract('hubspot/webhook-batch.json');
    const envelopes = verify(requestOf({ body }));
    expect(envelopes.map(({ type }) => type)).toEqual([
      'contact.creation',
      'contact.propertyChange',
      'deal.propertyChange',
      'contact.deletion',
      'contact.privacyDeletion',
      'contact.merge',
      'contact.associationChange',
    ]);
    expect(new Set(envelopes.map(({ externalId }) => externalId)).size).toBe(7);
    expect(envelopes.every(({ rawBody }) => body.includes(Buffer.from(rawBody)))).toBe(true);
  });
});
