import { html } from '../../platform/pages/html.js';
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
import { createServer, sendJson } from '../server.js';
import { State } from '../state.js';
import { serveCalendars } from './calendar-api.js';
import { type Channel, channel } from './channels.js';
import { PEOPLE } from './people.js';
import { asGranted, isOptional } from './scopes.js';
import { keyFile } from './service-account.js';
import { type SigningKey, signingKey, SigningKeys } from './signing-keys.js';
import { serveTokens } from './token-endpoint.js';

interface GoogleRows extends OAuthRows {
  channel: Channel;
  signing_key: SigningKey;
}

const STAND_IN = { name: 'Google', note: 'These calendars are made up.' };

/** Google says 3599 to those who ask for a token at once. */
const HOUR_MS = 3_599_000;

/**
 * Starts a local stand-in for Google, with two accounts, their calendars and a service account, for development and tests.
 * @throws Error when the port is taken or the state file is damaged
 */
export async function startGoogleSandbox(options: OAuthSandboxOptions): Promise<OAuthSandbox> {
  const tables = { ...OAUTH_TABLES, channel: { row: channel }, signing_key: { row: signingKey } };
  const state = new State<GoogleRows>(tables, options.stateFile);
  const keys = new SigningKeys(state);
  const client = clientOf(options);
  const authorization = new AuthorizationServer(state, {
    ...client,
    redirectUris: options.redirectUris,
    accessTokenLifetimeMs: options.accessTokenLifetimeMs ?? HOUR_MS,
    rotates: false,
    newToken,
  });
  const server = createServer();
  let url = '';
  serveConsent(server, authorization, {
    standIn: STAND_IN,
    path: '/o/oauth2/v2/auth',
    choose: 'Choose an account',
    accounts: PEOPLE,
    hint: 'login_hint',
    scopeSeparator: ' ',
    isOptional,
    grant: ({ parameters }, { id }, scopes) => {
      const before = authorization.livingGrants(id);
      const kept =
        parameters.include_granted_scopes === 'true' ? before.flatMap((grant) => grant.scopes) : [];
      const asksAnew = parameters.prompt?.split(' ').includes('consent') ?? false;
      return {
        scopes: [...new Set([...asGranted(scopes), ...kept])],
        // Only with consent does a refresh token come again.
        // https://developers.google.com/identity/protocols/oauth2/web-server#offline
        refreshable: parameters.access_type === 'offline' && (asksAnew || before.length === 0),
      };
    },
  });
  serveTokens(server, authorization, keys, () => url);
  serveCalendars(server, state, authorization, () => url);
  server.get('/service-account.json', async (_request, reply) =>
    sendJson(reply.header('Content-Disposition', 'attachment'), 200, await keyFile(keys, url)),
  );
  serveIndex(server, authorization, {
    standIn: STAND_IN,
    accounts: PEOPLE,
    variables: ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
    baseUrl: () => url,
    more: () => more(state),
  });
  const sandbox = await openSandbox({
    server,
    authorization,
    state,
    options,
    environment: (base) => ({
      GOOGLE_CLIENT_ID: client.clientId,
      GOOGLE_CLIENT_SECRET: client.clientSecret,
      GOOGLE_API_BASE_URL: base,
      GOOGLE_OAUTH_BASE_URL: base,
    }),
  });
  ({ url } = sandbox);
  return sandbox;
}

function newToken(kind: 'code' | 'access' | 'refresh'): string {
  if (kind === 'code') return `4/0A${alphanumerics(70)}`;
  return kind === 'access' ? `ya29.${alphanumerics(160)}` : `1//0${alphanumerics(98)}`;
}

function more(state: State<GoogleRows>) {
  const channels = [...state.table('channel').values()].filter(({ expiresAt }) => expiresAt > Date.now());
  return html`<h2>Service account</h2>
    <p>Connect it with its key file: <a href="/service-account.json">service-account.json</a>.</p>
    <h2>Channels</h2>
    ${
      channels.length === 0
        ? html`<p class="muted">Nobody watches a calendar. Hookline does once an account is connected.</p>`
        : html`<ul class="lines">
            ${channels.map(
              ({ calendar, address, expiresAt }) =>
                html`<li>
                  <span>${calendar} → ${address}</span
                  ><span>until ${new Date(expiresAt).toISOString().slice(0, 10)}</span>
                </li>`,
            )}
          </ul>`
    }`;
}
