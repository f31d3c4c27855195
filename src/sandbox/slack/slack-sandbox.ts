import { alphanumerics } from '../alphanumerics.js';
import { Faults } from '../faults.js';
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
import { channelsPart } from './channels-page.js';
import type { SlackFault } from './faults.js';
import { serveFiles } from './files.js';
import { MessagePace } from './message-pace.js';
import { OWN_BOT_TOKEN } from './own-workspace.js';
import { message, type Message, storedFile, type SlackRows, type StoredFile } from './rows.js';
import { WORKSPACES } from './workspaces.js';

const STAND_IN = { name: 'Slack', note: 'Nobody else reads these messages.' };
const TWELVE_HOURS_MS = 43_200_000;
const MONTH_SECONDS = 30 * 86_400;

export interface SlackSandboxOptions extends OAuthSandboxOptions {
  /** Refuses more than one message a second in a channel, with 429. @default false */
  rateLimits?: boolean;
}

/** A running sandbox. */
export interface SlackSandbox extends OAuthSandbox {
  /** Makes the next calls of a method go wrong. */
  failNext(fault: SlackFault): void;
  /** All that was posted and not deleted, oldest first. */
  messages(): readonly Message[];
  /** A file, shared or not. */
  file(id: string): StoredFile | undefined;
}

/**
 * Starts a local stand-in for Slack, with three workspaces and token rotation, for development and tests.
 * @throws Error when the port is taken or the state file is damaged
 */
export async function startSlackSandbox(options: SlackSandboxOptions): Promise<SlackSandbox> {
  const tables = {
    ...OAUTH_TABLES,
    message: { row: message, keptSeconds: MONTH_SECONDS },
    file: { row: storedFile, keptSeconds: MONTH_SECONDS },
  };
  const state = new State<SlackRows>(tables, options.stateFile);
  const client = clientOf(options);
  const authorization = new AuthorizationServer(state, {
    ...client,
    redirectUris: options.redirectUris,
    accessTokenLifetimeMs: options.accessTokenLifetimeMs ?? TWELVE_HOURS_MS,
    rotates: true,
    newToken,
  });
  const server = createServer(options.observe);
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
  const faults = new Faults<SlackFault>();
  const pace = options.rateLimits ? new MessagePace() : undefined;
  serveApi(server, { state, authorization, faults, pace });
  serveFiles(server, state, faults);
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
      SLACK_BOT_TOKEN: OWN_BOT_TOKEN,
      SLACK_CLIENT_ID: client.clientId,
      SLACK_CLIENT_SECRET: client.clientSecret,
      SLACK_API_BASE_URL: `${base}/api`,
    }),
  });
  ({ url } = sandbox);
  return {
    ...sandbox,
    failNext: (fault) => faults.add(fault),
    messages: () => [...state.table('message').values()],
    file: (id) => state.table('file').get(id),
  };
}

function newToken(kind: 'code' | 'access' | 'refresh'): string {
  if (kind === 'code') return `2141029472.691202649728.${alphanumerics(64)}`;
  return kind === 'access' ? `xoxe.xoxb-1-${alphanumerics(146)}` : `xoxe-1-${alphanumerics(146)}`;
}
