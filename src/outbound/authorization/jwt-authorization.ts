import { randomUUID } from 'node:crypto';
import { importJWK, importPKCS8, SignJWT, type JWK, type JWTPayload } from 'jose';
import { NotConfiguredError } from '../../contracts/errors.js';
import { systemClock, type Clock } from '../clock.js';
import type { OutboundCall } from '../outbound-call.js';
import { describe } from '../outbound-errors.js';
import type { Authorization } from './authorization.js';
import { withCredentialHeader } from './with-credential.js';

export interface JwtOptions {
  readonly algorithm: 'HS256' | 'RS256' | 'ES256' | 'EdDSA';
  /** A JWK; or as text the shared secret (HS256), or the private key in PEM, PKCS #8 (all others). */
  readonly key: string | JWK;
  /** `kid`, by which the provider finds the public key. */
  readonly keyId?: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly audience?: string | string[];
  /** How long a token is good for, in seconds: as long as a call takes to arrive, and some clock skew. @default 60 */
  readonly lifetimeSeconds?: number;
  /** Further claims of one call. They go before those above. */
  claims?(call: OutboundCall): JWTPayload;
  /** @default systemClock */
  readonly clock?: Clock;
}

/** A token (RFC 7519) signed anew for each attempt, so that none can be used again for long. */
export class JwtAuthorization implements Authorization {
  private key: ReturnType<typeof importKey> | undefined;

  constructor(private readonly options: JwtOptions) {}

  /** @throws NotConfiguredError when the key does not fit the algorithm */
  async authorize(call: OutboundCall): Promise<OutboundCall> {
    return withCredentialHeader(call, 'authorization', `Bearer ${await this.token(call)}`);
  }

  private async token(call: OutboundCall): Promise<string> {
    const { algorithm, keyId } = this.options;
    try {
      this.key ??= importKey(this.options);
      const header = { alg: algorithm, typ: 'JWT', ...(keyId !== undefined && { kid: keyId }) };
      return await new SignJWT(this.payload(call)).setProtectedHeader(header).sign(await this.key);
    } catch (cause) {
      const message = `${call.provider} ${call.operation}: no ${algorithm} token could be signed. Check the key.`;
      throw new NotConfiguredError(message, { ...describe(call), cause });
    }
  }

  private payload(call: OutboundCall): JWTPayload {
    const { issuer, subject, audience, lifetimeSeconds = 60, clock = systemClock } = this.options;
    const iat = Math.floor(clock.dateMs() / 1000);
    return {
      ...(issuer !== undefined && { iss: issuer }),
      ...(subject !== undefined && { sub: subject }),
      ...(audience !== undefined && { aud: audience }),
      iat,
      exp: iat + lifetimeSeconds,
      jti: randomUUID(),
      ...this.options.claims?.(call),
    };
  }
}

async function importKey({ algorithm, key }: JwtOptions) {
  if (typeof key !== 'string') return importJWK(key, algorithm);
  return algorithm === 'HS256' ? new TextEncoder().encode(key) : importPKCS8(key, algorithm);
}
