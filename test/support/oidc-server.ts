import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { createMemoryAdapter } from 'oidc-provider/lib/adapters/memory_adapter.js';

/** The client that is registered at the server. */
export const OIDC_CLIENT = {
  clientId: 'hookline-test',
  clientSecret: 'a-secret-of-the-test-client-0123456789',
};

/** A request that the server got, as far as tests look at it. */
interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly body: URLSearchParams;
}

/** Who signs in. */
interface Person {
  accountId: string;
  decision: 'agree' | 'deny';
  /** What the server says of them besides. @default an e-mail address that it does not vouch for */
  claims?: Readonly<Record<string, unknown>>;
}

interface OidcServerOptions {
  /** The id token says the e-mail address; otherwise only the userinfo endpoint does. @default true */
  readonly emailInIdToken?: boolean;
}

/** A certified authorization server on a loopback port. PKCE is required, refresh tokens are rotated. */
export interface OidcServer {
  readonly issuer: string;
  /** Who signs in, and what they do on the consent page. */
  person: Person;
  /** Everything that reached the token endpoint. */
  readonly tokenRequests: SeenRequest[];
  /** What the token endpoint answers instead. */
  tokenAnswer: { status: number; body: string } | undefined;
  close(): Promise<void>;
}

/** @param redirectUri where it may send browsers back to */
export async function startOidcServer(
  redirectUri: string,
  { emailInIdToken = true }: OidcServerOptions = {},
): Promise<OidcServer> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const claimsOf = (accountId: string) => ({
    sub: accountId,
    email: `${accountId}@acme.test`,
    ...running.person.claims,
  });
  const provider = new Provider(issuer, configuration(redirectUri, claimsOf, emailInIdToken));
  const handle = provider.callback();
  const tokenRequests: SeenRequest[] = [];
  const running: OidcServer = {
    issuer,
    person: { accountId: 'ada', decision: 'agree' },
    tokenRequests,
    tokenAnswer: undefined,
    close: () => new Promise((resolve) => server.close(() => resolve()).closeAllConnections()),
  };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', issuer);
    if (pathname.startsWith('/interaction/')) {
      interact(provider, running.person, request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
      return;
    }
    if (pathname === '/token') {
      watch(request, (seen) => tokenRequests.push(seen));
      const answer = running.tokenAnswer;
      if (answer) {
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
        return;
      }
    }
    handle(request, response);
  });
  return running;
}

/** Signs the person in and lets them decide, without asking. */
async function interact(
  provider: Provider,
  { accountId, decision }: OidcServer['person'],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { prompt, params, grantId, session } = await provider.interactionDetails(request, response);
  if (prompt.name === 'login') {
    return provider.interactionFinished(request, response, { login: { accountId } });
  }
  if (decision === 'deny') {
    const refusal = { error: 'access_denied', error_description: 'The <b>person</b> declined' };
    return provider.interactionFinished(request, response, refusal);
  }
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const of = { accountId: session?.accountId ?? accountId, clientId: String(params['client_id']) };
  const grant = known ?? new provider.Grant(of);
  grant.addOIDCScope((prompt.details.missingOIDCScope ?? []).join(' '));
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

function watch(request: IncomingMessage, seen: (request: SeenRequest) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () =>
    seen({
      method: request.method ?? '',
      path: request.url ?? '',
      body: new URLSearchParams(Buffer.concat(chunks).toString()),
    }),
  );
}

function configuration(
  redirectUri: string,
  claimsOf: (accountId: string) => object,
  emailInIdToken: boolean,
): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    // Named, though it is the one by default: otherwise it warns of being one for tests.
    adapter: createMemoryAdapter(0),
    clients: [
      {
        client_id: OIDC_CLIENT.clientId,
        client_secret: OIDC_CLIENT.clientSecret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    scopes: ['openid', 'offline_access', 'email', 'calendar:read', 'calendar:write'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: () => Promise.resolve(true),
    conformIdTokenClaims: !emailInIdToken,
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: () => claimsOf(accountId),
    }),
    interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      introspection: { enabled: false },
    },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test' }] },
    ttl: {
      AccessToken: 3600,
      AuthorizationCode: 60,
      IdToken: 3600,
      Interaction: 3600,
      Session: 3600,
      Grant: 86_400,
      RefreshToken: 86_400,
    },
  };
}
