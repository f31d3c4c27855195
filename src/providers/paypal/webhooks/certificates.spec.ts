import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { pino } from 'pino';
import { issueCertificate } from '../../../../test/support/certificates.js';
import { faults, refusingUrl } from '../../../../test/support/fault-server.js';
import { openRoad } from '../../../../test/support/open-road.js';
import { startPayPalSigner, type PayPalSigner } from '../../../../test/support/paypal-webhooks.js';
import { ConnectionError, OverloadedError, ProviderUnavailableError } from '../../../contracts/errors.js';
import { InvalidSignatureError } from '../../../contracts/webhooks.js';
import { LOOPBACK } from '../../../outbound/transport/private-addresses.js';
import { Transport } from '../../../outbound/transport/transport.js';
import { PayPalCertificates } from './certificates.js';
import { paypalConfig } from '../paypal.config.js';

const PATH = '/v1/notifications/certs/CERT-tests';

let paypal: PayPalSigner;
let certificates: PayPalCertificates;
const transport = new Transport({ allowPrivateNetworks: LOOPBACK });

const certificatesOf = (baseUrl: string) =>
  new PayPalCertificates(
    paypalConfig.read({ PAYPAL_API_BASE_URL: baseUrl }),
    openRoad({ logger: pino({ level: 'silent' }), provider: 'paypal', transport }).road,
  );

beforeAll(async () => {
  paypal = await startPayPalSigner();
});
beforeEach(() => {
  certificates = certificatesOf(paypal.url);
});
afterEach(() => paypal.answerWith(() => undefined));
afterAll(async () => {
  await transport.close();
  await paypal.close();
});

async function verdict(address: string, moment = new Date()): Promise<string> {
  try {
    await certificates.keyAt(address, moment);
    return 'accepted';
  } catch (error) {
    if (error instanceof InvalidSignatureError) return error.fault;
    throw error;
  }
}

describe('The address of a certificate', () => {
  it.each([
    'https://evil.example/v1/notifications/certs/CERT-1',
    'https://paypal.com.evil.example/v1/notifications/certs/CERT-1',
    'https://notpaypal.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com@evil.example/v1/notifications/certs/CERT-1',
    'https://user:password@api.paypal.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com:8443/v1/notifications/certs/CERT-1',
    'https://api.paypal.com./v1/notifications/certs/CERT-1',
    'https://xn--pypal-4ve.com/v1/notifications/certs/CERT-1',
    'https://evil.example\\.api.paypal.com/v1/notifications/certs/CERT-1',
    'http://api.paypal.com/v1/notifications/certs/CERT-1',
    'ftp://api.paypal.com/v1/notifications/certs/CERT-1',
    'https://api.paypal.com/v1/notifications/certs/',
    'https://api.paypal.com/v1/notifications/certs/../../../redirect',
    'https://api.paypal.com/v1/notifications/certs/CERT-1/more',
    'https://api.paypal.com/v1/notifications/certs/CERT-1?to=evil.example',
    'https://api.paypal.com/v1/notifications/certs/CERT-1#evil',
    'https://www.paypal.com/redirect?to=/v1/notifications/certs/CERT-1',
    'http://127.0.0.1:1/v1/notifications/certs/CERT-1',
    'http://localhost/v1/notifications/certs/CERT-1',
    '/v1/notifications/certs/CERT-1',
    'nonsense',
    '',
  ])('is not %s', async (address) => {
    expect(await verdict(address)).toBe('malformed');
  });

  it('is never on a host that is not below paypal.com', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.domain(),
        fc.constantFrom('', '.', '@', '.paypal.com.', '-paypal.com.'),
        async (domain, glue) => {
          fc.pre(!domain.endsWith('.paypal.com') && domain !== 'paypal.com');
          const address = `https://api.paypal.com${glue}${domain}${PATH}`;
          const before = paypal.requests.length;
          expect(await verdict(address)).toBe('malformed');
          expect(paypal.requests).toHaveLength(before);
        },
      ),
    );
  });

  it('may be that of a stand-in on this machine, where the API is, too', async () => {
    expect(await verdict(paypal.url + PATH)).toBe('accepted');
    certificates = certificatesOf('https://api-m.paypal.com');
    expect(await verdict(paypal.url + PATH)).toBe('malformed');
  });
});

describe('A certificate', () => {
  const downloads = () => paypal.requests.length;

  it('is downloaded once, however many ask', async () => {
    const before = downloads();
    await Promise.all(Array.from({ length: 50 }, () => certificates.keyAt(paypal.url + PATH, new Date())));
    await certificates.keyAt(paypal.url + PATH, new Date());
    expect(downloads() - before).toBe(1);
  });

  it.each([
    ['before it is valid', new Date('2001-01-01')],
    ['after it has expired', new Date('2091-01-01')],
  ])('is not good %s', async (_name, moment) => {
    expect(await verdict(paypal.url + PATH, moment)).toBe('stale');
  });

  it('that cannot be fetched says nothing about the request, and is asked for again', async () => {
    paypal.answerWith(() => faults.status(503));
    await expect(certificates.keyAt(paypal.url + PATH, new Date())).rejects.toThrow(ProviderUnavailableError);
    paypal.answerWith(() => undefined);
    expect(await verdict(paypal.url + PATH)).toBe('accepted');
  });

  it('cannot be fetched when nobody is there', async () => {
    const nobody = await refusingUrl();
    await expect(certificatesOf(nobody).keyAt(nobody + PATH, new Date())).rejects.toThrow(ConnectionError);
  });

  it.each([
    ['there is none', faults.status(404)],
    ['it is another file', faults.ok('<html>')],
    ['it is endless', faults.ok('x'.repeat(100_000))],
  ])('is not believed when %s, nor asked for again at once', async (_name, answer) => {
    paypal.answerWith(() => answer);
    const before = downloads();
    expect(await verdict(paypal.url + PATH)).toBe('mismatch');
    expect(await verdict(paypal.url + PATH)).toBe('mismatch');
    expect(downloads() - before).toBe(1);
  });

  it('of somebody who is not trusted is not believed', async () => {
    const { pem } = await issueCertificate({ name: 'messageverificationcerts.paypal.com' });
    paypal.answerWith(() => faults.ok(pem));
    expect(await verdict(paypal.url + PATH)).toBe('mismatch');
  });

  it('that comes without its issuer is completed from where it says', async () => {
    const { leaf, issuer } = await paypal.certificateAlone(`${paypal.url}/issuer.crt`);
    paypal.answerWith(({ path }) => faults.ok(path === '/issuer.crt' ? issuer.der : leaf.pem));
    expect(await verdict(paypal.url + PATH)).toBe('accepted');
  });

  it('of a made-up address keeps no more than a few downloads busy', async () => {
    paypal.answerWith(() => faults.slow(300, faults.status(404)));
    const made = Array.from(
      { length: 40 },
      (_, index) => `${paypal.url}/v1/notifications/certs/CERT-${index}`,
    );
    const before = downloads();
    const outcomes = await Promise.allSettled(made.map((address) => verdict(address)));
    expect(downloads() - before).toBeLessThanOrEqual(4);
    const held = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
    expect(held).toHaveLength(36);
    expect(held.every((reason) => reason instanceof OverloadedError)).toBe(true);
    paypal.answerWith(() => undefined);
    expect(await verdict(paypal.url + PATH)).toBe('accepted');
  });
});
