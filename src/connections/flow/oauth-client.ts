import { Injectable } from '@nestjs/common';
import {
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  allowInsecureRequests,
  clockTolerance,
  customFetch,
  discovery,
  type CustomFetch,
  type ServerMetadata,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from 'openid-client';
import type { AuthorizationServer, OAuthApp, OAuthClient, TokenGrant } from '../../contracts/connections.js';
import { NotConfiguredError } from '../../contracts/errors.js';
import { isLoopback } from '../../platform/config/values.js';
import type { ConnectableProvider } from '../providers/connectable-providers.js';
import { OAuthRoads } from '../roads/oauth-roads.js';
import { toIntegrationError } from './oauth-errors.js';

/** How far a provider's clock and ours may be apart when an id token is checked, in seconds. */
const CLOCK_TOLERANCE_SECONDS = 60;
/** How long the endpoints that a server has published are good for, in ms. */
const DISCOVERY_LIFETIME_MS = 3_600_000;

/** The endpoints of a server that publishes them. */
interface Discovered {
  readonly metadata: Promise<ServerMetadata>;
  /** By `Date.now()`. */
  readonly untilMs: number;
}

/** openid-client, set up for the OAuth application of a provider. */
@Injectable()
export class OAuthClients {
  private readonly discovered = new Map<string, Discovered>();

  constructor(private readonly roads: OAuthRoads) {}

  /**
   * What the functions of openid-client work with. Their requests go by the outbound road, under `operation`.
   * @param operation in our words: `oauth.refresh`
   * @throws NotConfiguredError naming the variables when the application is not set up, or there is none
   * @throws IntegrationError when the server's endpoints cannot be discovered
   */
  async configurationOf(
    provider: ConnectableProvider,
    operation: string,
    connectionId?: string,
  ): Promise<Configuration> {
    const { app, client } = configuredApp(provider, operation);
    // What a server publishes of itself may name any address.
    const configuredOrigin = 'discover' in app.server ? new URL(app.server.discover).origin : undefined;
    const send = this.roads.fetchFor(provider.name, operation, connectionId, configuredOrigin);
    const metadata = await this.metadataOf(provider.name, app, client, operation);
    const configuration = new Configuration(
      metadata,
      client.clientId,
      { [clockTolerance]: CLOCK_TOLERANCE_SECONDS },
      app.clientAuthentication === 'basic'
        ? ClientSecretBasic(client.clientSecret)
        : ClientSecretPost(client.clientSecret),
    );
    configuration[customFetch] = withTokenAnswers(send, app, metadata.token_endpoint);
    if (isLocal(metadata)) allowInsecureRequests(configuration);
    return configuration;
  }

  /** The endpoints of the app's server; those of one that publishes them are asked for once an hour. */
  private async metadataOf(
    provider: string,
    { server }: OAuthApp,
    client: OAuthClient,
    operation: string,
  ): Promise<ServerMetadata> {
    if (!('discover' in server)) return toMetadata(server);
    const known = this.discovered.get(provider);
    if (known && Date.now() < known.untilMs) return known.metadata;
    const metadata = this.discover(provider, new URL(server.discover), client).catch((error: unknown) => {
      this.discovered.delete(provider);
      throw toIntegrationError(error, { provider, operation });
    });
    this.discovered.set(provider, { metadata, untilMs: Date.now() + DISCOVERY_LIFETIME_MS });
    return metadata;
  }

  private async discover(provider: string, issuer: URL, client: OAuthClient): Promise<ServerMetadata> {
    const found = await discovery(issuer, client.clientId, undefined, undefined, {
      [customFetch]: this.roads.fetchFor(provider, 'oauth.discover'),
      ...(isLoopback(issuer.hostname) && { execute: [allowInsecureRequests] }),
    });
    return found.serverMetadata();
  }
}

/**
 * What a token endpoint has granted.
 * @param answer as openid-client has checked it
 */
export function toGrant(
  answer: TokenEndpointResponse & TokenEndpointResponseHelpers,
  app: OAuthApp,
): TokenGrant {
  const lifetimeSeconds = answer.expiresIn() ?? app.tokenLifetimeSeconds;
  const claims = answer.claims();
  return {
    accessToken: answer.access_token,
    ...(answer.refresh_token !== undefined && { refreshToken: answer.refresh_token }),
    ...(answer.scope !== undefined && { scopes: splitScopes(answer.scope) }),
    ...(lifetimeSeconds !== undefined && { expiresAt: new Date(Date.now() + lifetimeSeconds * 1000) }),
    ...(claims && { claims }),
    answer,
  };
}

/** By spaces (RFC 6749, 3.3), and by the commas that some providers answer with whatever they were asked with. */
function splitScopes(text: string): string[] {
  return text.split(/[\s,]+/).filter(Boolean);
}

/**
 * The application of a provider, and the client that is registered for it.
 * @throws NotConfiguredError naming the variables when it is not set up, or there is none
 */
export function configuredApp(
  provider: ConnectableProvider,
  operation: string,
): { app: OAuthApp; client: OAuthClient } {
  const app = provider.oauth;
  if (app?.client) return { app, client: app.client };
  const remedy = app
    ? `its OAuth application is not set up. Set ${app.variables.join(' and ')}`
    : 'it has no OAuth application. Connect it by entering its credential';
  const message = `${provider.title} cannot be connected by consent: ${remedy}.`;
  throw new NotConfiguredError(message, { provider: provider.name, operation });
}

function toMetadata(server: AuthorizationServer): ServerMetadata {
  return {
    issuer: server.issuer,
    authorization_endpoint: server.authorizationEndpoint,
    token_endpoint: server.tokenEndpoint,
    ...(server.revocationEndpoint !== undefined && { revocation_endpoint: server.revocationEndpoint }),
    ...(server.jwksUri !== undefined && { jwks_uri: server.jwksUri }),
    authorization_response_iss_parameter_supported: server.sendsIssuer ?? false,
  };
}

/** Whether whatever of a server's endpoints is not https is on this very machine, where nobody listens in. */
function isLocal(metadata: ServerMetadata): boolean {
  const endpoints = [
    metadata.authorization_endpoint,
    metadata.token_endpoint,
    metadata.revocation_endpoint,
    metadata.jwks_uri,
  ].filter((endpoint) => endpoint !== undefined);
  const insecure = endpoints.map((endpoint) => new URL(endpoint)).filter((url) => url.protocol === 'http:');
  return insecure.length > 0 && insecure.every((url) => isLoopback(url.hostname));
}

/** `send`, with the answers of the token endpoint in the form of RFC 6749. */
function withTokenAnswers(send: typeof fetch, app: OAuthApp, tokenEndpoint: string | undefined): CustomFetch {
  return async (url, { body, ...init }) => {
    const response = await send(url, { ...init, body: body ?? null });
    if (!app.tokenAnswer || url !== tokenEndpoint) return response;
    const json: unknown = await response
      .clone()
      .json()
      .catch(() => undefined); // no JSON, which is for openid-client to refuse
    if (json === undefined) return response;
    const answer = app.tokenAnswer({ status: response.status, body: json });
    const headers = new Headers(response.headers);
    headers.set('content-type', 'application/json');
    return new Response(JSON.stringify(answer.body), { status: answer.status, headers });
  };
}
