import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Injectable, Module, type Type } from '@nestjs/common';
import { Connecting } from '../../src/connections/accounts/connecting.js';
import type {
  CheckedCredential,
  Connection,
  CredentialForm,
  CredentialValues,
  OAuthApp,
  OAuthClient,
  ProviderAccount,
  ProviderFetch,
  TokenGrant,
} from '../../src/contracts/connections.js';
import { ValidationError } from '../../src/contracts/errors.js';
import { SYSTEM } from '../../src/platform/audit/audit-log.js';
import { CredentialFormFacet, OAuthAppFacet } from '../../src/platform/facets/facets.js';
import type { TestHookline } from './hookline.js';

/** The only credential that Keyring takes, and the tokens of Acme: nothing may ever show them. */
export const GOOD_KEY = 'keyring-secret-key-of-the-tests';
export const TOKENS = ['acme-access-token-1', 'acme-refresh-token-1', 'acme-access-token-2'] as const;
const [FIRST_TOKEN, REFRESH_TOKEN, SECOND_TOKEN] = TOKENS;

/** Providers that there are not: at Acme one signs in, Keyring's key is entered, and Unset is not set up. */
export interface ConnectableProvidersStandIn {
  readonly module: Type;
  /** What they were asked: `POST /token`. */
  readonly requests: string[];
  /** What Acme's token and revocation endpoints answer instead of a success; `undefined` for a success. */
  fails: { status: number; error: string } | undefined;
  close(): Promise<void>;
}

export async function startConnectableProviders(): Promise<ConnectableProvidersStandIn> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    void text(request).then(() => {
      requests.push(`${request.method} ${request.url}`);
      if (request.url === '/keys/self') {
        const isGood = request.headers.authorization === `Bearer ${GOOD_KEY}`;
        return answer(isGood ? 200 : 401, {});
      }
      if (providers.fails) return answer(providers.fails.status, { error: providers.fails.error });
      if (request.url === '/revoke') return answer(200, {});
      return answer(200, {
        access_token: SECOND_TOKEN,
        refresh_token: REFRESH_TOKEN,
        token_type: 'bearer',
        expires_in: 3600,
      });
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const providers: ConnectableProvidersStandIn = {
    module: moduleAt(url),
    requests,
    fails: undefined,
    close: () => new Promise((closed) => server.close(() => closed()).closeAllConnections()),
  };
  return providers;
}

function moduleAt(url: string): Type {
  @Injectable()
  @OAuthAppFacet('acme')
  class AcmeApp implements OAuthApp {
    readonly title: string = 'Acme';
    readonly client: OAuthClient | undefined = {
      clientId: 'acme-client',
      clientSecret: 'acme-client-secret',
    };
    readonly variables = ['ACME_CLIENT_ID', 'ACME_CLIENT_SECRET'];
    readonly registrationUrl = 'https://acme.example/apps';
    readonly server = {
      issuer: url,
      authorizationEndpoint: `${url}/authorize`,
      tokenEndpoint: `${url}/token`,
      revocationEndpoint: `${url}/revoke`,
    };
    readonly pkce = true;
    readonly clientAuthentication = 'post';
    readonly scopes = ['things:read', 'things:write'];

    async account(): Promise<ProviderAccount> {
      return { id: 'acme-1', label: 'Acme One' };
    }
  }

  @Injectable()
  @OAuthAppFacet('unset')
  class UnsetApp extends AcmeApp {
    override readonly title = 'Unset';
    override readonly client = undefined;
    override readonly variables = ['UNSET_CLIENT_ID', 'UNSET_CLIENT_SECRET'];
  }

  @Injectable()
  @CredentialFormFacet('keyring')
  class KeyringForm implements CredentialForm {
    readonly title = 'Keyring';
    readonly kind = 'api_key';
    readonly fields = [
      { name: 'region', label: 'Region', secret: false, optional: true },
      { name: 'api_key', label: 'API key', secret: true, hint: 'In Keyring under Settings.' },
    ];

    async check({ api_key: key }: CredentialValues, http: ProviderFetch): Promise<CheckedCredential> {
      const response = await http(`${url}/keys/self`, { headers: { Authorization: `Bearer ${key}` } });
      if (response.ok) return { account: { id: 'ring-1', label: 'Ring One', details: { plan: 'gold' } } };
      const about = { provider: 'keyring', operation: 'credentials.check', status: response.status };
      throw new ValidationError('Keyring does not know this key.', about, [
        { field: 'api_key', issue: 'is not a key of Keyring' },
      ]);
    }

    headers({ api_key: key }: CredentialValues) {
      return { authorization: `Bearer ${key}` };
    }
  }

  @Module({ providers: [AcmeApp, UnsetApp, KeyringForm] })
  class ProvidersOfTheTests {}
  return ProvidersOfTheTests;
}

interface Consent {
  tenant?: string;
  /** Acme's id of the account. @default a new one */
  account?: string;
  scopes?: readonly string[];
}

/** An account of Acme, as if somebody had signed in there just now. */
export function consented(hookline: TestHookline, consent: Consent = {}): Promise<Connection> {
  const { tenant, account = crypto.randomUUID(), scopes = ['things:read', 'things:write'] } = consent;
  const grant: TokenGrant = {
    accessToken: FIRST_TOKEN,
    refreshToken: REFRESH_TOKEN,
    scopes,
    expiresAt: new Date(Date.now() + 3_600_000),
    answer: {},
  };
  const connecting = hookline.app.get(Connecting, { strict: false });
  const proved = { provider: 'acme', tenant, actor: SYSTEM };
  return connecting.withGrant(proved, { id: account, label: `Team ${account}` }, grant, scopes);
}
