import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import type { DueDelivery } from './due-delivery.js';
import { messageFor } from './message.js';
import type { Receiver } from './receivers.js';
import { signingKey } from './signing-key.js';

const NEW = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const OLD = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;

const delivery: DueDelivery = {
  id: '01981b2a-0000-7000-8000-000000000001',
  number: 1,
  earlier: 0,
  orderKey: null,
  endpointId: '01981b2a-0000-7000-8000-000000000002',
  endpointVersion: 1,
  unproved: false,
  failingSince: null,
  eventId: '01981b2a-0000-7000-8000-000000000003',
  type: 'order.paid',
  subject: null,
  data: '{"total":12.50}',
  versions: null,
  apiVersion: null,
  publishedAt: new Date('2026-11-22T10:00:00.123Z'),
  requestId: null,
  traceparent: null,
};

const receiver = (changes: Partial<Receiver> = {}): Receiver => ({
  url: new URL('https://example.com/hooks'),
  keys: [signingKey({ secret: NEW })],
  headers: {},
  plainSignature: false,
  ...changes,
});

describe('a message', () => {
  it('is what was published, to the byte, whatever a parser would make of it', () => {
    expect(messageFor(delivery, receiver(), new Date()).body).toBe(
      '{"id":"01981b2a-0000-7000-8000-000000000003","type":"order.paid","timestamp":"2026-11-22T10:00:00.123Z","data":{"total":12.50}}',
    );
  });

  it('has its subject and version where there are any, and no data where none is wanted', () => {
    const thin = { ...delivery, subject: 'order_42', data: null };
    expect(JSON.parse(messageFor(thin, receiver(), new Date()).body)).toEqual({
      id: delivery.eventId,
      type: 'order.paid',
      timestamp: '2026-11-22T10:00:00.123Z',
      subject: 'order_42',
    });
  });

  it('has the data of the version that the endpoint is set to, and of now where there is none', () => {
    const versions = JSON.stringify({ '2025-01-01': { sum: '\0 \ud800' } });
    const older = { ...delivery, versions, apiVersion: '2025-01-01' };
    expect(JSON.parse(messageFor(older, receiver(), new Date()).body)).toMatchObject({
      api_version: '2025-01-01',
      data: { sum: '\0 \ud800' },
    });
    const newest = messageFor({ ...older, apiVersion: '2026-01-01' }, receiver(), new Date());
    expect(JSON.parse(newest.body)).toMatchObject({ data: { total: 12.5 } });
    expect(JSON.parse(newest.body)).not.toHaveProperty('api_version');
  });

  it('is the same on each attempt, under one webhook-id, with a timestamp and a signature of its own', () => {
    const first = messageFor(delivery, receiver(), new Date('2026-11-22T10:00:01Z'));
    const second = messageFor({ ...delivery, number: 2 }, receiver(), new Date('2026-11-22T10:01:01Z'));
    expect(second.body).toBe(first.body);
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(second.headers['webhook-timestamp']).not.toBe(first.headers['webhook-timestamp']);
  });

  it('cannot have its own headers replaced by those of the endpoint', () => {
    const { headers } = messageFor(
      delivery,
      receiver({ headers: { 'webhook-id': 'mine', 'x-team': 'a' } }),
      new Date(),
    );
    expect(headers).toMatchObject({ 'webhook-id': delivery.eventId, 'x-team': 'a' });
  });

  it('is verified by the standardwebhooks package with any secret and any data', () => {
    const bytes = fc.uint8Array({ minLength: 24, maxLength: 64 });
    fc.assert(
      fc.property(bytes, fc.json(), (key, data) => {
        const secret = `whsec_${Buffer.from(key).toString('base64')}`;
        const { headers, body } = messageFor(
          { ...delivery, data },
          receiver({ keys: [signingKey({ secret })] }),
          new Date(),
        );
        expect(new Webhook(secret).verify(body, headers)).toMatchObject({
          data: JSON.parse(data) as unknown,
        });
      }),
    );
  });
});

describe('while a secret is being rotated', () => {
  const keys = [{ secret: NEW }, { secret: OLD, until: new Date(Date.now() + 60_000) }].map(signingKey);

  it('receivers verify with the old one or the new one', () => {
    const { headers, body } = messageFor(delivery, receiver({ keys }), new Date());
    expect(new Webhook(NEW).verify(body, headers)).toMatchObject({ type: 'order.paid' });
    expect(new Webhook(OLD).verify(body, headers)).toMatchObject({ type: 'order.paid' });
  });

  it('the old one no longer signs when its time is over', () => {
    const { headers, body } = messageFor(delivery, receiver({ keys }), new Date(Date.now() + 120_000));
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(1);
    expect(() => new Webhook(OLD).verify(body, headers)).toThrow('No matching signature found');
  });
});

describe('a plain signature', () => {
  it('is the HMAC of the body under the text of the secret, and only there where it is asked for', () => {
    const { headers, body } = messageFor(delivery, receiver({ plainSignature: true }), new Date());
    const expected = createHmac('sha256', NEW).update(body).digest('hex');
    expect(headers['x-webhook-signature']).toBe(`sha256=${expected}`);
    expect(messageFor(delivery, receiver(), new Date()).headers).not.toHaveProperty('x-webhook-signature');
  });
});
