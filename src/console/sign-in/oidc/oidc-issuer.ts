import { Inject, Injectable } from '@nestjs/common';
import {
  ClientSecretBasic,
  ClientSecretPost,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type ClientAuth,
  type Configuration,
} from 'openid-client';
import { z } from 'zod';
import { OAuthRoads } from '../../../connections/roads/oauth-roads.js';
import { toIntegrationError } from '../../../connections/flow/oauth-errors.js';
import { platformConfig, type PlatformConfig } from '../../../platform/config/platform.config.js';
import { isLoopback } from '../../../platform/config/values.js';
import type { OidcAttempt } from './oidc-attempts.js';
import { oidcConfig, type OidcConfig } from './oidc.config.js';

/** As logs, metrics and `GET /v1/requests` name the issuer. */
const ABOUT = { provider: 'admin-oidc', operation: 'oidc.sign_in' };
/** How far the issuer's clock and ours may be apart, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 60;
/** How long what the issuer has published of itself is good for, in ms. */
const DISCOVERY_LIFETIME_MS = 3_600_000;

const emailClaims = z.object({ email: z.email().optional(), email_verified: z.boolean().optional() });

/** Whom the issuer has signed in. */
export interface OidcPerson {
  readonly issuer: string;
  /** Never used for anybody else by this issuer (OpenID Connect Core, 2). */
  readonly subject: string;
  /** In small letters; only one that the issuer vouches for. */
  readonly verifiedEmail: string | undefined;
}

/** The issuer at which admins sign in, asked by openid-client on the road out. */
@Injectable()
export class OidcIssuer {
  private readonly redirectUri: string;
  private known: { configuration: Promise<Configuration>; untilMs: number } | undefined;

  constructor(
    @Inject(oidcConfig.token) private readonly config: OidcConfig,
    @Inject(platformConfig.token) { publicUrl }: PlatformConfig,
    private readonly roads: OAuthRoads,
  ) {
    this.redirectUri = `${publicUrl}/console/sign-in/oidc/callback`;
  }

  /** Where the browser goes to sign in. @throws IntegrationError when the issuer does not answer */
  authorizationUrl({ state, nonce, verifier }: OidcAttempt): Promise<URL> {
    return asking(async () =>
      buildAuthorizationUrl(await this.configuration(), {
        redirect_uri: this.redirectUri,
        scope: 'openid email',
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }),
    );
  }

  /**
   * Exchanges the code that the browser brought, and checks the id token: signature, issuer, audience, times, nonce.
   * @param parameters the query of the callback
   * @throws IntegrationError when the issuer does not answer, refuses, or says what cannot be trusted
   */
  person(parameters: URLSearchParams, { state, nonce, verifier }: OidcAttempt): Promise<OidcPerson> {
    return asking(async () => {
      const configuration = await this.configuration();
      const callback = new URL(`${this.redirectUri}?${parameters.toString()}`);
      const answer = await authorizationCodeGrant(configuration, callback, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = answer.claims();
      if (!claims) throw new Error('openid-client accepted an answer without an id token.');
      // Where a code is exchanged, an issuer may keep the e-mail address out of the id token (Core, 5.4).
      const about =
        'email' in claims ? claims : await fetchUserInfo(configuration, answer.access_token, claims.sub);
      const { data } = emailClaims.safeParse(about);
      const verifiedEmail = data?.email_verified ? data.email?.toLowerCase() : undefined;
      return { issuer: claims.iss, subject: claims.sub, verifiedEmail };
    });
  }

  private configuration(): Promise<Configuration> {
    if (this.known && Date.now() < this.known.untilMs) return this.known.configuration;
    const configuration = this.discover().catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    this.known = { configuration, untilMs: Date.now() + DISCOVERY_LIFETIME_MS };
    return configuration;
  }

  private async discover(): Promise<Configuration> {
    const { issuer } = this.config;
    if (!issuer) throw new Error('There is no issuer: ADMIN_OIDC_ISSUER is not set.');
    const { provider, operation } = ABOUT;
    const server = new URL(issuer.url);
    const configuration = await discovery(
      server,
      issuer.clientId,
      { [clockTolerance]: CLOCK_TOLERANCE_SECONDS },
      byWhatTheServerTakes(issuer.clientSecret),
      {
        // What the issuer publishes of itself may name any address: only its own origin was configured.
        [customFetch]: this.fetch(provider, operation, server.origin),
        ...(isLoopback(server.hostname) && { execute: [allowInsecureRequests] }),
      },
    );
    // The signature of an id token, too, though it comes straight from the issuer.
    enableNonRepudiationChecks(configuration);
    return configuration;
  }

  private fetch(provider: string, operation: string, origin: string) {
    const send = this.roads.fetchFor(provider, operation, undefined, origin);
    return (url: string, { body, ...init }: RequestInit) => send(url, { ...init, body: body ?? null });
  }
}

/** Basic is what every server has to take (RFC 6749, 2.3.1); some say that they take the other way alone. */
function byWhatTheServerTakes(secret: string): ClientAuth {
  const [basic, post] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...others) => {
    const taken = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (taken.includes('client_secret_basic') ? basic : post)(server, ...others);
  };
}

async function asking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toIntegrationError(error, ABOUT);
  }
}
