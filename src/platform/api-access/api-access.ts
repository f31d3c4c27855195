import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { normalizeIp } from '@nestjs/throttler';
import type { FastifyRequest } from 'fastify';
import { RateLimitError } from '../../contracts/errors.js';
import { AccessTokens } from '../access-tokens/access-tokens.js';
import { ApiError } from '../http/api-error.js';
import { SecurityEvents } from '../security/security-events.js';
import { FailureThrottles } from '../throttling/failure-throttle.js';
import { ApiKeysService } from './api-keys.service.js';
import { BadCredential } from './bad-credential.js';
import type { ApiCaller } from './caller.js';
import { LastUse } from './last-use.js';

/** Finds out who sends a request to the API, by its API key or its access token. */
@Injectable()
export class ApiAccess {
  constructor(
    private readonly apiKeys: ApiKeysService,
    private readonly lastUse: LastUse,
    private readonly tokens: AccessTokens,
    private readonly throttles: FailureThrottles,
    private readonly security: SecurityEvents,
  ) {}

  /**
   * The caller behind a request.
   * @throws ApiError UNAUTHENTICATED when there is no credential, or it is not good
   * @throws RateLimitError when too many bad ones came from the same network, before this one is looked at
   * @throws ProviderUnavailableError when the keys of the issuer of access tokens cannot be had
   */
  async authenticate(request: FastifyRequest): Promise<ApiCaller> {
    const credential = bearerCredential(request);
    const network = normalizeIp(request.ip);
    const digest = createHash('sha256').update(credential).digest('base64url');
    this.refuseTooMany(request.ip, network, digest);
    try {
      const caller = await this.callerOf(credential);
      this.throttles.credentials.succeeded(digest);
      return caller;
    } catch (error) {
      if (!(error instanceof BadCredential)) throw error;
      this.throttles.credentials.failed(network, digest);
      this.security.note(error.kind, { address: request.ip });
      throw new ApiError('UNAUTHENTICATED', error.message, {
        cause: error,
        challenge: { error: 'invalid_token' },
      });
    }
  }

  private refuseTooMany(address: string, network: string, digest: string): void {
    const waitMs = this.throttles.credentials.waitMs(network, digest);
    if (!waitMs) return;
    this.security.note('throttled', { address });
    throw new RateLimitError(
      'Too many API keys or access tokens from this address were not good. Wait a little, and send one that is.',
      { provider: 'hookline', operation: 'api' },
      waitMs,
    );
  }

  private callerOf(credential: string): Promise<ApiCaller> {
    return isJwt(credential) ? this.tokens.verify(credential) : this.ownerOf(credential);
  }

  private async ownerOf(key: string): Promise<ApiCaller> {
    const found = key.startsWith('hl_') ? await this.apiKeys.find(key) : undefined;
    if (!found || found.state === 'revoked') {
      throw new BadCredential(
        'bad_api_key',
        'This API key is unknown or revoked. Make one with: npx hookline api-keys create',
      );
    }
    if (found.state === 'expired') {
      throw new BadCredential(
        'bad_api_key',
        `This API key expired at ${found.expiresAt?.toISOString()}. Make another with: npx hookline api-keys create`,
      );
    }
    this.lastUse.note(found);
    return { kind: 'api_key', id: found.id, name: found.name, scopes: found.scopes };
  }
}

/** The characters of a token68 (RFC 9110, 11.2), and more of them than any access token has. */
const BEARER = /^Bearer +([\w.~+/-]{1,12000}=*)$/i;

function bearerCredential({ headers }: FastifyRequest): string {
  const [, credential] = BEARER.exec(headers.authorization ?? '') ?? [];
  if (credential) return credential;
  throw new ApiError(
    'UNAUTHENTICATED',
    'Send your API key as: Authorization: Bearer hl_… (or an access token, where those are accepted).',
  );
}

/** Three parts, as a signed token has; what they are is the business of its verification. */
function isJwt(credential: string): boolean {
  return !credential.startsWith('hl_') && credential.split('.').length === 3;
}
