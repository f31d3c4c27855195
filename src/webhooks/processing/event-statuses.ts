import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';

/** How long the first of a group waits for others, in ms. Nobody waits for it in person. */
const GATHER_MS = 10;

/** An event at which a handler has just ended, and the names of all its handlers. */
export interface TouchedEvent {
  id: string;
  handlers: readonly string[];
}

interface Waiting extends TouchedEvent {
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Sums up in each event how its handlers stand. The runs are the truth and are committed before; the summary follows
 * for many events at once, since one more statement for every event would cost a good part of handling it.
 */
@Injectable()
export class EventStatuses {
  private waiting: Waiting[] = [];
  private writing = false;

  constructor(private readonly prisma: BackgroundPrismaService) {}

  /** Resolves once the summary is written. Whoever dies before that sees the job again, and with it the summary. */
  refresh(event: TouchedEvent): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...event, resolve, reject });
      if (!this.writing) void this.writeWaiting();
    });
  }

  private async writeWaiting(): Promise<void> {
    this.writing = true;
    while (this.waiting.length) {
      await sleep(GATHER_MS);
      const group = this.waiting;
      this.waiting = [];
      try {
        await this.write(group);
        for (const { resolve } of group) resolve();
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.writing = false;
  }

  /**
   * Only events that are not over are written: then a summary that was overtaken cannot undo a later one. The last of
   * an event's handlers to end sees the runs of all.
   */
  private async write(group: readonly Waiting[]): Promise<void> {
    const wanted = group.flatMap(({ id, handlers }) => handlers.map((handler) => ({ id, handler })));
    const ids = wanted.map(({ id }) => id);
    const handlers = wanted.map(({ handler }) => handler);
    await this.prisma.$executeRaw`
      WITH found AS (
        SELECT wanted.event_id, CASE
          WHEN bool_or(run.status = 'failed') THEN 'failed'
          WHEN bool_or(run.status IS NULL OR run.status = 'pending') THEN 'pending'
          WHEN bool_or(run.status = 'dead') THEN 'dead'
          WHEN bool_or(run.status = 'processed') THEN 'processed'
          ELSE 'superseded' END AS status
        FROM unnest(${ids}::uuid[], ${handlers}::text[]) AS wanted (event_id, handler)
        LEFT JOIN webhook_handler_runs AS run USING (event_id, handler)
        GROUP BY wanted.event_id
      )
      UPDATE webhook_events AS event SET status = found.status::webhook_event_status,
        processed_at = CASE WHEN found.status IN ('processed', 'superseded') THEN now() END
      FROM found
      WHERE event.id = found.event_id AND event.status IN ('pending', 'failed')
        AND event.status <> found.status::webhook_event_status`;
  }
}
