import { ConfigurationError } from '../../platform/config/configuration-error.js';
import { BasicAuthorization } from '../../outbound/authorization/basic-authorization.js';
import type { Variable } from '../variable.js';
import type { ApiAuth } from './api-auth.js';

export interface BasicOptions {
  readonly username: Variable;
  readonly password: Variable;
}

/** User name and password (RFC 7617). One that cannot be sent so, such as a name with a colon, ends the start. */
export function basic({ username, password }: BasicOptions): ApiAuth {
  return {
    variables: [username, password],
    authorization: ({ secret }) => {
      try {
        return new BasicAuthorization({ username: secret(username), password: secret(password) });
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        throw new ConfigurationError([`${username.variable}, ${password.variable}: ${error.message}`]);
      }
    },
  };
}
