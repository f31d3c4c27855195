import { hkdfSync } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { SignJWT, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { PortalTokenRefused } from './portal-token-refused.js';

const ALGORITHM = 'HS256';
const KEY_BYTES = 32;

/** What a token is good for: to come in by an address, or to stay in by a cookie. */
export type PortalTokenPurpose = 'portal_link' | 'portal_session';

/** What a token says. */
export interface PortalPass {
  /** Whose endpoints it opens. */
  readonly tenant: string;
  /** In whole seconds. */
  readonly expiresAt: Date;
}

const claims = z.object({ sub: z.string().min(1), exp: z.int() });

/**
 * Signs who may look after a tenant's endpoints, and until when: a JWT under a key that is derived from the first of
 * `ENCRYPTION_KEYS`. Nothing is stored, and nothing can be taken back but by taking its key out of `ENCRYPTION_KEYS`.
 * @see https://www.rfc-editor.org/rfc/rfc7519
 */
@Injectable()
export class PortalTokens {
  private readonly keys: ReadonlyMap<string, Uint8Array>;

  constructor(@Inject(platformConfig.token) { encryptionKeys }: PlatformConfig) {
    this.keys = new Map(encryptionKeys.map(({ id, key }) => [id, derivedFrom(key)]));
  }

  /** @throws Error when there is no key, naming the variable */
  sign(purpose: PortalTokenPurpose, { tenant, expiresAt }: PortalPass): Promise<string> {
    const [first] = this.keys;
    if (!first)
      throw new Error('No link can be signed without a key. Set ENCRYPTION_KEYS (id:base64, 32 bytes).');
    const [kid, key] = first;
    return new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, kid })
      .setAudience(purpose)
      .setSubject(tenant)
      .setExpirationTime(Math.floor(expiresAt.getTime() / 1000))
      .sign(key);
  }

  /** @throws PortalTokenRefused when the token is over, or was not signed here for this purpose */
  async verify(purpose: PortalTokenPurpose, token: string): Promise<PortalPass> {
    try {
      const { payload } = await jwtVerify(token, ({ kid }) => this.keyOf(kid), {
        algorithms: [ALGORITHM],
        audience: purpose,
      });
      const { sub, exp } = claims.parse(payload);
      return { tenant: sub, expiresAt: new Date(exp * 1000) };
    } catch (error) {
      throw new PortalTokenRefused(error instanceof errors.JWTExpired ? 'expired' : 'unknown');
    }
  }

  private keyOf(id: string | undefined): Uint8Array {
    const key = this.keys.get(id ?? '');
    if (key) return key;
    throw new PortalTokenRefused('unknown');
  }
}

/** A key of its own, so that no signature says anything about what else the key of the house protects. */
function derivedFrom(key: Buffer): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), 'hookline portal link', KEY_BYTES));
}
