import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { firstIdAt } from '../../platform/database/uuid-ranges.js';
import { lockEvents } from '../events/event-locks.js';
import { ERASURE_JOB, type ErasureScope } from './erasure-job.js';

/** Events of one transaction. */
const BATCH = 500;
/** How long a caller waits for an erasure, in ms. The rest follows in the background. */
const ANSWER_AFTER_MS = 5_000;

/** How far an erasure got. */
export interface Erased {
  erased: number;
  /** Whether nothing is left to erase: otherwise it goes on in the background. */
  complete: boolean;
}

/**
 * Erases what events say about people: headers, bodies, and the errors of handlers, which may repeat them. What is not
 * about anybody stays, so that a repeat of the event is still known for one. What waits for a handler rests in the dead
 * letter from then on, since there is nothing left to handle.
 */
@Injectable()
export class WebhookErasure implements OnApplicationBootstrap {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.declare(ERASURE_JOB);
    await this.jobs.work(ERASURE_JOB, {}, async (scope, stopping) => {
      const { complete } = await this.eraseUntil(scope, () => stopping.aborted);
      if (!complete) throw new Error('Some events could not be erased yet: handlers are running at them.');
    });
  }

  /** The accounts of a tenant; empty when there are none. */
  async connectionsOf(tenant: string): Promise<{ provider: string; connectionId: string }[]> {
    return this.prisma.webhookAccount.findMany({
      where: { tenant },
      select: { provider: true, connectionId: true },
    });
  }

  /** Erases as much as a caller waits for. An event at which a handler is running is left for later. */
  async erase(scope: ErasureScope): Promise<Erased> {
    const endsAtMs = performance.now() + ANSWER_AFTER_MS;
    const done = await this.eraseUntil(scope, () => performance.now() > endsAtMs);
    if (!done.complete) {
      await this.prisma.$transaction((tx) => this.jobs.send(ERASURE_JOB, [{ data: scope }], tx));
    }
    return done;
  }

  private async eraseUntil(scope: ErasureScope, isOver: () => boolean): Promise<Erased> {
    if (scope.kind === 'ids') return this.eraseAll((after) => this.amongIds(scope.ids, after), isOver);
    let [erased, complete] = [0, true];
    for (const { provider, connectionId } of scope.connections) {
      await this.prisma.webhookRejection.deleteMany({ where: { provider, connectionId } });
      const done = await this.eraseAll((after) => this.ofConnection(provider, connectionId, after), isOver);
      erased += done.erased;
      complete &&= done.complete;
    }
    return { erased, complete };
  }

  private async eraseAll(
    nextIds: (after: string) => Promise<string[]>,
    isOver: () => boolean,
  ): Promise<Erased> {
    let [erased, found] = [0, 0];
    for (let after = firstIdAt(new Date(0)); ;) {
      if (isOver()) return { erased, complete: false };
      const ids = await nextIds(after);
      const last = ids.at(-1);
      if (last === undefined) return { erased, complete: erased === found };
      found += ids.length;
      erased += await this.eraseBatch(ids);
      after = last;
    }
  }

  private async amongIds(ids: readonly string[], after: string): Promise<string[]> {
    const events = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM webhook_events WHERE id = ANY(${ids}::uuid[]) AND erased_at IS NULL AND id > ${after}::uuid
      ORDER BY id LIMIT ${BATCH}`;
    return events.map(({ id }) => id);
  }

  private async ofConnection(
    provider: string | undefined,
    connectionId: string,
    after: string,
  ): Promise<string[]> {
    const events = await this.prisma.$queryRaw<{ id: string }[]>`
      SELECT id FROM webhook_events
      WHERE connection_id <> '' AND connection_id = ${connectionId} AND erased_at IS NULL AND id > ${after}::uuid
        AND (${provider ?? null}::text IS NULL OR provider = ${provider ?? null})
      ORDER BY id LIMIT ${BATCH}`;
    return events.map(({ id }) => id);
  }

  /** @returns how many were erased; the others have a handler running */
  private eraseBatch(ids: readonly string[]): Promise<number> {
    return this.prisma.$transaction(async (tx) => {
      const locked = await lockEvents(tx, ids);
      await tx.$executeRaw`
        UPDATE webhook_handler_runs SET last_error = NULL, next_attempt_at = NULL,
          status = CASE WHEN status IN ('pending', 'failed') THEN 'dead' ELSE status END
        WHERE event_id = ANY(${locked}::uuid[])`;
      await tx.$executeRaw`DELETE FROM webhook_payloads WHERE event_id = ANY(${locked}::uuid[])`;
      return tx.$executeRaw`
        UPDATE webhook_events SET erased_at = now(),
          status = CASE WHEN status IN ('pending', 'failed') THEN 'dead' ELSE status END
        WHERE id = ANY(${locked}::uuid[])`;
    });
  }
}
