import { Injectable } from '@nestjs/common';
import type { Delivery, DeliveryAttempt, DeliveryStatus } from '../../contracts/events.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import type { DeliveryFilter, ReplayFilter } from './delivery-filter.js';
import { readAttempt, readDelivery } from './delivery-record.js';
import { DeliverySearch } from './delivery-search.js';
import { enabledEndpoint } from './enabled-endpoint.js';
import { replayStatement } from './replay-statement.js';

/** Deliveries of one statement. */
const BATCH = 1_000;

/** How long a replay of many goes on before it says how far it got, in ms. */
const REPLAY_MS = 5_000;

/** Whatever does not wait for its turn anyway. */
const REPLAYABLE: readonly DeliveryStatus[] = ['delivered', 'failed', 'dead'];

/** A page of deliveries, newest first. It may be short, even empty, and not the last. */
export interface DeliveriesPage {
  readonly deliveries: Delivery[];
  /** Where the next page begins; `undefined` when this was the last. */
  readonly next: string | undefined;
}

/**
 * What became of a replay: `waiting` when it waits for its turn anyway, `endpoint_gone` when that is disabled or deleted,
 * `unproved_ping` when it is a ping of one that has not proved itself.
 */
export type DeliveryReplayOutcome = 'replayed' | 'waiting' | 'unknown' | 'endpoint_gone' | 'unproved_ping';

/** How far a replay of many deliveries got. */
export interface DeliveryReplayProgress {
  readonly replayed: number;
  /** Where to go on; `undefined` when it is done. */
  readonly next: string | undefined;
}

/** Looks at deliveries, and sends them again. */
@Injectable()
export class DeliveriesService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly search: DeliverySearch,
  ) {}

  /** A page of deliveries. `after` is where the last page ended. */
  async list({ status, ...filter }: DeliveryFilter, limit: number, after?: string): Promise<DeliveriesPage> {
    const wanted = { ...filter, statuses: status && [status] };
    const { ids, next } = await this.search.page(wanted, { limit, after, order: 'newest first' });
    const rows = await this.prisma.delivery.findMany({
      where: { id: { in: [...ids] } },
      orderBy: { id: 'desc' },
    });
    return { deliveries: rows.map(readDelivery), next };
  }

  /** One delivery; `undefined` when there is none. */
  async get(id: string): Promise<Delivery | undefined> {
    const row = await this.prisma.delivery.findUnique({ where: { id } });
    return row ? readDelivery(row) : undefined;
  }

  /** All attempts of a delivery, in order; those before its replays, too. */
  async attempts(id: string): Promise<DeliveryAttempt[]> {
    const rows = await this.prisma.deliveryAttempt.findMany({
      where: { deliveryId: id },
      orderBy: { number: 'asc' },
    });
    return rows.map(readAttempt);
  }

  /** Sends one delivery again, whatever became of it; `unknown` when there is none of this id. */
  async replay(id: string): Promise<DeliveryReplayOutcome> {
    if (await this.replayBatch([id])) return 'replayed';
    const delivery = await this.prisma.delivery.findUnique({ where: { id } });
    if (!delivery) return 'unknown';
    if (delivery.status === 'pending') return 'waiting';
    const where = { id: delivery.endpointId, enabled: true, deletedAt: null };
    return (await this.prisma.endpoint.findUnique({ where })) ? 'unproved_ping' : 'endpoint_gone';
  }

  /**
   * Sends again what the filter finds, in the order in which it was published, for {@link REPLAY_MS} at most. To be
   * called again with `next` until there is none. Endpoints that are disabled or deleted are passed by.
   * @param filter of nothing replays everything
   * @throws ApiError NOT_FOUND or CONFLICT when `filter.endpointId` is of an endpoint that is deleted or disabled
   */
  async replayAll(
    { status = REPLAYABLE, ...filter }: ReplayFilter,
    after?: string,
  ): Promise<DeliveryReplayProgress> {
    if (filter.endpointId !== undefined) await enabledEndpoint(this.prisma, filter.endpointId);
    const statuses = status.filter((each) => REPLAYABLE.includes(each));
    // What is published from now on is sent anyway.
    const wanted = { ...filter, statuses, until: filter.until ?? new Date() };
    const endsAtMs = performance.now() + REPLAY_MS;
    let [replayed, next] = [0, after];
    do {
      const page = await this.search.page(wanted, { limit: BATCH, order: 'oldest first', after: next });
      replayed += page.ids.length > 0 ? await this.replayBatch(page.ids) : 0;
      next = page.next;
    } while (next !== undefined && performance.now() < endsAtMs);
    return { replayed, next };
  }

  /** @returns how many of them were replayed */
  private async replayBatch(ids: readonly string[]): Promise<number> {
    return (await this.prisma.$queryRaw<unknown[]>(replayStatement(ids))).length;
  }
}
