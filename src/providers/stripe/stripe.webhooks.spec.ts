import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { pino } from 'pino';
import Stripe from 'stripe';
import { noConnections } from '../../../test/support/no-connections.js';
import { describeWithContracts, readContract } from '../../../test/support/contracts.js';
import { openRoad } from '../../../test/support/open-road.js';
import { stripeEvent, stripeSignature, stripeThinEvent } from '../../../test/support/stripe-webhooks.js';
import { InvalidSignatureError, MalformedWebhookError } from '../../contracts/webhooks.js';
import { StripeClient } from './stripe.client.js';
import { stripeConfig } from './stripe.config.js';
import { StripeThinEvents } from './webhooks/thin-events.js';
import { StripeWebhooks } from './stripe.webhooks.js';

const SECRET = 'whsec_one';
const NOW = new Date('2026-11-21T12:00:00Z');
const NOW_SECONDS = NOW.getTime() / 1000;

function sourceWith(...secrets: string[]): StripeWebhooks {
  const config = stripeConfig.read({ STRIPE_WEBHOOK_SECRETS: secrets.join(',') });
  const { road } = openRoad({ logger: pino({ level: 'silent' }), provider: 'stripe' });
  const client = new StripeClient(config, road, noConnections);
  return new StripeWebhooks(config, new StripeThinEvents(client, noConnections));
}

const verify = (body: string | Buffer, header: string | undefined, source = sourceWith(SECRET), now = NOW) =>
  source.verify(
    {
      method: 'POST',
      url: 'https://hooks.example.com/webhooks/stripe',
      headers: { 'stripe-signature': header },
      rawBody: Buffer.from(body),
      receivedAt: now,
    },
    source.secrets,
  );

const signed = (body: string, secret = SECRET, timestamp = NOW_SECONDS) =>
  stripeSignature(body, { secret, timestamp });

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

describe('StripeWebhooks', () => {
  it('reads id, type and time of a signed event, and keeps its bytes', () => {
    const body = stripeEvent('invoice.paid', { id: 'evt_1', created: 1_785_000_000 });
    expect(verify(body, signed(body))).toEqual([
      {
        externalId: 'evt_1',
        type: 'invoice.paid',
        occurredAt: new Date(1_785_000_000_000),
        rawBody: Buffer.from(body),
      },
    ]);
  });

  it('reads a thin event, too', () => {
    const body = stripeThinEvent({ id: 'evt_thin', created: '2026-11-21T11:59:58.123Z' });
    expect(verify(body, signed(body))).toEqual([
      {
        externalId: 'evt_thin',
        type: 'v1.billing.meter.error_report_triggered',
        occurredAt: new Date('2026-11-21T11:59:58.123Z'),
        rawBody: Buffer.from(body),
      },
    ]);
  });

  it('accepts what the SDK signs, and the SDK accepts the same header', async () => {
    const payload = stripeEvent();
    const stripe = new Stripe('sk_test_x');
    const header = stripe.webhooks.generateTestHeaderString({
      payload,
      secret: SECRET,
      timestamp: NOW_SECONDS,
    });
    expect(fault(() => verify(payload, header))).toBe('accepted');
  });

  it('accepts any of several secrets, so that they can be rotated', () => {
    const body = stripeEvent();
    const both = sourceWith('whsec_new', SECRET);
    expect(fault(() => verify(body, signed(body), both))).toBe('accepted');
    expect(fault(() => verify(body, signed(body, 'whsec_new'), both))).toBe('accepted');
    expect(fault(() => verify(body, signed(body, 'whsec_other'), both))).toBe('mismatch');
  });

  it.each([
    ['exactly as old as tolerated', 300, 'accepted'],
    ['a second too old', 301, 'stale'],
    ['exactly as far ahead as tolerated', -300, 'accepted'],
    ['a second too far ahead', -301, 'stale'],
  ])('judges a signature that is %s', (_name, ageSeconds, verdict) => {
    const body = stripeEvent();
    expect(fault(() => verify(body, signed(body, SECRET, NOW_SECONDS - ageSeconds)))).toBe(verdict);
  });

  it.each([
    ['no header', undefined, 'missing'],
    ['an empty header', '', 'missing'],
    ['no timestamp', 'v1=' + 'a'.repeat(64), 'malformed'],
    ['two timestamps', `t=1,t=2,v1=${'a'.repeat(64)}`, 'malformed'],
    ['only v0', `t=${NOW_SECONDS},v0=${'a'.repeat(64)}`, 'malformed'],
    ['a truncated digest', `t=${NOW_SECONDS},v1=${'a'.repeat(63)}`, 'malformed'],
    ['a digest of other characters', `t=${NOW_SECONDS},v1=${'ż'.repeat(64)}`, 'malformed'],
    ['a timestamp that is no number', `t=now,v1=${'a'.repeat(64)}`, 'malformed'],
  ])('refuses %s', (_name, header, verdict) => {
    expect(fault(() => verify(stripeEvent(), header))).toBe(verdict);
  });

  it('refuses a body that changed by one byte, wherever', () => {
    const body = Buffer.from(stripeEvent());
    const header = signed(body.toString());
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const changed = Buffer.from(body);
        changed[index] = (changed[index] ?? 0) ^ change;
        expect(fault(() => verify(changed, header))).toBe('mismatch');
      }),
    );
  });

  it('refuses any header that was not made with the secret, whatever it looks like', () => {
    const body = stripeEvent();
    const field = fc.tuple(fc.constantFrom('t', 'v1', 'v0', ''), fc.string()).map((pair) => pair.join('='));
    fc.assert(
      fc.property(
        fc.array(field).map((fields) => fields.join(',')),
        (header) => {
          expect(['missing', 'malformed', 'stale', 'mismatch']).toContain(fault(() => verify(body, header)));
        },
      ),
    );
  });

  it.each([
    ['broken JSON', '{"id":', 'MALFORMED_JSON'],
    ['nothing', '', 'MALFORMED_JSON'],
    ['no id', stripeEvent('a.b', { id: undefined }), 'VALIDATION_ERROR'],
    ['an id with NUL', stripeEvent('a.b', { id: 'evt_\0' }), 'VALIDATION_ERROR'],
    ['a type with a lone surrogate', stripeEvent('\ud800'), 'VALIDATION_ERROR'],
    ['an endless id', stripeEvent('a.b', { id: 'e'.repeat(256) }), 'VALIDATION_ERROR'],
    ['a list', '[]', 'VALIDATION_ERROR'],
  ])('says what is wrong with a signed body of %s', (_name, body, verdict) => {
    expect(fault(() => verify(body, signed(body)))).toBe(verdict);
  });

  it.each([
    ['NUL', String.raw`"\u0000"`],
    ['a lone surrogate', String.raw`"\ud800"`],
    ['a number beyond all numbers', '1e999'],
    ['20,000 levels', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['a __proto__ key', '{"__proto__":{"admin":true}}'],
  ])('takes an event whose payload holds %s', (_name, poison) => {
    const body = `{"id":"evt_p","type":"a.b","data":${poison}}`;
    expect(fault(() => verify(body, signed(body)))).toBe('accepted');
  });

  it('hands handlers a payload without keys that could change prototypes', () => {
    const payload = sourceWith(SECRET).parse({
      externalId: 'evt_1',
      type: 'a.b',
      occurredAt: undefined,
      receivedAt: NOW,
      connectionId: undefined,
      headers: {},
      rawBody: Buffer.from('{"id":"evt_1","data":{"__proto__":{"admin":true},"a":1}}'),
    });
    expect(Object.getOwnPropertyNames((payload as { data: object }).data)).toEqual(['a']);
  });
});

describeWithContracts("Stripe's signature vectors", () => {
  const read = () =>
    JSON.parse(readContract('stripe/signature-vectors.json').toString()) as {
      secret: string;
      vectors: {
        name: string;
        payload: string;
        header: string;
        now: number;
        valid: boolean;
        secret?: string;
      }[];
    };

  it('are judged as published', () => {
    const { secret, vectors } = read();
    const verdicts = vectors.map((vector) => {
      const source = sourceWith(vector.secret ?? secret);
      const verdict = fault(() => verify(vector.payload, vector.header, source, new Date(vector.now * 1000)));
      // A published payload may be less than an event; its signature is what counts here.
      return [vector.name, verdict === 'accepted' || verdict === 'VALIDATION_ERROR'];
    });
    // Stripe's library looks only at the age; here a signature from the future is refused, too.
    const expected = vectors.map(({ name, valid }) => [name, valid && !name.includes('one hour ahead')]);
    expect(verdicts).toEqual(expected);
    expect(vectors.length).toBeGreaterThan(10);
  });
});
