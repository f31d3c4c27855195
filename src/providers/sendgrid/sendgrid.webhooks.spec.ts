import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { describeContract, describeWithContracts, readContract } from '../../../test/support/contracts.js';
import { sendgridBatch, sendgridEvent, sendgridSigner } from '../../../test/support/sendgrid-webhooks.js';
import type { SignOptions } from '../../../test/support/webhook-signer.js';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type WebhookRequest,
} from '../../contracts/webhooks.js';
import { sendgridConfig } from './sendgrid.config.js';
import { SendGridWebhooks } from './sendgrid.webhooks.js';

const NOW = new Date('2026-11-21T12:00:00Z');
const DAY_SECONDS = 86_400;

const source = new SendGridWebhooks(sendgridConfig.read(sendgridSigner.environment));

/** A request as it arrives: signed by SendGrid, with what a test changes about it. */
function requestOf(options: SignOptions = {}, changes: Partial<WebhookRequest> = {}): WebhookRequest {
  const { headers, body } = sendgridSigner.sign({ at: NOW, ...options });
  const arrived = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const url = 'https://hooks.example.com/webhooks/sendgrid';
  return { method: 'POST', url, headers: arrived, rawBody: body, receivedAt: NOW, ...changes };
}

const verify = (request: WebhookRequest, secrets = source.secrets) => source.verify(request, secrets);

const verifyBatch = (...events: object[]) => verify(requestOf({ body: sendgridBatch(...events) }));

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

describe('SendGridWebhooks', () => {
  it('reads every event of a request, with its own bytes', () => {
    const events = [
      sendgridEvent({ sg_event_id: 'b25l', timestamp: 1_785_000_001 }),
      sendgridEvent({ event: 'bounce', reason: '550 "no such user", sorry ]' }),
    ];
    const envelopes = verifyBatch(...events);
    expect(envelopes.map(({ type }) => type)).toEqual(['delivered', 'bounce']);
    expect(envelopes[0]).toMatchObject({ externalId: 'b25l', occurredAt: new Date(1_785_000_001_000) });
    expect(envelopes.map(({ rawBody }) => Buffer.from(rawBody).toString())).toEqual(
      events.map((event) => JSON.stringify(event)),
    );
  });

  it('knows an event without an id by its bytes', () => {
    const event = { sg_event_id: undefined, event: 'unsubscribe', email: 'a@example.com' };
    const ids = [event, event, { ...event, email: 'b@example.com' }].map(
      (fields) => verifyBatch(sendgridEvent(fields))[0]?.externalId,
    );
    expect(ids[0]).toMatch(/^sha256:/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('accepts any of several keys, so that they can be rotated', () => {
    const [ours, others] = sendgridSigner.secrets;
    expect(fault(() => verify(requestOf({ secret: others }), [ours, others]))).toBe('accepted');
    expect(fault(() => verify(requestOf({ secret: others }), [ours]))).toBe('mismatch');
    expect(fault(() => verify(requestOf(), []))).toBe('mismatch');
  });

  it('goes on with the other keys where one is none', () => {
    expect(fault(() => verify(requestOf(), ['mistyped', ...source.secrets]))).toBe('accepted');
    expect(fault(() => verify(requestOf(), ['mistyped']))).toBe('mismatch');
  });

  it.each([
    ['as old as the last repeat may be', DAY_SECONDS + 300, 'accepted'],
    ['older than any repeat', DAY_SECONDS + 301, 'stale'],
    ['exactly as far ahead as tolerated', -300, 'accepted'],
    ['a second too far ahead', -301, 'stale'],
  ])('judges a signature that is %s', (_name, ageSeconds, verdict) => {
    expect(fault(() => verify(requestOf({ at: new Date(NOW.getTime() - ageSeconds * 1000) })))).toBe(verdict);
  });

  const SIGNATURE = 'x-twilio-email-event-webhook-signature';
  const TIMESTAMP = 'x-twilio-email-event-webhook-timestamp';

  it.each([
    ['no signature', { [SIGNATURE]: undefined }, 'missing'],
    ['no time', { [TIMESTAMP]: undefined }, 'missing'],
    ['a time that is no number', { [TIMESTAMP]: 'timestamp' }, 'malformed'],
    ['a time in milliseconds', { [TIMESTAMP]: String(NOW.getTime()) }, 'malformed'],
    ['another time', { [TIMESTAMP]: String(NOW.getTime() / 1000 - 1) }, 'mismatch'],
    ['a signature that is not base64', { [SIGNATURE]: 'not-a-signature' }, 'malformed'],
    ['a signature that is not DER', { [SIGNATURE]: 'AAAAAAAAAAAA' }, 'mismatch'],
    ['an endless signature', { [SIGNATURE]: 'A'.repeat(97) }, 'malformed'],
  ])('refuses %s', (_name, headers, verdict) => {
    const request = requestOf();
    expect(fault(() => verify({ ...request, headers: { ...request.headers, ...headers } }))).toBe(verdict);
  });

  it('refuses a body that changed by one byte, wherever', () => {
    const request = requestOf();
    fc.assert(
      fc.property(fc.nat(request.rawBody.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const changed = Buffer.from(request.rawBody);
        changed[index] = (changed[index] ?? 0) ^ change;
        expect(fault(() => verify({ ...request, rawBody: changed }))).toBe('mismatch');
      }),
    );
  });

  it.each([
    ['broken JSON', '[{"event":', 'MALFORMED_JSON'],
    ['nothing', '', 'MALFORMED_JSON'],
    ['one event without a list', JSON.stringify(sendgridEvent()), 'VALIDATION_ERROR'],
    ['a list of numbers', '[1]', 'VALIDATION_ERROR'],
    ['an event without a type', JSON.stringify([sendgridEvent({ event: undefined })]), 'VALIDATION_ERROR'],
    ['an id with NUL', JSON.stringify([sendgridEvent({ sg_event_id: '\0' })]), 'VALIDATION_ERROR'],
    ['a time beyond all times', JSON.stringify([sendgridEvent({ timestamp: 1e300 })]), 'VALIDATION_ERROR'],
  ])('says what is wrong with a signed body of %s', (_name, body, verdict) => {
    expect(fault(() => verify(requestOf({ body: Buffer.from(body) })))).toBe(verdict);
  });
});

const vector = z.object({
  name: z.string(),
  publicKey: z.string(),
  timestamp: z.string(),
  signature: z.string(),
  payload: z.string(),
  valid: z.boolean(),
});

describeContract(
  'sendgrid/signature-vectors.json',
  z.object({ vectors: z.array(vector).min(9) }),
  ({ vectors }) => {
    it.each(vectors)('$name', ({ publicKey, timestamp, signature, payload, valid }) => {
      const headers = {
        'x-twilio-email-event-webhook-signature': signature,
        'x-twilio-email-event-webhook-timestamp': timestamp,
      };
      const receivedAt = new Date((Number(timestamp) || 0) * 1000);
      const request = requestOf({}, { headers, rawBody: Buffer.from(payload), receivedAt });
      expect(fault(() => verify(request, [publicKey])) === 'accepted').toBe(valid);
    });
  },
);

const edgeCase = z.object({
  name: z.string(),
  body: z.array(z.looseObject({ event: z.string(), sg_event_id: z.string(), timestamp: z.number() })),
});

describeContract(
  'sendgrid/event-webhook-edge-cases.json',
  z.object({ cases: z.array(edgeCase).min(5) }),
  ({ cases }) => {
    it.each(cases)('$name', ({ body }) => {
      expect(verifyBatch(...body)).toMatchObject(
        body.map(({ event, sg_event_id, timestamp }) => ({
          type: event,
          externalId: sg_event_id,
          occurredAt: new Date(timestamp * 1000),
        })),
      );
    });
  },
);

describeWithContracts("SendGrid's sample batch", () => {
  it('becomes twelve events', () => {
    const body = readContract('sendgrid/event-webhook-batch.json');
    const envelopes = verify(requestOf({ body }));
    expect(new Set(envelopes.map(({ externalId }) => externalId)).size).toBe(12);
    expect(envelopes.every(({ rawBody }) => body.includes(Buffer.from(rawBody)))).toBe(true);
  });
});
