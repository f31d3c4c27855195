import type { FastifyRequest } from 'fastify';
import { alphanumerics } from '../alphanumerics.js';
import { readTokenRequest } from '../oauth/token-request.js';
import { bearerToken } from '../server.js';
import { ExternalApiRefusal } from './refusal.js';
import { TOKEN_SECONDS, type ExternalApiState } from './rows.js';

/** What the sandbox's one customer proves who it is with. */
export interface Credentials {
  apiKey: string;
  clientId: string;
  clientSecret: string;
}

/** Knows who calls: by API key, by a token, by both, or by the client's id and secret (HTTP Basic). */
export class Callers {
  constructor(
    private readonly state: ExternalApiState,
    private readonly credentials: Credentials,
  ) {}

  /**
   * A token for whoever knows the client's secret (RFC 6749, 4.4).
   * @throws ExternalApiRefusal in the words of RFC 6749, 5.2
   */
  giveToken(request: FastifyRequest): object {
    const { grantType, clientId, clientSecret } = readTokenRequest(request);
    if (!this.isClient(clientId, clientSecret)) throw new ExternalApiRefusal(401, 'invalid_client');
    if (grantType !== 'client_credentials') throw new ExternalApiRefusal(400, 'unsupported_grant_type');
    const token = { id: `tok_${alphanumerics(32)}`, created: Date.now() / 1000 };
    this.state.put('token', token);
    return { access_token: token.id, token_type: 'Bearer', expires_in: TOKEN_SECONDS };
  }

  /** @throws ExternalApiRefusal unless there is a credential, and each that there is is good */
  check(request: FastifyRequest): void {
    const key = request.headers['x-api-key'];
    const { authorization } = request.headers;
    if (key === undefined && authorization === undefined) throw new ExternalApiRefusal(401, 'unauthorized');
    if (key !== undefined && key !== this.credentials.apiKey) {
      throw new ExternalApiRefusal(401, 'invalid_api_key');
    }
    if (authorization !== undefined && !this.isGood(request)) {
      throw new ExternalApiRefusal(401, 'invalid_token');
    }
  }

  /** All tokens end, before their time. */
  endTokens(): void {
    this.state.transaction(() => {
      for (const { id } of this.state.table('token').values()) this.state.delete('token', id);
    });
  }

  private isGood(request: FastifyRequest): boolean {
    const bearer = bearerToken(request);
    if (bearer === undefined) {
      const { clientId, clientSecret } = readTokenRequest(request);
      return this.isClient(clientId, clientSecret);
    }
    const token = this.state.table('token').get(bearer);
    return token !== undefined && Date.now() / 1000 < token.created + TOKEN_SECONDS;
  }

  private isClient(id: string, secret: string): boolean {
    return id === this.credentials.clientId && secret === this.credentials.clientSecret;
  }
}
