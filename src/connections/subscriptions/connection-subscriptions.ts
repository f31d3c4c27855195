import { Inject, Injectable } from '@nestjs/common';
import type { SubscriptionStatus } from '../../platform/database/generated/enums.js';
import { LocksService } from '../../platform/locks/locks.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Connections } from '../accounts/connections.service.js';
import { SubscriptionKinds } from './subscription-kinds.js';
import { subscriptionLock } from './subscription-lock.js';
import { SubscriptionRecords } from './subscription-records.js';
import { SubscriptionUpkeep } from './subscription-upkeep.js';

/** How long to wait for a process that is at work for the same connection, in ms. */
const TURN_MS = 10_000;

/** A subscription as it may be shown. */
export interface ShownSubscription {
  readonly kind: string;
  readonly resource: string;
  readonly status: SubscriptionStatus;
  readonly expiresAt: Date | undefined;
  readonly renewedAt: Date | undefined;
  /** When it is made, renewed or looked after next. */
  readonly dueAt: Date;
  readonly lastError: string | undefined;
}

/** What Hookline holds at providers for connected accounts. */
@Injectable()
export class ConnectionSubscriptions {
  constructor(
    private readonly locks: LocksService,
    private readonly connections: Connections,
    private readonly kinds: SubscriptionKinds,
    private readonly records: SubscriptionRecords,
    private readonly upkeep: SubscriptionUpkeep,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async of(connectionId: string): Promise<ShownSubscription[]> {
    const rows = await this.records.of(connectionId);
    return rows.map(({ kind, resource, status, expiresAt, renewedAt, dueAt, lastError }) => ({
      kind,
      resource,
      status,
      expiresAt: expiresAt ?? undefined,
      renewedAt: renewedAt ?? undefined,
      dueAt,
      lastError: lastError ?? undefined,
    }));
  }

  /**
   * Ends all of a connection at its provider, before its credential goes. Never fails for the provider's sake: what
   * cannot be removed is logged, and left to end by itself.
   */
  async removeAll(connectionId: string): Promise<void> {
    if ((await this.records.of(connectionId)).length === 0) return;
    const connection = await this.connections.get(connectionId);
    const kind = connection && this.kinds.of(connection.provider);
    const turn = AbortSignal.timeout(TURN_MS);
    try {
      await this.locks.run(subscriptionLock(connectionId), turn, async () => {
        for (const row of await this.records.of(connectionId)) {
          if (kind) await this.upkeep.end(kind, connection, row);
          else await this.records.forget(row);
        }
      });
    } catch (error) {
      if (error !== turn.reason) throw error;
      this.logger.warn(
        { event: 'subscriptions_not_removed', connection_id: connectionId },
        'Another process was at work with the subscriptions of a connection; they are left to end by themselves',
      );
      return;
    }
    this.logger.info(
      { event: 'subscriptions_removed', connection_id: connectionId },
      'Subscriptions removed',
    );
  }
}
