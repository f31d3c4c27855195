import type { FastifyRequest } from 'fastify';
import type { AuthorizationServer } from '../oauth/authorization-server.js';
import { bearerToken } from '../server.js';
import { HubSpotApiError } from './errors.js';
import { HUBS } from './hubs.js';

/** Who calls the API: an account, and what it has granted. */
export interface Caller {
  readonly hub: string;
  readonly scopes: readonly string[];
}

/** Tells callers by their tokens. */
export class Callers {
  /** @param privateToken of the private app in the first account, which may read and write contacts */
  constructor(
    private readonly authorization: AuthorizationServer,
    private readonly privateToken: string,
  ) {}

  /** @throws HubSpotApiError for a token that is not good */
  of(request: FastifyRequest): Caller {
    const token = bearerToken(request) ?? '';
    if (token === this.privateToken) {
      return { hub: HUBS[0].id, scopes: ['crm.objects.contacts.read', 'crm.objects.contacts.write'] };
    }
    const standing = this.authorization.standing(token);
    if (standing.is === 'good') return { hub: standing.grant.account, scopes: standing.grant.scopes };
    throw standing.is === 'expired'
      ? new HubSpotApiError(401, 'EXPIRED_AUTHENTICATION', 'The OAuth token used to make this call expired.')
      : new HubSpotApiError(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found.');
  }
}

/** @throws HubSpotApiError when the account has not granted the scope */
export function requireScope({ scopes }: Caller, scope: string): void {
  if (scopes.includes(scope)) return;
  throw new HubSpotApiError(
    403,
    'MISSING_SCOPES',
    "This app hasn't been granted all required scopes to make this call.",
    {
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: [scope] },
        },
      ],
    },
  );
}
