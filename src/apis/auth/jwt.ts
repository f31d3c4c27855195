import { JwtAuthorization, type JwtOptions } from '../../outbound/authorization/jwt-authorization.js';
import type { Variable } from '../variable.js';
import type { ApiAuth } from './api-auth.js';
import { readPem } from './pem.js';

export interface JwtAuthOptions extends Omit<JwtOptions, 'key' | 'keyId' | 'issuer' | 'subject' | 'clock'> {
  /** The shared secret (HS256); or the private key in PEM, PKCS #8, or the path of a file with it (all others). */
  readonly key: Variable;
  /** `kid`, by which the API finds the public key. It changes along with the key, so it may be a variable, too. */
  readonly keyId?: string | Variable;
  /** `iss`; a variable where each account has its own. */
  readonly issuer?: string | Variable;
  /** `sub`; a variable where each account has its own. */
  readonly subject?: string | Variable;
}

/** A token (RFC 7519) signed anew for each attempt. */
export function jwt({ key, keyId, issuer, subject, ...options }: JwtAuthOptions): ApiAuth {
  return {
    variables: [key, keyId, issuer, subject].filter((each) => typeof each === 'object'),
    authorization: ({ secret }) => {
      const textOf = (given?: string | Variable) => (typeof given === 'object' ? secret(given) : given);
      return new JwtAuthorization({
        ...options,
        key: options.algorithm === 'HS256' ? secret(key) : readPem(key, secret(key)),
        keyId: textOf(keyId),
        issuer: textOf(issuer),
        subject: textOf(subject),
      });
    },
  };
}
