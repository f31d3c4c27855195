import { createHash, randomUUID } from 'node:crypto';
import { alphanumerics } from '../alphanumerics.js';
import { Faults, playFaults } from '../faults.js';
import { AuthorizationServer } from '../oauth/authorization-server.js';
import { serveConsent } from '../oauth/consent-routes.js';
import { serveIndex } from '../oauth/index-page.js';
import {
  clientOf,
  type OAuthSandbox,
  type OAuthSandboxOptions,
  openSandbox,
} from '../oauth/oauth-sandbox.js';
import { createServer } from '../server.js';
import { State } from '../state.js';
import { serveApi } from './api.js';
import { Callers } from './caller.js';
import { contactsPart } from './contacts-page.js';
import { serveContacts } from './crm-api.js';
import { type HubSpotFault, refuse } from './faults.js';
import { HUBS } from './hubs.js';
import { HUBSPOT_TABLES, type HubSpotRows } from './rows.js';

const STAND_IN = { name: 'HubSpot', note: 'These accounts are made up.' };
const CRM = /^\/crm\//;
const HALF_AN_HOUR_MS = 1_800_000;

/** A running sandbox of HubSpot. */
export interface HubSpotSandbox extends OAuthSandbox {
  /** How many calls of the CRM's API it has received. */
  calls(): number;
  /** Makes a fault happen to the next matching call of the CRM's API. */
  failNext(fault: HubSpotFault): void;
}

/**
 * Starts a local stand-in for HubSpot, with two accounts and their contacts, for development and tests. The
 * first account has a private app, whose token is in the environment.
 * @throws Error when the port is taken or the state file is damaged
 */
export async function startHubSpotSandbox(options: OAuthSandboxOptions): Promise<HubSpotSandbox> {
  const state = new State<HubSpotRows>(HUBSPOT_TABLES, options.stateFile);
  const client = clientOf(options);
  const authorization = new AuthorizationServer(state, {
    ...client,
    redirectUris: options.redirectUris,
    accessTokenLifetimeMs: options.accessTokenLifetimeMs ?? HALF_AN_HOUR_MS,
    rotates: false,
    newToken: (kind) => (kind === 'access' ? alphanumerics(120) : randomUUID()),
  });
  const accessToken = privateToken(client.clientSecret);
  const callers = new Callers(authorization, accessToken);
  const server = createServer(options.observe);
  let calls = 0;
  server.addHook('onRequest', async ({ url: path }) => {
    if (CRM.test(path)) calls += 1;
  });
  const faults = new Faults<HubSpotFault>();
  playFaults(server, faults, CRM, refuse);
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
  serveApi(server, authorization, callers);
  serveContacts(server, state, callers);
  serveIndex(server, authorization, {
    standIn: STAND_IN,
    accounts: HUBS,
    variables: ['HUBSPOT_CLIENT_ID', 'HUBSPOT_CLIENT_SECRET'],
    baseUrl: () => url,
    more: () => contactsPart(state),
  });
  const sandbox = await openSandbox({
    server,
    authorization,
    state,
    options,
    environment: (base) => ({
      HUBSPOT_CLIENT_ID: client.clientId,
      HUBSPOT_CLIENT_SECRET: client.clientSecret,
      HUBSPOT_ACCESS_TOKEN: accessToken,
      HUBSPOT_API_BASE_URL: base,
      HUBSPOT_APP_BASE_URL: base,
    }),
  });
  ({ url } = sandbox);
  return { ...sandbox, calls: () => calls, failNext: (fault) => faults.add(fault) };
}

/** The token of the private app: the same at every start, and as secret as the app's own. */
function privateToken(clientSecret: string): string {
  return `pat-na1-${createHash('sha256').update(`private app ${clientSecret}`).digest('hex').slice(0, 32)}`;
}
