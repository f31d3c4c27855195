import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { NotConfiguredError } from '../../contracts/errors.js';
import type { Authorization } from '../../outbound/authorization/authorization.js';
import { withCredentialHeader } from '../../outbound/authorization/with-credential.js';
import { beforeDeadline } from '../../outbound/before-deadline.js';
import type { OutboundCall } from '../../outbound/outbound-call.js';
import { describe } from '../../outbound/outbound-errors.js';
import { Connections } from '../accounts/connections.service.js';
import { RefusedCredentials } from './refused-credentials.js';

/** Where an account has its API, among the details of it (Salesforce). */
const INSTANCE_URL = 'instance_url';

/**
 * Puts the credentials of connections on the calls that act for them.
 * A provider's road takes {@link forProvider} as its policy's `authorization`.
 */
@Injectable()
export class ConnectionAuthorizations {
  constructor(
    private readonly connections: Connections,
    private readonly refused: RefusedCredentials,
  ) {}

  /** @param own for calls that act for no connection: the environment's credential */
  forProvider(provider: string, own?: Authorization): Authorization {
    return new ConnectionAuthorization(provider, own, this.connections, this.refused);
  }
}

/** The credential of the connection that a call acts for; of the environment, for a call that acts for none. */
class ConnectionAuthorization implements Authorization {
  /** The version of the credential that is on each call, for when it is refused. */
  private readonly versions = new WeakMap<OutboundCall, number>();
  /** Parsed once for each. */
  private readonly origins = new LRUCache<string, string>({
    max: 1_000,
    memoMethod: (url) => new URL(url).origin,
  });

  constructor(
    private readonly provider: string,
    private readonly own: Authorization | undefined,
    private readonly connections: Connections,
    private readonly refused: RefusedCredentials,
  ) {}

  /**
   * @throws NotFoundError, ConnectionNeedsReauthError, IntegrationError as `Connections.credential`
   * @throws NotConfiguredError for a call that acts for no connection, when the environment has no credential
   */
  async authorize(call: OutboundCall): Promise<OutboundCall> {
    const credential = await this.credentialFor(call);
    if (!credential) return this.authorizeOwn(call);
    let authorized = call;
    for (const [name, value] of Object.entries(credential.headers)) {
      authorized = withCredentialHeader(authorized, name, value);
    }
    this.versions.set(authorized, credential.version);
    return authorized;
  }

  async originFor(call: OutboundCall): Promise<string | undefined> {
    const credential = await this.credentialFor(call);
    if (!credential) return this.own?.originFor?.(call);
    const instanceUrl = credential.account.details[INSTANCE_URL];
    return instanceUrl === undefined ? undefined : this.origins.memo(instanceUrl);
  }

  async renew(call: OutboundCall): Promise<boolean> {
    if (call.connectionId === undefined) return (await this.own?.renew?.(call)) ?? false;
    const version = this.versions.get(call);
    if (version === undefined) return false;
    return beforeDeadline(call, this.refused.renew(call.connectionId, this.provider, version));
  }

  private async credentialFor(call: OutboundCall) {
    if (call.connectionId === undefined) return undefined;
    return beforeDeadline(call, this.connections.credential(call.connectionId, this.provider));
  }

  private async authorizeOwn(call: OutboundCall): Promise<OutboundCall> {
    if (this.own) return this.own.authorize(call);
    const message = `${this.provider} has no credential of the environment. Name the account to act for by its connectionId.`;
    throw new NotConfiguredError(message, describe(call));
  }
}
