import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { HeldSubscription } from '../../contracts/connections.js';
import type { ConnectionSubscription } from '../../platform/database/generated/client.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { redactText } from '../../platform/logging/redaction.js';
import { SealedBox } from '../../platform/secrets/sealed-box.js';
import { waitAfter } from './subscription-times.js';

/** The longest error that is kept, in characters. */
const MAX_ERROR_LENGTH = 1_000;

const sealedState = z
  .string()
  .transform((text): unknown => JSON.parse(text))
  .pipe(z.record(z.string(), z.string()));

/** A subscription as it lies in the database. */
export type SubscriptionRow = ConnectionSubscription;

/** The table of subscriptions. */
@Injectable()
export class SubscriptionRecords {
  constructor(
    private readonly prisma: PrismaService,
    private readonly box: SealedBox,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** All of a connection, in the order in which they were wanted first. */
  of(connectionId: string): Promise<SubscriptionRow[]> {
    return this.prisma.connectionSubscription.findMany({ where: { connectionId }, orderBy: { id: 'asc' } });
  }

  /** Notes what is wanted and not there yet; it is due at once. */
  async want(connectionId: string, kind: string, resources: readonly string[]): Promise<void> {
    await this.prisma.connectionSubscription.createMany({
      data: resources.map((resource) => ({ connectionId, kind, resource })),
      skipDuplicates: true,
    });
  }

  /**
   * The connections that have something to be made, renewed or looked after, the longest overdue first. Those that have
   * lost their access wait until they are connected again.
   */
  async due(limit: number): Promise<string[]> {
    const rows = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT s.connection_id AS id FROM connection_subscriptions s JOIN connections c ON c.id = s.connection_id
      WHERE s.due_at <= now() AND c.status = 'connected'
      GROUP BY s.connection_id ORDER BY min(s.due_at) LIMIT ${limit}`;
    return rows.map(({ id }) => id);
  }

  /**
   * What the provider has made; `undefined` when it has made nothing yet, or when the row was tampered with: a new one is
   * made then, and the old one left to end by itself.
   */
  held(row: SubscriptionRow): HeldSubscription | undefined {
    if (row.externalId === null) return undefined;
    try {
      return {
        externalId: row.externalId,
        ...(row.expiresAt && { expiresAt: row.expiresAt }),
        ...(row.sealedState && {
          state: sealedState.parse(this.box.open(row.sealedState, subscriptionContext(row))),
        }),
      };
    } catch (error) {
      this.logger.warn(
        {
          event: 'subscription_unreadable',
          subscription_id: row.id,
          connection_id: row.connectionId,
          err: error,
        },
        'A subscription cannot be read; it is made anew',
      );
      return undefined;
    }
  }

  /** Keeps what the provider has made, in the place of what was held before. */
  async keep(row: SubscriptionRow, held: HeldSubscription, now: Date, dueAt: Date): Promise<void> {
    const sealed = held.state && this.box.seal(JSON.stringify(held.state), subscriptionContext(row));
    await this.prisma.connectionSubscription.update({
      where: { id: row.id },
      data: {
        status: 'active',
        externalId: held.externalId,
        sealedState: sealed ?? null,
        sealingKeyId: sealed ? (this.box.sealingKeyId ?? null) : null,
        expiresAt: held.expiresAt ?? null,
        renewedAt: now,
        dueAt,
        failures: 0,
        lastError: null,
      },
    });
  }

  /** Notes that all is as it should be. */
  async leave(row: SubscriptionRow, dueAt: Date): Promise<void> {
    await this.prisma.connectionSubscription.update({
      where: { id: row.id },
      data: { status: 'active', dueAt, failures: 0, lastError: null },
    });
  }

  /** Notes that the provider has it no longer. */
  async gone(row: SubscriptionRow): Promise<void> {
    await this.prisma.connectionSubscription.update({ where: { id: row.id }, data: { status: 'gone' } });
  }

  /** Notes that it could not be made, renewed or looked after; the next try comes later each time. */
  async failed(row: SubscriptionRow, error: unknown, now: Date): Promise<void> {
    const failures = row.failures + 1;
    await this.prisma.connectionSubscription.update({
      where: { id: row.id },
      data: {
        status: 'failed',
        failures,
        lastError: readable(error),
        dueAt: new Date(now.getTime() + waitAfter(failures)),
      },
    });
    this.logger.warn(
      {
        event: 'subscription_failed',
        subscription_id: row.id,
        connection_id: row.connectionId,
        kind: row.kind,
        failures,
        err: error,
      },
      'A subscription could not be kept alive; it will be tried again',
    );
  }

  /** Makes all of a connection due now: it has been connected again, and what failed may go well. */
  async hasten(connectionId: string): Promise<void> {
    await this.prisma.connectionSubscription.updateMany({
      where: { connectionId, status: { not: 'active' } },
      data: { dueAt: new Date() },
    });
  }

  async forget(row: SubscriptionRow): Promise<void> {
    await this.prisma.connectionSubscription.deleteMany({ where: { id: row.id } });
  }

  /** Forgets those of connections that ended: without access, nothing is left to be done about them. */
  async forgetEnded(): Promise<void> {
    await this.prisma.$executeRaw`
      DELETE FROM connection_subscriptions s WHERE NOT EXISTS (
        SELECT FROM connections c
        WHERE c.id = s.connection_id AND c.status IN ('connected', 'needs_reauth'))`;
  }
}

/** Without a secret, bounded, and of characters that PostgreSQL takes. */
function readable(error: unknown): string {
  return redactText(errorMessage(error)).replaceAll('\0', '').slice(0, MAX_ERROR_LENGTH).toWellFormed();
}

/** The identity of a row, as associated data of what is sealed in it. */
export function subscriptionContext({ id }: { id: string }): string {
  return `connection-subscription:${id}`;
}
