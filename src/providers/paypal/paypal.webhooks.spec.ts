import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { pino } from 'pino';
import { z } from 'zod';
import { noConnections } from '../../../test/support/no-connections.js';
import {
  describeContract,
  describeWithContracts,
  listContracts,
  readContract,
} from '../../../test/support/contracts.js';
import { openRoad } from '../../../test/support/open-road.js';
import { paypalEvent, startPayPalSigner, type PayPalSigner } from '../../../test/support/paypal-webhooks.js';
import type { SignedDelivery } from '../../../test/support/webhook-signer.js';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type WebhookRequest,
} from '../../contracts/webhooks.js';
import type { RoadLike } from '../../outbound/mounts/road-like.js';
import { LOOPBACK } from '../../outbound/transport/private-addresses.js';
import { Transport } from '../../outbound/transport/transport.js';
import { PayPalCertificates } from './webhooks/certificates.js';
import { PayPalClient } from './paypal.client.js';
import { paypalConfig } from './paypal.config.js';
import { PayPalVerification } from './webhooks/verification.js';
import { PayPalWebhooks } from './paypal.webhooks.js';

const HOUR_MS = 3_600_000;

let paypal: PayPalSigner;
let source: PayPalWebhooks;
const transport = new Transport({ allowPrivateNetworks: LOOPBACK });

function sourceOn(certificateRoad: RoadLike, environment: Record<string, string> = {}): PayPalWebhooks {
  const config = paypalConfig.read(environment);
  const { road } = openRoad({ logger: pino({ level: 'silent' }), provider: 'paypal', transport });
  const verification = new PayPalVerification(new PayPalClient(config, road, noConnections));
  return new PayPalWebhooks(config, new PayPalCertificates(config, certificateRoad), verification);
}

beforeAll(async () => {
  paypal = await startPayPalSigner();
  const { road } = openRoad({ logger: pino({ level: 'silent' }), provider: 'paypal', transport });
  source = sourceOn(road, paypal.environment);
});
afterAll(async () => {
  await transport.close();
  await paypal.close();
});

function toRequest({ headers, body }: SignedDelivery, receivedAt = new Date()): WebhookRequest {
  const lower = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    method: 'POST',
    url: 'http://localhost/webhooks/paypal',
    headers: lower,
    rawBody: body,
    receivedAt,
  };
}

interface Wishes {
  receivedAt?: Date;
  /** @default ours */
  webhookIds?: readonly string[];
  /** @default that of the signer */
  judge?: PayPalWebhooks;
}

async function verdict(
  delivery: SignedDelivery,
  { receivedAt, webhookIds = paypal.secrets.slice(0, 1), judge = source }: Wishes = {},
): Promise<string> {
  try {
    await judge.verify(toRequest(delivery, receivedAt), webhookIds);
    return 'accepted';
  } catch (error) {
    if (error instanceof InvalidSignatureError) return error.fault;
    if (error instanceof MalformedWebhookError) return error.code;
    throw error;
  }
}

describe('PayPalWebhooks', () => {
  it('reads id, type and time of a signed event, and keeps its bytes', async () => {
    const body = paypalEvent('PAYMENT.CAPTURE.REFUNDED', {
      id: 'WH-1',
      create_time: '2026-01-10T09:02:03.500Z',
    });
    expect(await source.verify(toRequest(paypal.sign({ body })), source.secrets)).toEqual([
      {
        externalId: 'WH-1',
        type: 'PAYMENT.CAPTURE.REFUNDED',
        occurredAt: new Date('2026-01-10T09:02:03.500Z'),
        rawBody: body,
      },
    ]);
  });

  it('accepts any of several webhook ids, and no other', async () => {
    const [ours, theirs] = paypal.secrets;
    expect(await verdict(paypal.sign({ secret: theirs }), { webhookIds: [ours, theirs] })).toBe('accepted');
    expect(await verdict(paypal.sign({ secret: theirs }))).toBe('mismatch');
    expect(await verdict(paypal.sign(), { webhookIds: [] })).toBe('mismatch');
  });

  it('refuses a body that changed by one byte, wherever', async () => {
    const delivery = paypal.sign();
    await fc.assert(
      fc.asyncProperty(
        fc.nat(delivery.body.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (index, change) => {
          const body = Buffer.from(delivery.body);
          body[index] = (body[index] ?? 0) ^ change;
          const isSpaceAtTheEnd = /\s$/.test(body.toString('latin1'));
          expect(await verdict({ ...delivery, body })).toBe(isSpaceAtTheEnd ? 'malformed' : 'mismatch');
        },
      ),
    );
  });

  it.each([
    ['nothing', '', '', 'accepted'],
    ['a line break after it', '', '\n', 'accepted'],
    ['a line break of Windows around it', '\r\n', '\r\n', 'accepted'],
    ['a space after it', '', ' ', 'malformed'],
    ['two line breaks after it', '', '\n\n', 'malformed'],
    ['a tab before it', '\t', '', 'malformed'],
    ['a line full of spaces before it', `${' '.repeat(48)}\n`, '', 'malformed'],
  ])('takes a signed body with %s, or not', async (_name, before, after, expected) => {
    const body = Buffer.from(`${before}${paypalEvent().toString()}${after}`);
    expect(await verdict(paypal.sign({ body }))).toBe(expected);
  });

  it.each([
    ['as old as PayPal repeats', 3 * 24 * HOUR_MS, 'accepted'],
    ['exactly as old as tolerated', 4 * 24 * HOUR_MS, 'accepted'],
    ['older', 4 * 24 * HOUR_MS + 1000, 'stale'],
    ['exactly as far ahead as tolerated', -300_000, 'accepted'],
    ['further ahead', -301_000, 'stale'],
  ])('judges a transmission that is %s', async (_name, ageMs, expected) => {
    // The certificate of this test is only valid now; the transmission is not.
    const receivedAt = new Date();
    const delivery = paypal.sign({ at: new Date(receivedAt.getTime() - ageMs) });
    expect(await verdict(delivery, { receivedAt })).toBe(expected);
  });

  const HEADERS = ['ID', 'TIME', 'SIG'].map((name) => `PAYPAL-TRANSMISSION-${name}`);
  it.each([...HEADERS, 'PAYPAL-CERT-URL', 'PAYPAL-AUTH-ALGO'])('needs %s', async (name) => {
    const { headers, body } = paypal.sign();
    const { [name]: _left, ...others } = headers;
    expect(await verdict({ headers: others, body })).toBe('missing');
  });

  it.each([
    ['PAYPAL-AUTH-ALGO', 'SHA1withRSA', 'malformed'],
    ['PAYPAL-AUTH-ALGO', 'none', 'malformed'],
    ['PAYPAL-TRANSMISSION-TIME', 'yesterday', 'malformed'],
    ['PAYPAL-TRANSMISSION-SIG', 'not base64!', 'malformed'],
    ['PAYPAL-TRANSMISSION-SIG', 'AAAA', 'mismatch'],
    ['PAYPAL-TRANSMISSION-ID', 'with|separator', 'malformed'],
    ['PAYPAL-TRANSMISSION-ID', 'another', 'mismatch'],
    ['PAYPAL-CERT-URL', 'https://evil.example/v1/notifications/certs/CERT-1', 'malformed'],
  ])('refuses %s: %s', async (name, value, expected) => {
    const { headers, body } = paypal.sign();
    expect(await verdict({ headers: { ...headers, [name]: value }, body })).toBe(expected);
  });

  it.each([
    ['broken JSON', '{"id":', 'MALFORMED_JSON'],
    ['nothing', '', 'MALFORMED_JSON'],
    ['no id', paypalEvent('A.B', { id: undefined }), 'VALIDATION_ERROR'],
    ['an id with NUL', paypalEvent('A.B', { id: 'WH-\0' }), 'VALIDATION_ERROR'],
    ['a type with a lone surrogate', paypalEvent('\ud800'), 'VALIDATION_ERROR'],
    ['a list', '[]', 'VALIDATION_ERROR'],
    ['a time that is none', paypalEvent('A.B', { create_time: 'soon' }), 'accepted'],
    [
      '20,000 levels',
      `{"id":"1","event_type":"A","x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      'accepted',
    ],
  ])('says what is wrong with a signed body of %s', async (_name, body, expected) => {
    expect(await verdict(paypal.sign({ body: Buffer.from(body) }))).toBe(expected);
  });

  it('hands handlers a payload without keys that could change prototypes', () => {
    const rawBody = Buffer.from('{"id":"1","resource":{"__proto__":{"admin":true},"a":1}}');
    const arrival = { headers: {}, receivedAt: new Date(), connectionId: undefined };
    const stored = { externalId: '1', type: 'A', occurredAt: undefined, rawBody, ...arrival };
    expect(source.parse(stored)).toEqual({ id: '1', resource: { a: 1 } });
  });
});

const vectorFile = z.object({
  certificate: z.object({ url: z.string(), pem: z.string() }),
  vectors: z.array(
    z.object({
      name: z.string(),
      headers: z.record(z.string(), z.string()),
      webhookId: z.string(),
      body: z.string(),
      valid: z.boolean(),
    }),
  ),
});

describeContract('paypal/signature-vectors.json', vectorFile, ({ certificate, vectors }) => {
  const trustedBefore = tls.getCACertificates('default');
  let judge: PayPalWebhooks;

  beforeAll(() => {
    // Its issuer's certificate is not published with it, so that it is trusted itself.
    tls.setDefaultCACertificates([certificate.pem]);
    judge = sourceOn({
      provider: 'paypal',
      policy: { writes: { by: 'none' } },
      settings: { timeoutMs: 1000 },
      send: async ({ url }) => {
        if (url.href !== certificate.url) throw new Error(`Nothing may be fetched from ${url.href}.`);
        return { status: 200, headers: {}, body: Buffer.from(certificate.pem) };
      },
    });
  });
  afterAll(() => tls.setDefaultCACertificates(trustedBefore));

  it.each(vectors)('$name: $valid', async ({ headers, body, webhookId, valid }) => {
    const receivedAt = new Date(headers['paypal-transmission-time'] ?? 0);
    const delivery = { headers, body: Buffer.from(body) };
    const judged = await verdict(delivery, { receivedAt, webhookIds: [webhookId], judge });
    expect(judged === 'accepted').toBe(valid);
  });

  it('are not believed after the certificate has expired', async () => {
    const [valid] = vectors;
    const headers = { ...valid?.headers, 'paypal-transmission-time': '2026-01-01T00:00:00Z' };
    const delivery = { headers, body: Buffer.from(valid?.body ?? '') };
    expect(await verdict(delivery, { receivedAt: new Date('2026-01-01T00:00:00Z'), judge })).toBe('stale');
  });
});

describeWithContracts('PayPal’s samples of events', () => {
  const samples = () => listContracts('paypal/events');

  it('are read', async () => {
    for (const path of samples()) {
      const body = readContract(path);
      const [event] = await source.verify(toRequest(paypal.sign({ body })), paypal.secrets);
      expect(path).toBe(`paypal/events/${event?.type}.json`);
      expect(event?.occurredAt?.getUTCFullYear()).toBe(2026);
    }
    expect(samples().length).toBeGreaterThan(5);
  });
});
