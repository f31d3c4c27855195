import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Actor } from '../../platform/audit/audit-log.js';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import { ActorKind } from '../../platform/database/generated/enums.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { errorCode } from '../../platform/errors/error-facts.js';
import { readCookie, setCookie } from '../../platform/http/cookies.js';
import { SealedBox } from '../../platform/secrets/sealed-box.js';
import { linkPath } from '../links/connect-links.js';
import { ConnectFailed } from './connect-failed.js';

/** How long somebody has to sign in at the provider and consent, in seconds. */
const LIFETIME_SECONDS = 600;

/** 256 bits: not to be guessed (RFC 6749, 10.10). */
const STATE_BYTES = 32;

/** What of an attempt is nobody's business, sealed at rest. */
const secrets = z.object({
  /** The one of PKCE (RFC 7636). */
  verifier: z.string().optional(),
  nonce: z.string().optional(),
  linkToken: z.string().optional(),
  actor: z.object({
    kind: z.enum(ActorKind),
    id: z.string().optional(),
    name: z.string(),
    address: z.string().optional(),
  }),
});

/** One way through a provider's consent page. */
export interface ConnectAttempt {
  readonly provider: string;
  readonly tenant: string | undefined;
  readonly connectionId: string | undefined;
  /** What is asked for. */
  readonly scopes: readonly string[];
  readonly returnTo: string | undefined;
  /** The connect link by which it was begun. */
  readonly link: { readonly id: string; readonly token: string } | undefined;
  readonly actor: Actor;
  /** The verifier of PKCE, where the provider takes it (RFC 7636). */
  readonly verifier: string | undefined;
  readonly nonce: string | undefined;
}

/** An attempt that has been written down. */
export interface NotedAttempt {
  /** The value of the `state` parameter. */
  readonly state: string;
  /** The value of the `Set-Cookie` header that binds the attempt to its browser. */
  readonly cookie: string;
}

/**
 * The attempts that are under way. Each has a cookie of its own, named for its state, so that a browser may have several
 * and none can be planted for another. Of state and cookie, only SHA-256 is stored.
 */
@Injectable()
export class ConnectAttempts {
  private readonly secure: boolean;

  constructor(
    private readonly prisma: PrismaService,
    private readonly box: SealedBox,
    @Inject(platformConfig.token) { publicUrl }: PlatformConfig,
  ) {
    this.secure = publicUrl.startsWith('https:');
  }

  /** Writes an attempt down. It ends after ten minutes. */
  async note(attempt: ConnectAttempt): Promise<NotedAttempt> {
    const state = randomBytes(STATE_BYTES).toString('base64url');
    const browser = randomBytes(STATE_BYTES).toString('base64url');
    const stateHash = sha256(state);
    const { verifier, nonce, link, actor } = attempt;
    const sealed = { verifier, nonce, linkToken: link?.token, actor } satisfies z.input<typeof secrets>;
    await this.prisma.connectAttempt.create({
      data: {
        stateHash,
        browserHash: sha256(browser),
        provider: attempt.provider,
        tenant: attempt.tenant ?? '',
        connectionId: attempt.connectionId ?? null,
        scopes: [...attempt.scopes],
        returnTo: attempt.returnTo ?? null,
        connectLinkId: link?.id ?? null,
        actor: actor.id === undefined ? actor.kind : `${actor.kind}:${actor.id}`,
        sealedProof: this.box.seal(JSON.stringify(sealed), contextOf(stateHash)),
        expiresAt: new Date(Date.now() + LIFETIME_SECONDS * 1000),
      },
    });
    const options = { path: '/connect', maxAgeSeconds: LIFETIME_SECONDS, secure: this.secure };
    return { state, cookie: setCookie(cookieName(stateHash), browser, options) };
  }

  /**
   * Takes the attempt that has come back. Whoever takes it is the only one, over all processes: the row is deleted,
   * whatever it turns out to be.
   * @throws ConnectFailed when it was taken before, is over, or is another browser's
   */
  async take(state: string, headers: IncomingHttpHeaders): Promise<ConnectAttempt> {
    const stateHash = sha256(state);
    const row = await this.prisma.connectAttempt.delete({ where: { stateHash } }).catch((error: unknown) => {
      if (errorCode(error) === 'P2025') throw new ConnectFailed('state_over');
      throw error;
    });
    const browser = readCookie(headers, cookieName(stateHash));
    if (browser === undefined || !timingSafeEqual(sha256(browser), row.browserHash)) {
      throw new ConnectFailed('other_browser');
    }
    const { verifier, nonce, linkToken, actor } = secrets.parse(
      JSON.parse(this.box.open(row.sealedProof, contextOf(stateHash))),
    );
    const attempt: ConnectAttempt = {
      provider: row.provider,
      tenant: row.tenant || undefined,
      connectionId: row.connectionId ?? undefined,
      scopes: row.scopes,
      returnTo: row.returnTo ?? undefined,
      link: row.connectLinkId && linkToken ? { id: row.connectLinkId, token: linkToken } : undefined,
      actor: toActor(actor),
      verifier,
      nonce,
    };
    if (row.expiresAt.getTime() > Date.now()) return attempt;
    throw new ConnectFailed('state_over', { provider: row.provider, retryUrl: retryUrl(attempt) });
  }
}

/** Where an attempt can be begun again: at its connect link, or in the console. */
export function retryUrl({ provider, link, connectionId }: ConnectAttempt): string {
  if (link) return linkPath(provider, link.token);
  if (connectionId !== undefined) return `/console/connections/${connectionId}`;
  return `/console/connections/new?${new URLSearchParams({ provider }).toString()}`;
}

function sha256(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(text).digest());
}

function cookieName(stateHash: Uint8Array): string {
  return `hookline_connect_${Buffer.from(stateHash).toString('hex', 0, 8)}`;
}

function contextOf(stateHash: Uint8Array): string {
  return `connect_attempt:${Buffer.from(stateHash).toString('hex')}`;
}

function toActor({ kind, id, name, address }: z.output<typeof secrets>['actor']): Actor {
  return { kind, name, ...(id !== undefined && { id }), ...(address !== undefined && { address }) };
}
