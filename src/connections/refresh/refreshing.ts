import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Connection } from '../../contracts/connections.js';
import { runWithinLimits } from '../../platform/context/request-context.js';
import { PrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { ApiError } from '../../platform/http/api-error.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { needsReauth } from '../accounts/connection-errors.js';
import { ConnectionRowLock } from '../accounts/connection-row-lock.js';
import { toConnection, type ConnectionRow } from '../accounts/connection-row.js';
import { ConnectionMetrics } from '../connection-metrics.js';
import { CredentialCache } from '../credentials/credential-cache.js';
import { SealedCredentials } from '../credentials/sealed-credentials.js';
import { RefreshRecords } from './refresh-records.js';
import {
  CredentialRefused,
  REFRESH_OPERATION,
  TokenRenewal,
  type RenewedCredential,
} from './token-renewal.js';

/** How long a new credential that the database does not take is offered to it again, in ms, and how often. */
const STORE_WITHIN_MS = 30_000;
const STORE_AGAIN_MS = 500;
/** How long calls of this process share the failure of a refresh, in ms, rather than ask the provider again. */
const FAILURE_LIFE_MS = 5_000;
/** Failures remembered at once. */
const MAX_FAILURES = 1_000;

/** How a refresh ended. What it has changed is committed. */
type Outcome =
  | { readonly kind: 'refreshed' | 'was_newer' | 'needs_reauth'; readonly row: ConnectionRow }
  | { readonly kind: 'failed'; readonly row: ConnectionRow; readonly error: unknown };

/**
 * Gets connections new tokens: once at a time for each, over all processes, by the lock on its row.
 *
 * Many providers take a refresh token once and give another with the answer, which must not be lost between that answer
 * and our commit:
 * - The new token is stored by the very transaction that holds the lock; should that fail (PostgreSQL restarts), it is
 *   stored again and again for half a minute, guarded by `credentialVersion`.
 * - A process that is killed in between does lose it. It has left `refreshStartedAt` behind. Whoever comes next tries the
 *   old refresh token again, as there is no other; providers that allow for a lost answer (Slack, Okta, Auth0 with its
 *   leeway) take it. Where the provider has spent it, the connection needs a person, and its `lastError` says what
 *   happened.
 * - After a refusal the row is read again before it is believed: another process may have rotated the token.
 */
@Injectable()
export class Refreshing {
  private readonly flights = new Map<string, Promise<ConnectionRow>>();
  private readonly failures = new LRUCache<string, { readonly error: unknown }>({
    max: MAX_FAILURES,
    ttl: FAILURE_LIFE_MS,
  });

  constructor(
    private readonly prisma: PrismaService,
    private readonly lock: ConnectionRowLock,
    private readonly sealed: SealedCredentials,
    private readonly renewal: TokenRenewal,
    private readonly records: RefreshRecords,
    private readonly cache: CredentialCache,
    private readonly metrics: ConnectionMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Refreshes a connection now, unless somebody has done so since the caller saw `seenVersion`. Calls that come at once
   * share one request; with a `seenVersion`, they also share its failure for some seconds.
   * @throws ApiError NOT_FOUND, UNPROCESSABLE when its credential cannot be refreshed
   * @throws ConnectionNeedsReauthError when the provider refused for good; IntegrationError when it may go better later
   */
  async refresh(id: string, seenVersion?: number): Promise<Connection> {
    for (let flight = this.flights.get(id); flight; flight = this.flights.get(id)) {
      const row = await flight;
      if (seenVersion === undefined || row.credentialVersion > seenVersion) return toConnection(row);
    }
    const failure = seenVersion === undefined ? undefined : this.failures.get(id);
    if (failure) throw failure.error;
    // It belongs to no caller: one that has little time left must not cut off what others wait for.
    const flight = runWithinLimits({ background: false }, () => this.run(id, seenVersion)).finally(() =>
      this.flights.delete(id),
    );
    this.flights.set(id, flight);
    return toConnection(await flight);
  }

  private async run(id: string, seenVersion: number | undefined): Promise<ConnectionRow> {
    try {
      const begun = await this.lock.hold(id, (row, tx) => this.begin(row, seenVersion, tx));
      return this.settle(begun.kind === 'due' ? await this.renewOnce(begun.row) : begun);
    } finally {
      this.cache.forget(id);
    }
  }

  /** @returns the row as it was when the refresh began, or how it has ended at once */
  private async begin(
    row: ConnectionRow,
    seenVersion: number | undefined,
    tx: Transaction,
  ): Promise<Outcome | { readonly kind: 'due'; readonly row: ConnectionRow }> {
    if (row.status !== 'connected') throw needsReauth(row, REFRESH_OPERATION);
    if (seenVersion !== undefined && row.credentialVersion > seenVersion) return { kind: 'was_newer', row };
    if (!row.refreshAt) return this.cannotBeRenewed(row, tx);
    await this.records.begun(row, tx);
    return { kind: 'due', row };
  }

  private async cannotBeRenewed(row: ConnectionRow, tx: Transaction): Promise<Outcome> {
    const { id, provider, expiresAt } = row;
    if (!expiresAt || expiresAt > new Date()) {
      const message = `Connection ${id} cannot be refreshed: ${provider} gave nothing to refresh it with.`;
      throw new ApiError('UNPROCESSABLE', message);
    }
    const reason = `The token ended at ${expiresAt.toISOString()}, and ${provider} gave nothing to refresh it with.`;
    return { kind: 'needs_reauth', row: await this.records.needsReauth(row, reason, tx) };
  }

  private async renewOnce(begun: ConnectionRow): Promise<Outcome> {
    const answer: { renewed?: RenewedCredential } = {};
    try {
      return await this.lock.hold(begun.id, async (row, tx) => {
        if (row.status !== 'connected') throw needsReauth(row, REFRESH_OPERATION);
        if (row.credentialVersion > begun.credentialVersion) return { kind: 'was_newer', row };
        try {
          answer.renewed = await this.renewal.renew(row, this.sealed.open(row, REFRESH_OPERATION));
        } catch (error) {
          if (error instanceof CredentialRefused) return this.refused(begun, row, error, tx);
          await this.records.failed(row, error, tx);
          return { kind: 'failed', row, error };
        }
        return { kind: 'refreshed', row: await this.records.renewed(row, answer.renewed, tx) };
      });
    } catch (error) {
      if (!answer.renewed) throw error;
      this.logger.warn(
        { event: 'connection_refresh_not_stored', connection_id: begun.id, err: error },
        'A new token is stored again',
      );
      return { kind: 'refreshed', row: await this.storeAgain(begun, answer.renewed) };
    }
  }

  /** A refusal is believed when the database, asked beside the lock, has no newer token either. */
  private async refused(
    begun: ConnectionRow,
    row: ConnectionRow,
    refusal: CredentialRefused,
    tx: Transaction,
  ): Promise<Outcome> {
    const now = await this.prisma.connection.findUniqueOrThrow({ where: { id: row.id } });
    if (now.credentialVersion > row.credentialVersion) return { kind: 'was_newer', row: now };
    const since = begun.refreshStartedAt;
    const cutOff = since
      ? ` A refresh of ${since.toISOString()} was cut off before its answer was stored, and may have spent it.`
      : '';
    const reason = refusal.message + cutOff;
    return { kind: 'needs_reauth', row: await this.records.needsReauth(row, reason, tx) };
  }

  /** In transactions of their own. What is stored already, by a commit whose answer was lost, is not stored twice. */
  private async storeAgain(begun: ConnectionRow, renewed: RenewedCredential): Promise<ConnectionRow> {
    const giveUpAtMs = performance.now() + STORE_WITHIN_MS;
    for (;;) {
      try {
        return await this.prisma.$transaction((tx) => this.records.renewed(begun, renewed, tx));
      } catch (error) {
        if (performance.now() < giveUpAtMs) {
          await sleep(STORE_AGAIN_MS);
          continue;
        }
        this.logger.error(
          { event: 'connection_refresh_lost', connection_id: begun.id, err: error },
          'A new token could not be stored. The account may have to be connected again',
        );
        throw error;
      }
    }
  }

  private settle(outcome: Outcome): ConnectionRow {
    const { kind, row } = outcome;
    const { id, provider } = row;
    if (kind === 'was_newer') return row;
    this.metrics.refreshEnded(provider, kind);
    const about = { connection_id: id, provider };
    if (kind === 'failed') {
      this.failures.set(id, { error: outcome.error });
      this.logger.warn(
        { event: 'connection_refresh_failed', ...about, err: outcome.error },
        'A refresh will be tried again',
      );
      throw outcome.error;
    }
    if (kind === 'needs_reauth') {
      this.logger.warn(
        { event: 'connection_needs_reauth', ...about, reason: row.lastError },
        'An account has to be connected again',
      );
      throw needsReauth(row, REFRESH_OPERATION);
    }
    this.failures.delete(id);
    return row;
  }
}
