import { alphanumerics } from '../alphanumerics.js';
import { AuthorizationServer } from '../oauth/authorization-server.js';
import { serveConsent } from '../oauth/consent-routes.js';
import { serveIndex } from '../oauth/index-page.js';
import {
  clientOf,
  type OAuthSandbox,
  type OAuthSandboxOptions,
  openSandbox,
} from '../oauth/oauth-sandbox.js';
import { OAUTH_TABLES, type OAuthRows } from '../oauth/rows.js';
import { createServer } from '../server.js';
import { State } from '../state.js';
import { serveApi } from './api.js';
import { ORGANIZATIONS } from './organizations.js';
import { serveTokens } from './token-endpoint.js';

const STAND_IN = { name: 'Salesforce', note: 'These organisations are made up.' };

/** Sessions last two hours unless an organisation says otherwise. */
const TWO_HOURS_MS = 7_200_000;

/** Either of these brings a refresh token. */
const REFRESH_SCOPES = new Set(['refresh_token', 'offline_access']);

/**
 * Starts a local stand-in for Salesforce, with two organisations, for development and tests. It is its own instance.
 * @throws Error when the port is taken or the state file is damaged
 */
export async function startSalesforceSandbox(options: OAuthSandboxOptions): Promise<OAuthSandbox> {
  const state = new State<OAuthRows>(OAUTH_TABLES, options.stateFile);
  const client = clientOf(options);
  const authorization = new AuthorizationServer(state, {
    ...client,
    redirectUris: options.redirectUris,
    accessTokenLifetimeMs: options.accessTokenLifetimeMs ?? TWO_HOURS_MS,
    rotates: false,
    newToken,
  });
  const server = createServer();
  let url = '';
  serveConsent(server, authorization, {
    standIn: STAND_IN,
    path: '/services/oauth2/authorize',
    choose: 'Choose an organisation',
    accounts: ORGANIZATIONS,
    hint: 'login_hint',
    scopeSeparator: ' ',
    grant: (_request, _account, scopes) => ({
      scopes,
      refreshable: scopes.some((scope) => REFRESH_SCOPES.has(scope)),
    }),
  });
  serveTokens(server, authorization, () => url);
  serveApi(server, authorization, () => url);
  serveIndex(server, authorization, {
    standIn: STAND_IN,
    accounts: ORGANIZATIONS,
    variables: ['SALESFORCE_CLIENT_ID', 'SALESFORCE_CLIENT_SECRET'],
    baseUrl: () => url,
  });
  const sandbox = await openSandbox({
    server,
    authorization,
    state,
    options,
    environment: (base) => ({
      SALESFORCE_CLIENT_ID: client.clientId,
      SALESFORCE_CLIENT_SECRET: client.clientSecret,
      SALESFORCE_LOGIN_URL: base,
      SALESFORCE_API_BASE_URL: base,
    }),
  });
  ({ url } = sandbox);
  return sandbox;
}

function newToken(kind: 'code' | 'access' | 'refresh', account: string): string {
  if (kind === 'code') return `aPrx${alphanumerics(60)}==`;
  return kind === 'access' ? `${account.slice(0, 15)}!AQ${alphanumerics(94)}` : `5Aep861${alphanumerics(80)}`;
}
