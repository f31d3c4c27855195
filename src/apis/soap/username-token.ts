import type { Authorization } from '../../outbound/authorization/authorization.js';
import type { OutboundCall } from '../../outbound/outbound-call.js';
import type { ApiAuth } from '../auth/api-auth.js';
import type { Variable } from '../variable.js';

export interface UsernameTokenOptions {
  readonly username: Variable;
  readonly password: Variable;
  /** A digest of the password with a nonce and the time, or the password itself. @default 'digest' */
  readonly passwordType?: 'digest' | 'text';
}

/** How node-soap begins its envelopes: without a header, since nothing else is put into one. */
const BEGINNING = /^<\?xml[^>]*><soap:Envelope [^>]*>(?=<soap:Body)/;

/**
 * WS-Security's user name and password in the header of each SOAP envelope (OASIS Web Services Security UsernameToken
 * Profile 1.1). It is put on as the call leaves, so that each attempt has a nonce and a time of its own: services refuse
 * those they have seen before.
 */
export function usernameToken({ username, password, passwordType }: UsernameTokenOptions): ApiAuth {
  return {
    variables: [username, password],
    authorization: ({ secret }) =>
      new UsernameTokenAuthorization(secret(username), secret(password), passwordType ?? 'digest'),
  };
}

class UsernameTokenAuthorization implements Authorization {
  constructor(
    private readonly username: string,
    private readonly password: string,
    private readonly passwordType: 'digest' | 'text',
  ) {}

  /** @throws TypeError for an envelope that is compressed already */
  async authorize(call: OutboundCall): Promise<OutboundCall> {
    if (call.method !== 'POST' || call.body === undefined) return call;
    if (call.headers['content-encoding'] !== undefined) {
      throw new TypeError(
        `${call.provider}: a user name token needs its envelope plain. Leave compressFromBytes out.`,
      );
    }
    const envelope = typeof call.body === 'string' ? call.body : new TextDecoder().decode(call.body);
    const token = await this.token();
    const withToken = envelope.replace(BEGINNING, (start) => `${start}<soap:Header>${token}</soap:Header>`);
    return { ...call, body: withToken };
  }

  private async token(): Promise<string> {
    const { WSSecurity } = await import('soap');
    const security = new WSSecurity(this.username, this.password, {
      passwordType: this.passwordType === 'digest' ? 'PasswordDigest' : 'PasswordText',
      hasTimeStamp: false, // not part of the token, and refused where it is not expected
    });
    return security.toXML();
  }
}
