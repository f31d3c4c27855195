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
import { OAUTH_TABLES } from '../oauth/rows.js';
import { createServer } from '../server.js';
import { State } from '../state.js';
import { serveApi } from './api.js';
import type { SlackRows } from './call.js';
import { channelsPart } from './channels-page.js';
import { message } from './messages.js';
import { WORKSPACES } from './workspaces.js';

const STAND_IN = { name: 'Slack', note: 'Nobody else reads these messages.' };
const TWELVE_HOURS_MS = 43_200_000;

/**
 * Starts a local stand-in for Slack, with three workspaces and token rotation, for development and tests.
 * @throws Error when the port is taken or the state file is damaged
 */
export async function startSlackSandbox(options: OAuthSandboxOptions): Promise<OAuthSandbox> {
  const tables = { ...OAUTH_TABLES, message: { row: message, keptSeconds: 30 * 86_400 } };
  const state = new State<SlackRows>(tables, options.stateFile);
  const client = clientOf(options);
  const authorization = new AuthorizationServer(state, {
    ...client,
    redirectUris: options.redirectUris,
    accessTokenLifetimeMs: options.accessTokenLifetimeMs ?? TWELVE_HOURS_MS,
    rotates: true,
    newToken,
  });
  const server = createServer();
  let url = '';
  serveConsent(server, authorization, {
    standIn: STAND_IN,
    path: '/oauth/v2/authorize',
    choose: 'Choose a workspace',
    accounts: WORKSPACES,
    hint: 'team',
    scopeSeparator: ',',
    // A workspace adds to what it has granted before. https://docs.slack.dev/authentication/installing-with-oauth
    grant: (_request, { id }, scopes) => {
      const before = authorization.livingGrants(id).flatMap((grant) => grant.scopes);
      return { scopes: [...new Set([...before, ...scopes])], refreshable: true };
    },
  });
  serveApi(server, state, authorization);
  serveIndex(server, authorization, {
    standIn: STAND_IN,
    accounts: WORKSPACES,
    variables: ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'],
    baseUrl: () => url,
    more: () => channelsPart(state),
  });
  const sandbox = await openSandbox({
    server,
    authorization,
    state,
    options,
    environment: (base) => ({
      SLACK_CLIENT_ID: client.clientId,
      SLACK_CLIENT_SECRET: client.clientSecret,
      SLACK_API_BASE_URL: `${base}/api`,
    }),
  });
  ({ url } = sandbox);
  return sandbox;
}

function newToken(kind: 'code' | 'access' | 'refresh'): string {
  if (kind === 'code') return `2141029472.691202649728.${alphanumerics(64)}`;
  return kind === 'access' ? `xoxe.xoxb-1-${alphanumerics(146)}` : `xoxe-1-${alphanumerics(146)}`;
}
