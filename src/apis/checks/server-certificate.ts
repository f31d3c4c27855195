import { isIP } from 'node:net';
import { connect } from 'node:tls';

/** How long a server may take to show its certificate, in ms. */
const TIMEOUT_MS = 5_000;

/** The certificate that a server shows. */
export interface ServerCertificate {
  /** The organisation that has issued it, or its common name. */
  readonly issuer: string;
  readonly validUntil: Date;
}

/**
 * Looks at a server's certificate, also at one that nobody trusts: what is wrong with it, the call itself will say.
 * Nothing is sent.
 * @returns `undefined` for an address without TLS, and when no certificate could be had
 */
export async function certificateAt(url: URL): Promise<ServerCertificate | undefined> {
  if (url.protocol !== 'https:') return undefined;
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const socket = connect({
    host,
    port: Number(url.port || 443),
    servername: isIP(host) ? '' : host,
    rejectUnauthorized: false,
    timeout: TIMEOUT_MS,
  });
  return new Promise<ServerCertificate | undefined>((resolve) => {
    const nothing = () => resolve(undefined);
    socket.on('error', nothing).on('timeout', nothing).on('close', nothing);
    socket.on('secureConnect', () => {
      const { issuer, valid_to: validTo } = socket.getPeerCertificate();
      if (validTo) resolve({ issuer: String(issuer.O ?? issuer.CN), validUntil: new Date(validTo) });
      else nothing();
    });
  }).finally(() => socket.destroy());
}
