import { Inject, Injectable } from '@nestjs/common';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { inSpan } from '../../platform/tracing/in-span.js';
import { NotificationMetrics } from '../notification-metrics.js';
import { NotificationRecords } from '../records/notification-records.js';
import { wayOf, type NotificationRow } from '../records/notification-row.js';
import { ATTEMPT_MS, Attempts } from './attempts.js';
import { nextStep, type Settlement } from './next-step.js';
import { notificationSpan } from './notification-span.js';
import type { Outcome } from './outcome.js';
import type { Patience } from './patience.js';

/** Nest token of the {@link Patience}. */
export const NOTIFICATION_PATIENCE = Symbol('NOTIFICATION_PATIENCE');

/** How many are sent at once, each with a call of its own. They are begun together and settled together. */
const TOGETHER = 64;

/** Beyond the attempt itself: time to write down what became of it, in ms. */
const SETTLE_MS = 15_000;

/**
 * Does what is due for notifications: an attempt, or a look at what became of the last one. An attempt is on record before
 * it leaves, so that a process which dies leaves a question behind, and never a second message.
 */
@Injectable()
export class Delivery {
  constructor(
    private readonly records: NotificationRecords,
    private readonly attempts: Attempts,
    private readonly metrics: NotificationMetrics,
    @Inject(NOTIFICATION_PATIENCE) private readonly patience: Patience,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @param signal no further attempt is begun once it is aborted; the rest is left to whoever comes next */
  async run(ids: readonly string[], signal: AbortSignal): Promise<void> {
    const rows = await this.records.due(ids, new Date());
    const fresh = rows.filter(({ attemptUntil }) => attemptUntil === null);
    for (const group of this.together(fresh)) {
      if (signal.aborted) break;
      await this.attempt(group);
    }
    const open = rows.filter(({ attemptUntil }) => attemptUntil !== null);
    for (const slice of slices(open, TOGETHER)) {
      if (!signal.aborted) await this.look(slice);
    }
    signal.throwIfAborted(); // the queue keeps the job for another process
  }

  /** Until when an attempt that begins now may be on its way. */
  attemptUntil(from: Date): Date {
    return new Date(from.getTime() + ATTEMPT_MS + SETTLE_MS);
  }

  /** What an outcome makes of a notification, counted and logged. */
  next(row: NotificationRow, outcome: Outcome): Settlement {
    const settlement = nextStep(row, outcome, Date.now(), this.patience);
    this.metrics.count(wayOf(row).provider, outcome, settlement);
    if ('error' in outcome) {
      this.logger.warn(
        {
          event: 'notification_attempt',
          notification_id: row.id,
          provider: wayOf(row).provider,
          outcome: outcome.kind,
          status: settlement.status,
          error: settlement.error,
        },
        settlement.status === 'dead'
          ? 'The notification rests in the dead letter'
          : 'The attempt did not succeed',
      );
    }
    return settlement;
  }

  private async attempt({ batch, rows }: Group): Promise<void> {
    const from = new Date();
    const begun = await this.records.begin(rows, from, this.attemptUntil(from));
    const outcomes = batch ? await this.attempts.sendTogether(begun) : await this.attempts.sendEach(begun);
    await this.settle(begun, outcomes);
  }

  /** An attempt that may still be on its way, in this process or in one that died, is looked at when it no longer can be. */
  private async look(rows: readonly NotificationRow[]): Promise<void> {
    const outcomes = await Promise.all(
      rows.map((row) =>
        inSpan(notificationSpan('look up notification', [row]), () => this.attempts.look(row)),
      ),
    );
    await this.settle(rows, outcomes);
  }

  private settle(rows: readonly NotificationRow[], outcomes: readonly Outcome[]): Promise<void> {
    const settlements = rows.flatMap((row, index) => {
      const outcome = outcomes[index];
      return outcome ? [this.next(row, outcome)] : [];
    });
    return this.records.settle(settlements);
  }

  /** What may go in one call goes in one; the rest, and whatever is like no other, in slices. */
  private together(rows: readonly NotificationRow[]): Group[] {
    const alike = [...Map.groupBy(rows, (row) => this.attempts.batchKey(row))];
    const batches = alike.flatMap(([key, members]) =>
      key === undefined ? [] : slices(members, this.attempts.batchSizeOf(members)),
    );
    const inBatches = batches.filter((batch) => batch.length > 1);
    const batched = new Set(inBatches.flat());
    const rest = rows.filter((row) => !batched.has(row));
    return [
      ...inBatches.map((batch) => ({ batch: true, rows: batch })),
      ...slices(rest, TOGETHER).map((slice) => ({ batch: false, rows: slice })),
    ];
  }
}

interface Group {
  /** Whether they go in one call. */
  readonly batch: boolean;
  readonly rows: readonly NotificationRow[];
}

function slices<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, slice) =>
    items.slice(slice * size, (slice + 1) * size),
  );
}
