import { randomUUID } from 'node:crypto';
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
import { HUBS } from './hubs.js';

const STAND_IN = { name: 'HubSpot', note: 'These accounts are made up.' };
const HALF_AN_HOUR_MS = 1_800_000;

/**
 * Starts a local stand-in for HubSpot, with two accounts, for development and tests.
 * @throws Error when the port is taken or the state file is damaged
 */
export async function startHubSpotSandbox(options: OAuthSandboxOptions): Promise<OAuthSandbox> {
  const state = new State<OAuthRows>(OAUTH_TABLES, options.stateFile);
  const client = clientOf(options);
  const authorization = new AuthorizationServer(state, {
    ...client,
    redirectUris: options.redirectUris,
    accessTokenLifetimeMs: options.accessTokenLifetimeMs ?? HALF_AN_HOUR_MS,
    rotates: false,
    newToken: (kind) => (kind === 'access' ? alphanumerics(120) : randomUUID()),
  });
  const server = createServer();
  let url = '';
  serveConsent(server, authorization, {
    standIn: STAND_IN,
    path: '/oauth/authorize',
    choose: 'Choose an account',
    accounts: HUBS,
    scopeSeparator: ' ',
    // Accounts grant what is optional if they have it, as these have. https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/scopes
    grant: ({ parameters }, _account, scopes) => {
      const optional = (parameters.optional_scope ?? '').split(' ').filter(Boolean);
      return { scopes: [...new Set([...scopes, ...optional])], refreshable: true };
    },
  });
  serveApi(server, authorization);
  serveIndex(server, authorization, {
    standIn: STAND_IN,
    accounts: HUBS,
    variables: ['HUBSPOT_CLIENT_ID', 'HUBSPOT_CLIENT_SECRET'],
    baseUrl: () => url,
  });
  const sandbox = await openSandbox({
    server,
    authorization,
    state,
    options,
    environment: (base) => ({
      HUBSPOT_CLIENT_ID: client.clientId,
      HUBSPOT_CLIENT_SECRET: client.clientSecret,
      HUBSPOT_API_BASE_URL: base,
      HUBSPOT_APP_BASE_URL: base,
    }),
  });
  ({ url } = sandbox);
  return sandbox;
}
