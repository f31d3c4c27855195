import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { issueCertificate, trust, type TestCertificate } from '../../../../test/support/certificates.js';
import {
  type FindIssuer,
  readCertificate,
  signingKey,
  UntrustedCertificateError,
} from './certificate-chain.js';

const NAME = 'messageverificationcerts.paypal.com';
const noIssuer = async () => undefined;

let root: TestCertificate;
let issuer: TestCertificate;
let leaf: TestCertificate;
let distrust: () => void;

beforeAll(async () => {
  root = await issueCertificate({ name: 'Root', isAuthority: true });
  issuer = await issueCertificate({ name: 'Issuer', isAuthority: true, issuer: root });
  leaf = await issueCertificate({ name: NAME, issuer });
  distrust = trust(root);
});
afterAll(() => distrust());

/** Why a certificate is not believed. */
async function refusal(pem: string): Promise<string> {
  const error: unknown = await signingKey(pem, noIssuer).catch((reason: unknown) => reason);
  return error instanceof UntrustedCertificateError ? error.message : 'believed';
}

describe('The signing key', () => {
  it('is that of the first certificate, when the chain ends at a trusted root', async () => {
    const { key } = await signingKey(leaf.pem + issuer.pem, noIssuer);
    expect(key.equals(new X509Certificate(leaf.pem).publicKey)).toBe(true);
  });

  it('is found in whatever order the intermediates come, and among strangers', async () => {
    const stranger = await issueCertificate({ name: 'Stranger', isAuthority: true });
    await expect(signingKey(leaf.pem + stranger.pem + issuer.pem, noIssuer)).resolves.toBeDefined();
  });

  it('is valid as long as the whole chain is', async () => {
    const validFrom = new Date('2026-03-01T00:00:00Z');
    const validTo = new Date('2026-04-01T00:00:00Z');
    const shortLived = await issueCertificate({
      name: 'Short',
      isAuthority: true,
      issuer: root,
      validFrom: new Date('2026-02-01T00:00:00Z'),
      validTo,
    });
    const signer = await issueCertificate({
      name: NAME,
      issuer: shortLived,
      validFrom,
      validTo: new Date('2027-01-01T00:00:00Z'),
    });
    // The root of this test is valid later than these.
    const key = await signingKey(signer.pem + shortLived.pem, noIssuer);
    expect(key.validTo).toEqual(validTo);
    expect(key.validFrom.getTime()).toBeGreaterThan(validFrom.getTime());
  });

  it('is found when the issuer has to be fetched', async () => {
    const find = vi.fn<FindIssuer>(async () => readCertificate(issuer.der));
    await expect(signingKey(leaf.pem, find)).resolves.toBeDefined();
    expect(find).toHaveBeenCalledTimes(1);
  });

  it('is not found by asking for ever', async () => {
    const self = await issueCertificate({ name: 'Its own issuer', isAuthority: true });
    const child = await issueCertificate({ name: NAME, issuer: self });
    const find = vi.fn<FindIssuer>(async () => readCertificate(self.der));
    await expect(signingKey(child.pem, find)).rejects.toThrow(UntrustedCertificateError);
    expect(find.mock.calls.length).toBeLessThan(10);
  });
});

describe('What is refused', () => {
  it('a certificate without its issuer, something else, a broken certificate', async () => {
    expect(await refusal(leaf.pem)).toContain('not issued by');
    expect(await refusal('<html>')).toContain('not a certificate');
    const broken = leaf.pem.replace(/\n[^\n]{20}/, '\nAAAA');
    expect(await refusal(broken + issuer.pem)).toContain('not a certificate');
  });

  it('a certificate that somebody made themselves', async () => {
    const forged = await issueCertificate({ name: NAME });
    expect(await refusal(forged.pem)).toContain('not issued by');
  });

  it('a certificate of a stranger with our root’s name', async () => {
    const impostor = await issueCertificate({ name: 'Root', isAuthority: true });
    const forged = await issueCertificate({ name: NAME, issuer: impostor });
    expect(await refusal(forged.pem + impostor.pem)).toContain('not issued by');
  });

  it('a certificate issued with one that may not issue', async () => {
    const shop = await issueCertificate({ name: 'shop.example', issuer, keyType: 'ec' });
    const forged = await issueCertificate({ name: NAME, issuer: shop });
    expect(await refusal(forged.pem + shop.pem + issuer.pem)).toContain('not issued by');
  });

  it.each(['evil.example', 'notpaypal.com', 'paypal.com.evil.example', '*.paypal.com'])(
    'a good certificate for %s',
    async (name) => {
      const foreign = await issueCertificate({ name, issuer });
      expect(await refusal(foreign.pem + issuer.pem)).toContain('paypal.com');
    },
  );

  it('a certificate with another kind of key', async () => {
    const elliptic = await issueCertificate({ name: NAME, issuer, keyType: 'ec' });
    expect(await refusal(elliptic.pem + issuer.pem)).toContain('RSA');
  });
});
