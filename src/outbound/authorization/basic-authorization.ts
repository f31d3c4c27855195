import type { OutboundCall } from '../outbound-call.js';
import type { Authorization } from './authorization.js';
import { withCredentialHeader } from './with-credential.js';

/** User name and password (RFC 7617), in UTF-8. */
export class BasicAuthorization implements Authorization {
  private readonly header: string;

  /** @throws RangeError when the user name holds a colon, or either holds a control character (RFC 7617, 2) */
  constructor({ username, password }: { readonly username: string; readonly password: string }) {
    if (username.includes(':')) {
      throw new RangeError(
        'A user name for HTTP Basic authentication cannot hold a colon. Use another account.',
      );
    }
    if (/\p{Cc}/u.test(username + password)) {
      throw new RangeError(
        'User name and password for HTTP Basic authentication cannot hold control characters. Look for a line break.',
      );
    }
    this.header = basicHeader(username, password);
  }

  async authorize(call: OutboundCall): Promise<OutboundCall> {
    return withCredentialHeader(call, 'authorization', this.header);
  }
}

/** The value of the `Authorization` header. */
export function basicHeader(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
