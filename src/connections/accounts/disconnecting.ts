import { Inject, Injectable } from '@nestjs/common';
import { tokenRevocation } from 'openid-client';
import type { Connection, OAuthTokens } from '../../contracts/connections.js';
import { AuditLog, SYSTEM, type Actor } from '../../platform/audit/audit-log.js';
import { PrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { CredentialCache } from '../credentials/credential-cache.js';
import { isTokens } from '../credentials/kept-credential.js';
import { SealedCredentials } from '../credentials/sealed-credentials.js';
import { ConnectionEvents } from '../events/connection-events.js';
import { OAuthClients } from '../flow/oauth-client.js';
import { toIntegrationError } from '../flow/oauth-errors.js';
import { ConnectableProviders, type ConnectableProvider } from '../providers/connectable-providers.js';
import { OAuthRoads } from '../roads/oauth-roads.js';
import { ConnectionSubscriptions } from '../subscriptions/connection-subscriptions.js';
import { connectionNotFound } from './connection-errors.js';
import { ConnectionRowLock } from './connection-row-lock.js';
import { nameOf, toConnection, type ConnectionRow } from './connection-row.js';

const REVOKE_OPERATION = 'oauth.revoke';

/** What goes with a credential. */
const WITHOUT_CREDENTIAL = {
  sealedCredential: null,
  sealingKeyId: null,
  expiresAt: null,
  refreshAt: null,
  refreshStartedAt: null,
  refreshFailures: 0,
};

/** Ends connections. */
@Injectable()
export class Disconnecting {
  constructor(
    private readonly prisma: PrismaService,
    private readonly lock: ConnectionRowLock,
    private readonly providers: ConnectableProviders,
    private readonly clients: OAuthClients,
    private readonly roads: OAuthRoads,
    private readonly sealed: SealedCredentials,
    private readonly cache: CredentialCache,
    private readonly subscriptions: ConnectionSubscriptions,
    private readonly events: ConnectionEvents,
    private readonly audit: AuditLog,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Ends a connection here and at the provider: its credential is deleted whatever the provider answers. `revoked` says
   * whether the provider has confirmed it. Idempotent.
   * @throws ApiError NOT_FOUND
   */
  async disconnect(id: string, actor: Actor): Promise<{ connection: Connection; revoked: boolean }> {
    const row = await this.prisma.connection.findUnique({ where: { id } });
    if (!row) throw connectionNotFound(id);
    if (row.status === 'disconnected') return { connection: toConnection(row), revoked: false };
    await this.subscriptions.removeAll(id); // by calls that need the credential
    const ended = await this.lock.hold(id, (held, tx) => this.end(held, actor, tx));
    this.cache.forget(id);
    return ended;
  }

  /**
   * Notes that access was withdrawn at the provider (a webhook, a refused key): calls fail at once from now on, and the
   * useless credential is deleted. Does nothing to a connection that has ended already.
   * @param reason in one sentence
   * @throws ApiError NOT_FOUND
   */
  async markRevoked(id: string, reason: string): Promise<void> {
    await this.lock.hold(id, async (row, tx) => {
      if (row.status === 'revoked' || row.status === 'disconnected') return;
      const lastError = { lastError: reason, lastErrorAt: new Date() };
      await tx.connection.update({
        where: { id },
        data: { status: 'revoked', ...WITHOUT_CREDENTIAL, ...lastError },
      });
      const details = { provider: row.provider, account: row.label, reason };
      await this.audit.note(
        { actor: SYSTEM, action: 'connection.revoked', target: nameOf(row), details },
        tx,
      );
      await this.events.send({ type: 'revoked', connectionId: id, reason }, tx);
    });
    this.cache.forget(id);
  }

  /** While the row is held, nobody can rotate the token that is to be revoked. */
  private async end(
    row: ConnectionRow,
    actor: Actor,
    tx: Transaction,
  ): Promise<{ connection: Connection; revoked: boolean }> {
    if (row.status === 'disconnected') return { connection: toConnection(row), revoked: false };
    const { id } = row;
    const revoked = await this.revokeAtProvider(row);
    const ended = await tx.connection.update({
      where: { id },
      data: { status: 'disconnected', disconnectedAt: new Date(), ...WITHOUT_CREDENTIAL },
    });
    const details = { provider: row.provider, account: row.label, revoked };
    await this.audit.note({ actor, action: 'connection.disconnected', target: nameOf(row), details }, tx);
    await this.events.send({ type: 'disconnected', connectionId: id }, tx);
    return { connection: toConnection(ended), revoked };
  }

  private async revokeAtProvider(row: ConnectionRow): Promise<boolean> {
    const { id } = row;
    const tokens = row.sealedCredential ? this.sealed.openIfPossible(row) : undefined;
    const provider = this.providers.find(row.provider);
    if (!provider || !tokens || !isTokens(tokens)) return false;
    try {
      return await this.revoke(provider, id, tokens);
    } catch (error) {
      const about = { provider: row.provider, operation: REVOKE_OPERATION };
      this.logger.warn(
        {
          event: 'connection_not_revoked',
          connection_id: id,
          provider: row.provider,
          err: toIntegrationError(error, about),
        },
        'The provider did not confirm the end of a connection; its credential is deleted here all the same',
      );
      return false;
    }
  }

  /** @returns whether the provider has a way to end a grant */
  private async revoke(provider: ConnectableProvider, id: string, tokens: OAuthTokens): Promise<boolean> {
    const app = provider.oauth;
    if (app?.revoke) {
      await app.revoke(tokens, this.roads.fetchFor(provider.name, REVOKE_OPERATION, id));
      return true;
    }
    if (!app?.client) return false;
    const configuration = await this.clients.configurationOf(provider, REVOKE_OPERATION, id);
    if (configuration.serverMetadata().revocation_endpoint === undefined) return false;
    // The refresh token ends the whole grant, access tokens included (RFC 7009, 2.1).
    await tokenRevocation(configuration, tokens.refreshToken ?? tokens.accessToken);
    return true;
  }
}
