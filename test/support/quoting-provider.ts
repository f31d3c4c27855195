import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose';

/** What the provider answers instead of a success. `drop` breaks the connection. */
export type Misbehaviour =
  | 'drop'
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> };

/** Something that nobody but its owner may ever read; of a shape that no pattern knows. */
export function plant(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * An OpenID provider and a few APIs at one address, over real HTTP, that quotes what it was sent in whatever it
 * refuses, as the worst of them do. It keeps all that it has given out.
 */
export class QuotingProvider {
  /** Access, refresh and id tokens. */
  readonly issued = new Map<string, string>();
  /** What of requests is secret: codes, verifiers, assertions. */
  readonly received = new Map<string, string>();
  /** @param quote the whole request, in one line */
  misbehaves: ((quote: string) => Misbehaviour) | undefined;
  nonce = '';
  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });

  private constructor(
    private readonly keys: { publicKey: CryptoKey; privateKey: CryptoKey },
    readonly clientId: string,
  ) {}

  static async start(clientId: string): Promise<QuotingProvider> {
    const started = new QuotingProvider(await generateKeyPair('RS256', { extractable: true }), clientId);
    started.server.listen(0, '127.0.0.1');
    await once(started.server, 'listening');
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    for (const name of ['code', 'code_verifier', 'assertion']) {
      const value = new URLSearchParams(body).get(name);
      if (value) this.received.set(`${name} ${this.received.size + 1}`, value);
    }
    const { pathname } = new URL(request.url ?? '', this.url);
    const published = await this.published(pathname);
    const misbehaviour = published ? undefined : this.misbehaves?.(quoteOf(request, body));
    if (misbehaviour === 'drop') return void response.destroy();
    const headers = { 'content-type': 'application/json', ...misbehaviour?.headers };
    response
      .writeHead(misbehaviour?.status ?? 200, headers)
      .end(misbehaviour?.body ?? JSON.stringify(published ?? (await this.success(pathname))));
  }

  private async published(pathname: string): Promise<object | undefined> {
    if (pathname === '/keys') {
      return { keys: [{ ...(await exportJWK(this.keys.publicKey)), kid: 'k1', alg: 'RS256' }] };
    }
    if (pathname !== '/.well-known/openid-configuration') return undefined;
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      revocation_endpoint: `${this.url}/revoke`,
      jwks_uri: `${this.url}/keys`,
    };
  }

  private async success(pathname: string): Promise<object> {
    switch (pathname) {
      case '/token':
        return this.tokens();
      case '/google/token':
        return { access_token: this.issue('minted token'), token_type: 'Bearer', expires_in: 3600 };
      case '/google/calendar/v3/users/me/calendarList':
        return { kind: 'calendar#calendarList', items: [] };
      case '/sendgrid/v3/scopes':
        return { scopes: ['mail.send'] };
      case '/sendgrid/v3/user/username':
        return { user_id: 1, username: 'acme' };
      default:
        return {};
    }
  }

  private async tokens(): Promise<object> {
    const idToken = await new SignJWT({ nonce: this.nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .setIssuer(this.url)
      .setAudience(this.clientId)
      .setSubject('ada')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(this.keys.privateKey);
    this.issued.set(`id token ${this.issued.size + 1}`, idToken);
    return {
      access_token: this.issue('access token'),
      refresh_token: this.issue('refresh token'),
      id_token: idToken,
      token_type: 'bearer',
      expires_in: 3600,
    };
  }

  private issue(name: string): string {
    const token = plant();
    this.issued.set(`${name} ${this.issued.size + 1}`, token);
    return token;
  }
}

function quoteOf({ method, url, headers }: IncomingMessage, body: string): string {
  const sent = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`);
  return `${method} ${url} ${sent.join(' ')} ${body} ${decodeURIComponent(body.replaceAll('+', ' '))}`;
}
