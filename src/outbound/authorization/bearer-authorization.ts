import type { OutboundCall } from '../outbound-call.js';
import type { Authorization } from './authorization.js';
import { withCredentialHeader } from './with-credential.js';

/** A fixed token (RFC 6750, 2.1). */
export class BearerAuthorization implements Authorization {
  constructor(private readonly bearer: { readonly token: string }) {}

  async authorize(call: OutboundCall): Promise<OutboundCall> {
    return withCredentialHeader(call, 'authorization', `Bearer ${this.bearer.token}`);
  }
}
