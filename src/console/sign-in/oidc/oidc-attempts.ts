import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { platformConfig, type PlatformConfig } from '../../../platform/config/platform.config.js';
import { readCookie, setCookie } from '../../../platform/http/cookies.js';
import { SealedBox } from '../../../platform/secrets/sealed-box.js';

/** How long somebody has to sign in at the issuer, in seconds. */
const LIFETIME_SECONDS = 600;
const PATH = '/console/sign-in/oidc';

const attempt = z.object({
  state: z.string(),
  nonce: z.string(),
  /** Of PKCE (RFC 7636). */
  verifier: z.string(),
  /** Where to go on to, a path of the console. */
  next: z.string(),
  expiresAtMs: z.number(),
});

/** One way to the issuer and back. */
export type OidcAttempt = Omit<z.output<typeof attempt>, 'expiresAtMs'>;

/**
 * The sign-ins that are under way, each in a sealed cookie of the browser that began it: nothing is stored for people who
 * are not known yet, and any replica can end what another began. An attempt counts once, because its code does, which the
 * issuer sees to (RFC 6749, 4.1.2), and because the cookie is taken away when it comes back.
 */
@Injectable()
export class OidcAttempts {
  private readonly secure: boolean;

  constructor(
    private readonly box: SealedBox,
    @Inject(platformConfig.token) { publicUrl }: PlatformConfig,
  ) {
    this.secure = publicUrl.startsWith('https:');
  }

  /** Gives the browser its attempt. */
  begin(reply: FastifyReply, begun: OidcAttempt): void {
    const { state } = begun;
    const written = JSON.stringify({ ...begun, expiresAtMs: Date.now() + LIFETIME_SECONDS * 1000 });
    const value = Buffer.from(this.box.seal(written, contextOf(state))).toString('base64url');
    void reply.header('Set-Cookie', setCookie(cookieName(state), value, this.options(LIFETIME_SECONDS)));
  }

  /** Takes the attempt that has come back; `undefined` when it is over, was taken, or is not this browser's. */
  take(state: string, { headers }: FastifyRequest, reply: FastifyReply): OidcAttempt | undefined {
    const name = cookieName(state);
    const value = readCookie(headers, name);
    if (!value) return undefined;
    void reply.header('Set-Cookie', setCookie(name, '', this.options(0)));
    const begun = this.open(value, state);
    return begun && begun.expiresAtMs > Date.now() && isSame(begun.state, state) ? begun : undefined;
  }

  /** What does not open was changed, or was sealed by a key that is gone: no attempt of ours either way. */
  private open(value: string, state: string): z.output<typeof attempt> | undefined {
    try {
      return attempt.parse(JSON.parse(this.box.open(Buffer.from(value, 'base64url'), contextOf(state))));
    } catch {
      return undefined;
    }
  }

  private options(maxAgeSeconds: number) {
    return { path: PATH, maxAgeSeconds, secure: this.secure };
  }
}

/** Named for its state, so that a browser may have several. */
function cookieName(state: string): string {
  return `hookline_oidc_${sha256(state).toString('hex', 0, 8)}`;
}

function contextOf(state: string): string {
  return `oidc_sign_in:${sha256(state).toString('hex')}`;
}

function isSame(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
