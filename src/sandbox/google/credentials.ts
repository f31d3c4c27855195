import type { FastifyRequest } from 'fastify';
import type { AuthorizationServer } from '../oauth/authorization-server.js';
import { bearerToken } from '../server.js';
import { insufficientScopes, invalidCredentials } from './errors.js';
import { emailOf } from './people.js';
import { readSelfSigned } from './service-account.js';
import type { SigningKeys } from './signing-keys.js';

/** Who calls the API, by an access token or by one that the service account has signed itself. */
export class Credentials {
  constructor(
    private readonly authorization: AuthorizationServer,
    private readonly keys: SigningKeys,
  ) {}

  /**
   * The e-mail address of the account that calls.
   * @throws GoogleApiError 401 unless the token is good, 403 unless it has one of the scopes
   */
  async accountOf(request: FastifyRequest, scopes: readonly string[]): Promise<string> {
    const { account, scopes: granted } = await this.read(bearerToken(request) ?? '');
    if (!granted.some((scope) => scopes.includes(scope))) throw insufficientScopes();
    return account;
  }

  private async read(token: string): Promise<{ account: string; scopes: readonly string[] }> {
    const standing = this.authorization.standing(token);
    if (standing.is === 'good') {
      return { account: emailOf(standing.grant.account), scopes: standing.token.scopes };
    }
    const signed = standing.is === 'unknown' ? await readSelfSigned(this.keys, token) : undefined;
    if (!signed) throw invalidCredentials();
    return signed;
  }
}
