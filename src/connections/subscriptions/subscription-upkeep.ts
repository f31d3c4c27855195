import { Inject, Injectable } from '@nestjs/common';
import type { Connection, HeldSubscription, SubscriptionKind } from '../../contracts/connections.js';
import { NotFoundError } from '../../contracts/errors.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { SubscriptionRecords, type SubscriptionRow } from './subscription-records.js';
import { nextLook, renewalTime } from './subscription-times.js';

/** What is done about one subscription. To be called by one process at a time for a connection. */
@Injectable()
export class SubscriptionUpkeep {
  constructor(
    private readonly records: SubscriptionRecords,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Makes it, renews it, or sees that it is still there; what goes wrong is noted, and tried again later. */
  async look(kind: SubscriptionKind, connection: Connection, row: SubscriptionRow): Promise<void> {
    try {
      const held = this.records.held(row);
      if (held && (await this.isGood(kind, connection, row, held))) {
        const heldSince = row.renewedAt ?? row.createdAt;
        return await this.records.leave(row, nextLook(held, heldSince, kind, new Date()));
      }
      await this.replace(kind, connection, row, held);
    } catch (error) {
      await this.records.failed(row, error, new Date());
    }
  }

  /** Ends it at the provider, and forgets it. What cannot be removed is logged, and left to end by itself. */
  async end(kind: SubscriptionKind, connection: Connection, row: SubscriptionRow): Promise<void> {
    const held = this.records.held(row);
    if (held) await this.remove(kind, connection, row, held);
    await this.records.forget(row);
  }

  private async isGood(
    kind: SubscriptionKind,
    connection: Connection,
    row: SubscriptionRow,
    held: HeldSubscription,
  ): Promise<boolean> {
    const renewal = renewalTime(held, row.renewedAt ?? row.createdAt, kind);
    if (renewal && renewal.getTime() <= Date.now()) return false;
    if (!kind.isHeld || (await kind.isHeld(connection, row.resource, held))) return true;
    await this.records.gone(row);
    this.logger.warn(
      {
        event: 'subscription_gone',
        subscription_id: row.id,
        connection_id: row.connectionId,
        kind: row.kind,
      },
      'The provider has a subscription no longer; it is made again',
    );
    return false;
  }

  /** The new one is there before the old one goes, so that nothing is missed in between. */
  private async replace(
    kind: SubscriptionKind,
    connection: Connection,
    row: SubscriptionRow,
    old: HeldSubscription | undefined,
  ): Promise<void> {
    const made = await kind.create(connection, row.resource);
    const now = new Date();
    await this.records.keep(row, made, now, nextLook(made, now, kind, now));
    if (old) await this.remove(kind, connection, row, old);
  }

  private async remove(
    kind: SubscriptionKind,
    connection: Connection,
    row: SubscriptionRow,
    held: HeldSubscription,
  ): Promise<void> {
    try {
      await kind.remove(connection, row.resource, held);
    } catch (error) {
      if (error instanceof NotFoundError) return; // gone already, which is as good
      this.logger.warn(
        {
          event: 'subscription_not_removed',
          connection_id: row.connectionId,
          kind: row.kind,
          external_id: held.externalId,
          err: error,
        },
        'A subscription could not be removed at its provider; it is left to end by itself',
      );
    }
  }
}
