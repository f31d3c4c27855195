import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
} from 'openid-client';
import { validate as isUuid } from 'uuid';
import type { Connection, OAuthApp, ProviderAccount, TokenGrant } from '../../contracts/connections.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import type { Transaction } from '../../platform/database/prisma.service.js';
import { ApiError } from '../../platform/http/api-error.js';
import { Connecting } from '../accounts/connecting.js';
import { Connections } from '../accounts/connections.service.js';
import { ConnectLinks } from '../links/connect-links.js';
import { ConnectableProviders, type ConnectableProvider } from '../providers/connectable-providers.js';
import { OAuthRoads } from '../roads/oauth-roads.js';
import { ConnectAttempts, retryUrl, type ConnectAttempt } from './connect-attempts.js';
import { ConnectFailed } from './connect-failed.js';
import { OAuthClients, configuredApp, toGrant } from './oauth-client.js';
import { toIntegrationError } from './oauth-errors.js';
import { ReturnTo } from './return-to.js';

/** In our words, as the request log and errors name it. */
const OPERATION = 'oauth.connect';

/** What somebody wants to connect. */
export interface ConnectRequest {
  readonly provider: string;
  readonly tenant: string | undefined;
  /** On top of the app's own. */
  readonly scopes?: readonly string[];
  /** To connect an account again, or with more scopes. */
  readonly connectionId?: string;
  /** Where the browser goes in the end; it has to be allowed. @default the console's page of the connection */
  readonly returnTo?: string;
  /** The connect link that allows it, and is used up by it. */
  readonly link?: { readonly id: string; readonly token: string };
  readonly actor: Actor;
}

/** A way to the provider's consent page, bound to the browser that holds the cookie. */
export interface BegunConnect {
  readonly authorizationUrl: URL;
  /** The value of the `Set-Cookie` header to answer with. */
  readonly cookie: string;
}

/** An account that is connected now. */
export interface CompletedConnect {
  readonly connection: Connection;
  /** Where the browser goes; `undefined` when nobody said. */
  readonly returnTo: string | undefined;
  readonly byLink: boolean;
}

/** What a request comes to: which account is connected again, and what is asked for. */
export interface ConnectPlan {
  readonly provider: ConnectableProvider;
  /** The connection that is to be connected again. */
  readonly again: Connection | undefined;
  /** The app's own, what the request asks for, and what is granted already. */
  readonly scopes: readonly string[];
}

/**
 * The web flow of OAuth 2 (RFC 6749, 4.1; RFC 9700): from here to a provider's consent page and back. Authorization
 * code with PKCE, `state` that counts once and in one browser, `iss` and the id token checked by openid-client.
 */
@Injectable()
export class ConnectFlow {
  /** What is to be registered at every provider. */
  readonly redirectUri: string;

  constructor(
    private readonly providers: ConnectableProviders,
    private readonly clients: OAuthClients,
    private readonly roads: OAuthRoads,
    private readonly attempts: ConnectAttempts,
    private readonly returnTo: ReturnTo,
    private readonly connections: Connections,
    private readonly connecting: Connecting,
    private readonly links: ConnectLinks,
    @Inject(platformConfig.token) { publicUrl }: PlatformConfig,
  ) {
    this.redirectUri = `${publicUrl}/connect/callback`;
  }

  /**
   * What a request comes to.
   * @throws ApiError NOT_FOUND for an unknown provider, and for a connection that is not the tenant's or the provider's
   */
  async plan({ provider: name, tenant, connectionId, scopes = [] }: ConnectRequest): Promise<ConnectPlan> {
    const provider = this.providers.get(name);
    const again = connectionId === undefined ? undefined : await this.find(connectionId, name, tenant);
    const all = [...(provider.oauth?.scopes ?? []), ...scopes, ...(again?.scopes ?? [])];
    return { provider, again, scopes: [...new Set(all)] };
  }

  /**
   * Begins an attempt, which ends after ten minutes.
   * @throws ApiError NOT_FOUND as {@link plan} does; VALIDATION_ERROR for a `returnTo` that is not allowed
   * @throws NotConfiguredError when the provider's variables are not set
   * @throws IntegrationError when its endpoints cannot be discovered
   */
  async begin(request: ConnectRequest): Promise<BegunConnect> {
    const { provider, again, scopes } = await this.plan(request);
    const { app } = configuredApp(provider, OPERATION);
    const returnTo = request.returnTo === undefined ? undefined : this.returnTo.allowed(request.returnTo);
    const configuration = await this.clients.configurationOf(provider, OPERATION);
    const verifier = app.pkce ? randomPKCECodeVerifier() : undefined;
    const nonce = scopes.includes('openid') ? randomNonce() : undefined;
    const { state, cookie } = await this.attempts.note({
      provider: provider.name,
      tenant: again ? again.tenant : request.tenant,
      connectionId: again?.id,
      scopes,
      returnTo,
      link: request.link,
      actor: request.actor,
      verifier,
      nonce,
    });
    const authorizationUrl = buildAuthorizationUrl(configuration, {
      ...app.authorizationParameters?.({ scopes, ...(again && { accountHint: again.account.id }) }),
      redirect_uri: this.redirectUri,
      state,
      ...(scopes.length > 0 && { scope: scopes.join(app.scopeSeparator ?? ' ') }),
      ...(nonce !== undefined && { nonce }),
      ...(verifier !== undefined && {
        code_challenge: await calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      }),
    });
    return { authorizationUrl, cookie };
  }

  /**
   * Ends an attempt: exchanges the code, asks whose account it is, keeps it.
   * @param parameters the query of the callback
   * @param headers those of the request, for the cookie
   * @throws ConnectFailed whose cause says what the provider answered
   */
  async complete(parameters: URLSearchParams, headers: IncomingHttpHeaders): Promise<CompletedConnect> {
    const [state, ...others] = parameters.getAll('state');
    if (!state || others.length > 0) throw new ConnectFailed('state_missing');
    const attempt = await this.attempts.take(state, headers);
    try {
      const connection = await this.connect(attempt, parameters, state);
      return { connection, returnTo: attempt.returnTo, byLink: attempt.link !== undefined };
    } catch (error) {
      if (error instanceof ConnectFailed) throw error;
      const { provider } = attempt;
      throw new ConnectFailed('provider', {
        provider,
        retryUrl: retryUrl(attempt),
        cause: toIntegrationError(error, { provider, operation: OPERATION }),
      });
    }
  }

  private async connect(
    attempt: ConnectAttempt,
    parameters: URLSearchParams,
    state: string,
  ): Promise<Connection> {
    const provider = this.providers.get(attempt.provider);
    const { app } = configuredApp(provider, OPERATION);
    const grant = await this.exchange(provider, app, attempt, parameters, state);
    const account = await app.account(grant, this.roads.fetchFor(provider.name, 'oauth.account'));
    return this.keep(attempt, account, grant);
  }

  private async exchange(
    provider: ConnectableProvider,
    app: OAuthApp,
    { verifier, nonce }: ConnectAttempt,
    parameters: URLSearchParams,
    state: string,
  ): Promise<TokenGrant> {
    const configuration = await this.clients.configurationOf(provider, OPERATION);
    // The signature of an id token, too, though it comes straight from the server.
    if (configuration.serverMetadata().jwks_uri) enableNonRepudiationChecks(configuration);
    const callback = new URL(`${this.redirectUri}?${parameters.toString()}`);
    const answer = await authorizationCodeGrant(configuration, callback, {
      expectedState: state,
      ...(verifier !== undefined && { pkceCodeVerifier: verifier }),
      ...(nonce !== undefined && { expectedNonce: nonce }),
    });
    return toGrant(answer, app);
  }

  /** The link is used up in the transaction that connects the account: by opening it, nothing is lost. */
  private keep(attempt: ConnectAttempt, account: ProviderAccount, grant: TokenGrant): Promise<Connection> {
    const { provider, tenant, connectionId, actor, scopes, link } = attempt;
    const proved = { provider, tenant, actor, ...(connectionId !== undefined && { connectionId }) };
    const useLink = link && ((tx: Transaction) => this.links.use(link.id, tx));
    return this.connecting.withGrant(proved, account, grant, scopes, useLink);
  }

  private async find(id: string, provider: string, tenant: string | undefined): Promise<Connection> {
    const connection = isUuid(id) ? await this.connections.get(id, tenant) : undefined;
    if (connection?.provider === provider) return connection;
    throw new ApiError('NOT_FOUND', 'There is no such connection. See GET /v1/connections.');
  }
}
