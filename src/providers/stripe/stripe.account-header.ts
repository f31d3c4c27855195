import type { Connections } from '../../connections/accounts/connections.service.js';
import type { Authorization } from '../../outbound/authorization/authorization.js';
import { withCredentialHeader } from '../../outbound/authorization/with-credential.js';
import type { OutboundCall } from '../../outbound/outbound-call.js';

/**
 * Says for which connected account a call is. Who makes it, the platform, is said by the SDK.
 * @see https://docs.stripe.com/connect/authentication
 */
export class StripeAccountHeader implements Authorization {
  constructor(private readonly connections: Pick<Connections, 'credential'>) {}

  /** @throws NotFoundError, ConnectionNeedsReauthError when there is no such account, or it is connected no longer */
  async authorize(call: OutboundCall): Promise<OutboundCall> {
    if (call.connectionId === undefined) return call;
    const { account } = await this.connections.credential(call.connectionId, 'stripe');
    return withCredentialHeader(call, 'stripe-account', account.id);
  }
}
