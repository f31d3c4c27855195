import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { resentJobs } from '../processing/resent-jobs.js';
import { WEBHOOK_JOB } from '../processing/webhook-jobs.js';
import type { WebhookEventFilter } from './event-filter.js';
import { lockEvents } from './event-locks.js';
import { EventSearch } from './event-search.js';
import { resetRuns } from './reset-runs.js';

/** Events of one transaction. */
const BATCH = 500;
/** How long a replay of many goes on before it says how far it got, in ms. */
const REPLAY_MS = 5_000;

/** What became of a replay: `running` when a handler is at the event right now. */
export type ReplayOutcome = 'replayed' | 'running' | 'erased' | 'unknown';

/** How far a replay of many events got. */
export interface ReplayProgress {
  replayed: number;
  /** Left as they were: a handler is running, or the payload was erased. */
  skipped: number;
  /** Where to go on; `undefined` when it is done. */
  next: string | undefined;
}

/**
 * Sends events to their handlers again: to those that have not succeeded with them, or to all when all have. Attempts are
 * counted anew.
 */
@Injectable()
export class WebhookReplays {
  constructor(
    private readonly prisma: PrismaService,
    private readonly jobs: JobsService,
    private readonly search: EventSearch,
  ) {}

  /** Replays one event; `unknown` when there is none of this id. */
  async replay(id: string): Promise<ReplayOutcome> {
    if (await this.replayBatch([id])) return 'replayed';
    const event = await this.prisma.webhookEvent.findUnique({ where: { id }, select: { erasedAt: true } });
    if (!event) return 'unknown';
    return event.erasedAt ? 'erased' : 'running';
  }

  /**
   * Replays what the filter finds, in the order in which it was stored, for {@link REPLAY_MS} at most. To be called again
   * with `next` until there is none.
   * @param filter of nothing replays everything
   * @throws ApiError VALIDATION_ERROR when too many ids begin as `filter.id` does
   */
  async replayAll(filter: WebhookEventFilter, after?: string): Promise<ReplayProgress> {
    // What arrives from now on is handled anyway.
    const bounded = { ...filter, receivedBefore: filter.receivedBefore ?? new Date() };
    const endsAtMs = performance.now() + REPLAY_MS;
    let [replayed, skipped, next] = [0, 0, after];
    do {
      const page = await this.search.page(bounded, { limit: BATCH, order: 'oldest first', after: next });
      const done = page.ids.length ? await this.replayBatch(page.ids) : 0;
      replayed += done;
      skipped += page.ids.length - done;
      next = page.next;
    } while (next && performance.now() < endsAtMs);
    return { replayed, skipped, next };
  }

  /** @returns how many of them were replayed */
  private replayBatch(ids: readonly string[]): Promise<number> {
    return this.prisma.$transaction(async (tx) => {
      const replayed = await resetRuns(tx, await lockEvents(tx, ids));
      if (replayed.length) await this.jobs.send(WEBHOOK_JOB, resentJobs(replayed), tx);
      return replayed.length;
    });
  }
}
