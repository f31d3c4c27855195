import 'reflect-metadata';
import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import tls from 'node:tls';
import * as x509 from '@peculiar/x509';

/** A throw-away certificate and its key. */
export interface TestCertificate {
  readonly pem: string;
  readonly der: Buffer;
  readonly privateKey: KeyObject;
  readonly subject: string;
}

interface CertificateWishes {
  /** A common name, also the DNS name of a certificate that is no authority's. */
  name: string;
  /** @default itself */
  issuer?: TestCertificate;
  /** May issue certificates. @default false */
  isAuthority?: boolean;
  /** @default an hour ago */
  validFrom?: Date;
  /** @default in an hour */
  validTo?: Date;
  /** Where it says that its issuer's certificate is. */
  issuerUrl?: string;
  /** @default RSA, and elliptic curves for authorities */
  keyType?: 'rsa' | 'ec';
}

const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: new Uint8Array([1, 0, 1]),
};
const HOUR_MS = 3_600_000;

/** Issues a certificate with a fresh key. */
export async function issueCertificate({
  name,
  issuer,
  isAuthority = false,
  validFrom = new Date(Date.now() - HOUR_MS),
  validTo = new Date(Date.now() + HOUR_MS),
  issuerUrl,
  keyType = isAuthority ? 'ec' : 'rsa',
}: CertificateWishes): Promise<TestCertificate> {
  const keys = await webcrypto.subtle.generateKey(keyType === 'ec' ? EC : RSA, true, ['sign', 'verify']);
  const privateKey = KeyObject.from(keys.privateKey);
  const signer = issuer?.privateKey ?? privateKey;
  const algorithm = signer.asymmetricKeyType === 'ec' ? EC : RSA;
  const subject = `CN=${name}`;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomBytes(8).toString('hex'),
    subject,
    issuer: issuer?.subject ?? subject,
    notBefore: validFrom,
    notAfter: validTo,
    publicKey: keys.publicKey,
    signingKey: signer.toCryptoKey(algorithm, true, ['sign']),
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(isAuthority, undefined, true),
      ...(isAuthority ? [] : [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: name }])]),
      ...(issuerUrl ? [new x509.AuthorityInfoAccessExtension({ caIssuers: issuerUrl })] : []),
    ],
  });
  return { pem: certificate.toString('pem'), der: Buffer.from(certificate.rawData), privateKey, subject };
}

/** Makes this process trust an authority. @returns takes that back */
export function trust(authority: TestCertificate): () => void {
  const before = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...before, authority.pem]);
  return () => tls.setDefaultCACertificates(before);
}
