import { sign } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { issueCertificate, trust, type TestCertificate } from './certificates.js';
import { faults, startFaultServer, type Fault, type ReceivedRequest } from './fault-server.js';
import type { SignedDelivery, SignOptions, WebhookSigner } from './webhook-signer.js';

const WEBHOOK_IDS = ['4JH86294D6297924G', '1JE4291016473214C'] as const;

const NAME = 'messageverificationcerts.sandbox.paypal.com';

export interface PayPalSigner extends WebhookSigner {
  /** Where its certificates and its API are. */
  readonly url: string;
  /** All that it was asked, in order. */
  readonly requests: readonly ReceivedRequest[];
  /** Answers otherwise from now on; `undefined` for what has the usual answer. */
  answerWith(answer: (request: ReceivedRequest) => Fault | undefined): void;
  /** Another certificate of PayPal's, which says that its issuer's is at this address. */
  certificateAlone(issuerUrl: string): Promise<{ leaf: TestCertificate; issuer: TestCertificate }>;
  close(): Promise<void>;
}

/** PayPal's side on a real socket: signs, and serves the certificate that it signs with, from a CA trusted meanwhile. */
export async function startPayPalSigner(): Promise<PayPalSigner> {
  const root = await issueCertificate({ name: 'Root of the tests', isAuthority: true });
  const issuer = await issueCertificate({ name: 'Issuer of the tests', isAuthority: true, issuer: root });
  const leaf = await issueCertificate({ name: NAME, issuer });
  const distrust = trust(root);
  let otherwise: (request: ReceivedRequest) => Fault | undefined = () => undefined;
  const usual = ({ path }: ReceivedRequest) =>
    path === '/v1/notifications/certs/CERT-tests'
      ? faults.ok(leaf.pem + issuer.pem, { 'content-type': 'application/x-pem-file' })
      : faults.status(404);
  const server = await startFaultServer({ answer: (request) => otherwise(request) ?? usual(request) });
  const { url, requests } = server;
  return {
    url,
    requests,
    answerWith: (answer) => (otherwise = answer),
    certificateAlone: async (issuerUrl) => ({
      leaf: await issueCertificate({ name: NAME, issuer, issuerUrl }),
      issuer,
    }),
    close: async () => {
      distrust();
      await server.close();
    },
    provider: 'paypal',
    environment: { PAYPAL_WEBHOOK_ID: WEBHOOK_IDS[0], PAYPAL_API_BASE_URL: url, PAYPAL_RETRY_DELAY: '0.01' },
    secrets: WEBHOOK_IDS,
    signatureHeader: 'PAYPAL-TRANSMISSION-SIG',
    coversBody: true,
    coversTime: true,
    sign: ({
      secret = WEBHOOK_IDS[0],
      at = new Date(),
      body = paypalEvent(),
    }: SignOptions = {}): SignedDelivery => {
      const id = `00000000-0000-11e4-8bf3-${String((sequence += 1)).padStart(12, '0')}`;
      const time = at.toISOString();
      const message = Buffer.from(`${id}|${time}|${secret}|${crc32(body)}`);
      return {
        headers: {
          'Content-Type': 'application/json',
          'PAYPAL-TRANSMISSION-ID': id,
          'PAYPAL-TRANSMISSION-TIME': time,
          'PAYPAL-TRANSMISSION-SIG': sign('sha256', message, leaf.privateKey).toString('base64'),
          'PAYPAL-CERT-URL': `${url}/v1/notifications/certs/CERT-tests`,
          'PAYPAL-AUTH-ALGO': 'SHA256withRSA',
        },
        body,
      };
    },
  };
}

let sequence = 0;

/** A small event of any type; every call has an id of its own unless one is given. */
export function paypalEvent(
  type = 'PAYMENT.CAPTURE.COMPLETED',
  fields: Record<string, unknown> = {},
): Buffer {
  sequence += 1;
  return Buffer.from(
    JSON.stringify({
      id: `WH-TEST${process.pid}-${sequence}`,
      event_version: '1.0',
      create_time: new Date().toISOString(),
      resource_type: 'capture',
      event_type: type,
      summary: 'Payment completed for $ 100.0 USD',
      resource: {
        id: `CAPTURE${sequence}`,
        status: 'COMPLETED',
        amount: { currency_code: 'USD', value: '100.00' },
      },
      ...fields,
    }),
  );
}
