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
import { createServer, sendJson } from '../server.js';
import { State } from '../state.js';
import { serveApi } from './api.js';
import { serveBatches } from './batch.js';
import { allCalendars } from './calendars.js';
import { calendarsPart } from './calendars-page.js';
import { Credentials } from './credentials.js';
import { serveEventPages } from './event-page.js';
import { EventStore } from './event-store.js';
import { type GoogleFault, refuse } from './faults.js';
import { keepHolidays } from './holidays.js';
import { PEOPLE } from './people.js';
import { presentedEvent } from './presented-event.js';
import { PushSender } from './push-sender.js';
import { GOOGLE_TABLES, type GoogleRows } from './rows.js';
import { asGranted, isOptional } from './scopes.js';
import { keyFile } from './service-account.js';
import { SigningKeys } from './signing-keys.js';
import { serveTokens } from './token-endpoint.js';

const STAND_IN = { name: 'Google', note: 'These calendars are made up.' };

/** A running sandbox of Google. */
export interface GoogleSandbox extends OAuthSandbox {
  /** Makes the next matching calls of the API go wrong. */
  failNext(fault: GoogleFault): void;
  /** Takes back the faults that have not happened yet. */
  clearFaults(): void;
  /** Whoever follows a calendar's changes has to begin anew. */
  expireSyncTokens(): void;
  /** The events of a calendar in the API's form, in the order in which they were made. Deleted ones are `cancelled`. */
  events(calendarId: string): object[];
}

/** Google says 3599 to those who ask for a token at once. */
const HOUR_MS = 3_599_000;

/**
 * Starts a local stand-in for Google, with two accounts, a service account and their calendars, for development and
 * tests.
 * @throws Error when the port is taken or the state file is damaged
 */
export async function startGoogleSandbox(options: OAuthSandboxOptions): Promise<GoogleSandbox> {
  const state = new State<GoogleRows>(GOOGLE_TABLES, options.stateFile);
  const keys = new SigningKeys(state);
  const client = clientOf(options);
  const authorization = new AuthorizationServer(state, {
    ...client,
    redirectUris: options.redirectUris,
    accessTokenLifetimeMs: options.accessTokenLifetimeMs ?? HOUR_MS,
    rotates: false,
    newToken,
  });
  const server = createServer(options.observe);
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
  const events = new EventStore(state);
  const faults = new Faults<GoogleFault>();
  playFaults(server, faults, /^\/(batch\/)?calendar\/v3/, refuse);
  const credentials = new Credentials(authorization, keys);
  const sender = new PushSender(state, () => url, options.log ?? (() => undefined));
  state.transaction(() => keepHolidays(events));
  serveApi(server, { state, events, credentials, baseUrl: () => url });
  serveBatches(server);
  serveEventPages(server, events, STAND_IN);
  const serviceAccount = await keys.get('service_account');
  server.get('/service-account.json', (_request, reply) =>
    sendJson(reply.header('Content-Disposition', 'attachment'), 200, keyFile(serviceAccount, url)),
  );
  serveIndex(server, authorization, {
    standIn: STAND_IN,
    accounts: PEOPLE,
    variables: ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
    baseUrl: () => url,
    more: () => calendarsPart(state, events),
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
      GOOGLE_SERVICE_ACCOUNT: JSON.stringify(keyFile(serviceAccount, base)),
    }),
  });
  ({ url } = sandbox);
  sender.start();
  return {
    ...sandbox,
    failNext: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    expireSyncTokens: () => events.beginEpoch(),
    events: (calendarId) =>
      allCalendars()
        .filter(({ id }) => id === calendarId)
        .flatMap((calendar) =>
          events.of(calendar.id).map((event) => presentedEvent(event, { calendar, baseUrl: url })),
        ),
    close: async () => {
      await sender.stop();
      await sandbox.close();
    },
  };
}

function newToken(kind: 'code' | 'access' | 'refresh'): string {
  if (kind === 'code') return `4/0A${alphanumerics(70)}`;
  return kind === 'access' ? `ya29.${alphanumerics(160)}` : `1//0${alphanumerics(98)}`;
}
