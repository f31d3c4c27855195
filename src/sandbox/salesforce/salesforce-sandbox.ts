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
import { OAUTH_TABLES } from '../oauth/rows.js';
import { createServer } from '../server.js';
import { State } from '../state.js';
import { contactsPart } from './contacts-page.js';
import { serveData } from './data-api.js';
import { refuse, type SalesforceFault } from './faults.js';
import { serveIdentity } from './identity.js';
import { ORGANIZATIONS } from './organizations.js';
import { recordRow } from './record-row.js';
import { Records, type SalesforceRows } from './records.js';
import { serveTokens } from './token-endpoint.js';

const STAND_IN = { name: 'Salesforce', note: 'These organisations are made up.' };

/** Sessions last two hours unless an organisation says otherwise. */
const TWO_HOURS_MS = 7_200_000;

/** Either of these brings a refresh token. */
const REFRESH_SCOPES = new Set(['refresh_token', 'offline_access']);

/** A running stand-in for Salesforce. */
export interface SalesforceSandbox extends OAuthSandbox {
  /** How many calls of the data API there have been; those for tokens do not count. */
  calls(): number;
  /** Lets something go wrong with the next requests. */
  failNext(fault: SalesforceFault): void;
  /** Ends every session, as an administrator may: tokens are refused, and can be renewed. */
  expireSessions(): void;
}

/**
 * Starts a local stand-in for Salesforce, with two organisations, for development and tests. It is its own instance.
 * @throws Error when the port is taken or the state file is damaged
 */
export async function startSalesforceSandbox(options: OAuthSandboxOptions): Promise<SalesforceSandbox> {
  const state = new State<SalesforceRows>({ ...OAUTH_TABLES, record: { row: recordRow } }, options.stateFile);
  const records = new Records(state);
  const client = clientOf(options);
  const authorization = new AuthorizationServer(state, {
    ...client,
    redirectUris: options.redirectUris,
    accessTokenLifetimeMs: options.accessTokenLifetimeMs ?? TWO_HOURS_MS,
    rotates: false,
    newToken,
  });
  const server = createServer(options.observe);
  const faults = new Faults<SalesforceFault>();
  playFaults(server, faults, /^\//, refuse);
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
  serveIdentity(server, authorization, () => url);
  const { calls } = serveData(server, authorization, records);
  serveIndex(server, authorization, {
    standIn: STAND_IN,
    accounts: ORGANIZATIONS,
    variables: ['SALESFORCE_CLIENT_ID', 'SALESFORCE_CLIENT_SECRET'],
    baseUrl: () => url,
    more: () => contactsPart(records),
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
      SALESFORCE_CONTACT_EXTERNAL_ID: 'External_Id__c',
      SALESFORCE_CONTACT_FIELDS: 'loyalty_tier:Loyalty_Tier__c,company:Company__c',
    }),
  });
  ({ url } = sandbox);
  return {
    ...sandbox,
    calls,
    failNext: (fault) => faults.add(fault),
    expireSessions: () => {
      for (const { id } of state.table('access_token').values()) authorization.endAccessToken(id);
    },
  };
}

function newToken(kind: 'code' | 'access' | 'refresh', account: string): string {
  if (kind === 'code') return `aPrx${alphanumerics(60)}==`;
  return kind === 'access' ? `${account.slice(0, 15)}!AQ${alphanumerics(94)}` : `5Aep861${alphanumerics(80)}`;
}
