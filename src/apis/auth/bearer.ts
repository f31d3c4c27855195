import { BearerAuthorization } from '../../outbound/authorization/bearer-authorization.js';
import type { Variable } from '../variable.js';
import type { ApiAuth } from './api-auth.js';

/** A fixed token (RFC 6750, 2.1): a personal access token, a key of a service account. */
export function bearer({ token }: { readonly token: Variable }): ApiAuth {
  return {
    variables: [token],
    authorization: ({ secret }) => new BearerAuthorization({ token: secret(token) }),
  };
}
