import { createRemoteJWKSet, customFetch, type JWTVerifyGetKey, type RemoteJWKSet } from 'jose';
import { z } from 'zod';
import { ProviderUnavailableError } from '../../contracts/errors.js';
import type { TrustedIssuer } from './access-tokens.config.js';
import { fetchIssuerDocument } from './issuer-fetch.js';

/** How long keys are believed without asking again, in ms: a withdrawn one may sign that long. */
const KEYS_MAX_AGE_MS = 600_000;
/** After keys came, how long a token with an unknown one does not have them asked for again, in ms. */
const COOLDOWN_MS = 30_000;
/** After they could not be had, how long nobody asks again, in ms: tokens must not become requests to the issuer. */
const LEAVE_ALONE_MS = 2_000;

const metadata = z.object({ issuer: z.string(), jwks_uri: z.url() });
const keySetDocument = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

/** The public keys of the issuer, by which its tokens are checked: asked for with the first token, then remembered. */
export class IssuerKeys {
  private keySet: Promise<RemoteJWKSet> | undefined;
  private failure: { error: unknown; atMs: number } | undefined;

  constructor(private readonly issuer: TrustedIssuer) {}

  /**
   * The key that a token says it was signed with, for jose.
   * @throws JWKSNoMatchingKey when the issuer does not publish it
   * @throws ProviderUnavailableError when the issuer's keys cannot be had
   */
  readonly get: JWTVerifyGetKey = async (header, token) => {
    const keySet = await (this.keySet ??= this.findKeySet());
    return keySet(header, token);
  };

  private async findKeySet(): Promise<RemoteJWKSet> {
    try {
      const address = await this.ask(() => keySetAddress(this.issuer));
      return createRemoteJWKSet(new URL(address), {
        cacheMaxAge: KEYS_MAX_AGE_MS,
        cooldownDuration: COOLDOWN_MS,
        [customFetch]: async (url) =>
          Response.json(await this.ask(async () => keySetDocument.parse(await fetchIssuerDocument(url)))),
      });
    } catch (error) {
      this.keySet = undefined;
      throw error;
    }
  }

  /** Only what the issuer does counts as its failure, never what is wrong with a token: anybody can send those. */
  private async ask<T>(question: () => Promise<T>): Promise<T> {
    if (this.failure && performance.now() - this.failure.atMs < LEAVE_ALONE_MS) {
      throw unavailable(this.failure.error);
    }
    try {
      return await question();
    } catch (error) {
      this.failure = { error, atMs: performance.now() };
      throw unavailable(error);
    }
  }
}

function unavailable(cause: unknown): ProviderUnavailableError {
  return new ProviderUnavailableError(
    'The keys of the issuer of access tokens cannot be had at the moment, so this token can be neither believed nor ' +
      'refused. Try again; API keys work all the same.',
    { provider: 'jwt-issuer', operation: 'keys', cause },
  );
}

/**
 * How many keys an issuer publishes at the moment, for whoever wants to know whether it can be asked.
 * @throws Error when they cannot be had
 */
export async function countIssuerKeys(issuer: TrustedIssuer): Promise<number> {
  return keySetDocument.parse(await fetchIssuerDocument(await keySetAddress(issuer))).keys.length;
}

async function keySetAddress({ issuer, jwksUrl }: TrustedIssuer): Promise<string> {
  return jwksUrl ?? discoverKeySet(issuer);
}

/**
 * Where the issuer's metadata says that its keys are. OpenID Connect's name for the document is tried first, since most
 * issuers have it, then the one of RFC 8414.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 * @see https://www.rfc-editor.org/rfc/rfc8414#section-3
 */
async function discoverKeySet(issuer: string): Promise<string> {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  const [openid, oauth] = [
    `${origin}${path}/.well-known/openid-configuration`,
    `${origin}/.well-known/oauth-authorization-server${path}`,
  ];
  const found = metadata.parse(
    await fetchIssuerDocument(openid).catch((error: unknown) =>
      fetchIssuerDocument(oauth).catch((second: unknown) => {
        throw new AggregateError([error, second], `Neither ${openid} nor ${oauth} can be read`);
      }),
    ),
  );
  if (found.issuer === issuer) return found.jwks_uri;
  throw new Error(`JWT_ISSUER is ${issuer}, but its metadata says that it is ${found.issuer}`);
}
