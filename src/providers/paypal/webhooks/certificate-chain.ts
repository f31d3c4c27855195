import { X509Certificate, type KeyObject } from 'node:crypto';
import tls from 'node:tls';

/** The longest chain, its root not counted; PayPal's has two certificates. */
const MAX_CERTIFICATES = 5;

/** A key that PayPal signs with, and when it may. */
export interface SigningKey {
  readonly key: KeyObject;
  /** When all certificates of its chain are valid. */
  readonly validFrom: Date;
  readonly validTo: Date;
}

/** The certificate is not one of PayPal's; the message ends a sentence that begins with its address. */
export class UntrustedCertificateError extends Error {
  override readonly name = 'UntrustedCertificateError';
}

/** Finds the issuer of a certificate that was sent without it. */
export type FindIssuer = (certificate: X509Certificate) => Promise<X509Certificate | undefined>;

/**
 * The key of PayPal's certificate, which comes first in a PEM file, once its chain is found to end at a certificate that
 * Node.js trusts (`NODE_EXTRA_CA_CERTS` and `--use-system-ca` included). What a server sends may lack the intermediates.
 * Revocation, path lengths and name constraints are not looked at: Node.js shows none of them.
 * @throws UntrustedCertificateError when it is no certificate, not PayPal's, or not issued by anybody who is trusted
 */
export async function signingKey(pem: string, findIssuer: FindIssuer): Promise<SigningKey> {
  const [leaf, ...others] = readPem(pem);
  if (!leaf) throw new UntrustedCertificateError('is not a certificate in PEM');
  if (!isPayPals(leaf)) throw new UntrustedCertificateError('is not for a name below paypal.com');
  if (leaf.publicKey.asymmetricKeyType !== 'rsa') {
    throw new UntrustedCertificateError('has no RSA key');
  }
  const roots = tls.getCACertificates('default').map((root) => new X509Certificate(root));
  const intermediates = others.filter((certificate) => certificate !== undefined);
  const chain = await chainFrom(leaf, { roots, intermediates, findIssuer });
  return {
    key: leaf.publicKey,
    validFrom: new Date(Math.max(...chain.map(({ validFromDate }) => validFromDate.getTime()))),
    validTo: new Date(Math.min(...chain.map(({ validToDate }) => validToDate.getTime()))),
  };
}

interface Issuers {
  readonly roots: readonly X509Certificate[];
  readonly intermediates: readonly X509Certificate[];
  readonly findIssuer: FindIssuer;
}

/** @throws UntrustedCertificateError when it ends nowhere, or does not end */
async function chainFrom(
  certificate: X509Certificate,
  issuers: Issuers,
  left = MAX_CERTIFICATES,
): Promise<X509Certificate[]> {
  const issuedCertificate = (candidate: X509Certificate) => isIssuedBy(certificate, candidate);
  const root = issuers.roots.find(issuedCertificate);
  if (root) return [certificate, root];
  if (issuers.roots.some(({ fingerprint256 }) => fingerprint256 === certificate.fingerprint256)) {
    return [certificate];
  }
  const issuer = issuers.intermediates.find(issuedCertificate) ?? (await issuers.findIssuer(certificate));
  if (!issuer || !issuedCertificate(issuer) || left === 1) {
    throw new UntrustedCertificateError('is not issued by a certificate authority that Node.js trusts');
  }
  return [certificate, ...(await chainFrom(issuer, issuers, left - 1))];
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

/** OpenSSL compares the name, so that none can be smuggled in by how it is written. */
function isPayPals(leaf: X509Certificate): boolean {
  const { CN: name } = leaf.toLegacyObject().subject;
  if (typeof name !== 'string' || !/^([a-z0-9-]+\.)*paypal\.com$/i.test(name)) return false;
  return leaf.checkHost(name, { subject: 'never' }) !== undefined;
}

function readPem(pem: string): (X509Certificate | undefined)[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map(readCertificate);
}

/** A certificate in PEM or DER; `undefined` for anything else. */
export function readCertificate(bytes: string | Buffer): X509Certificate | undefined {
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined; // not a certificate; the caller says so
  }
}
