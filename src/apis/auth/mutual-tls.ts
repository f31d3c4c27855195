import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { ConfigurationError } from '../../platform/config/configuration-error.js';
import type { ClientTls } from '../../outbound/transport/client-tls.js';
import type { Variable } from '../variable.js';
import type { ApiTls } from './api-auth.js';
import { readPem } from './pem.js';

/** Each is PEM, its line breaks real or written `\n`, or the path of a file with PEM. */
export interface MutualTlsOptions {
  /** Our certificate, and those between it and its authority. */
  readonly certificate: Variable;
  readonly key: Variable;
  /** Of the key; it may stay unset where the key is not encrypted. No PEM. */
  readonly passphrase?: Variable;
  /** Authorities that the API's own certificate may come from, instead of those of Node; it may stay unset. */
  readonly authorities?: Variable;
}

/** A certificate that we show to the API, and to no other origin (mutual TLS). */
export function mutualTls({ certificate, key, passphrase, authorities }: MutualTlsOptions): ApiTls {
  return {
    variables: [certificate, key],
    read: (secret) => {
      const pemOf = (variable: Variable) => readPem(variable, secret(variable) ?? '');
      const tls: ClientTls = {
        certificate: pemOf(certificate),
        key: pemOf(key),
        passphrase: passphrase && secret(passphrase),
        authorities: authorities && secret(authorities) && pemOf(authorities),
      };
      const ours = certificateIn(certificate, tls.certificate);
      if (!ours.checkPrivateKey(keyIn(key, tls, passphrase))) {
        throw new ConfigurationError([
          `${key.variable}: is not the key of the certificate in ${certificate.variable}`,
        ]);
      }
      if (authorities && tls.authorities) certificateIn(authorities, tls.authorities);
      return tls;
    },
  };
}

function certificateIn({ variable }: Variable, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new ConfigurationError([`${variable}: the PEM in it is no certificate`]);
  }
}

function keyIn({ variable }: Variable, { key, passphrase = '' }: ClientTls, phrase?: Variable): KeyObject {
  try {
    return createPrivateKey({ key, passphrase });
  } catch {
    const advice = phrase ? `, or ${phrase.variable} is not its passphrase` : '';
    throw new ConfigurationError([`${variable}: the PEM in it is no private key${advice}`]);
  }
}
