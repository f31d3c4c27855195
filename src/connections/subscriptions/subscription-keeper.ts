import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Connection, ConnectionEvent, SubscriptionKind } from '../../contracts/connections.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { LocksService } from '../../platform/locks/locks.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Connections } from '../accounts/connections.service.js';
import { OnConnection } from '../events/on-connection.js';
import { SubscriptionKinds } from './subscription-kinds.js';
import { subscriptionLock } from './subscription-lock.js';
import { SubscriptionRecords, type SubscriptionRow } from './subscription-records.js';
import { SubscriptionUpkeep } from './subscription-upkeep.js';

/** Connections that are read at a time. */
const PAGE = 100;

/** How long one round goes on at most, in ms. The next goes on with what is still due. */
const ROUND_MS = 50_000;

/** How long to wait for a process that is at work for the same connection, in ms. */
const TURN_MS = 60_000;

/**
 * Keeps alive what Hookline holds at providers: every minute what is due, and every hour a look at all connections, for
 * what they want by now. Of all processes, one at a time is at work for a connection.
 */
@Injectable()
export class SubscriptionKeeper implements OnApplicationBootstrap {
  constructor(
    private readonly jobs: JobsService,
    private readonly locks: LocksService,
    private readonly connections: Connections,
    private readonly kinds: SubscriptionKinds,
    private readonly records: SubscriptionRecords,
    private readonly upkeep: SubscriptionUpkeep,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.kinds.providers.length === 0) return;
    await this.jobs.schedule('subscriptions-due', '* * * * *', () => this.keepDue());
    await this.jobs.schedule('subscriptions-all', '41 * * * *', () => this.keepAll());
  }

  /** Makes, renews and looks after what is due. */
  async keepDue(): Promise<void> {
    const endsAtMs = performance.now() + ROUND_MS;
    for (const id of await this.records.due(PAGE)) {
      if (performance.now() > endsAtMs) return;
      await this.locks.tryRun(subscriptionLock(id), () => this.keep(id));
    }
  }

  /** Asks every connection what it wants by now, and forgets what was held for those that ended. */
  async keepAll(): Promise<void> {
    await this.records.forgetEnded();
    for (const provider of this.kinds.providers) {
      let page: Connection[];
      let after: string | undefined;
      do {
        page = await this.connections.list({ provider, status: 'connected' }, PAGE, after);
        for (const { id } of page) await this.locks.tryRun(subscriptionLock(id), () => this.keep(id));
        after = page.at(-1)?.id;
      } while (page.length === PAGE);
    }
  }

  /** Sees to a connection that has just been connected, for the first time or again. */
  @OnConnection('connected')
  async keepConnected({ connection: { id } }: ConnectionEvent): Promise<void> {
    await this.locks.run(subscriptionLock(id), AbortSignal.timeout(TURN_MS), async () => {
      await this.records.hasten(id);
      await this.keep(id);
    });
  }

  /** To be called under the lock of the connection. */
  private async keep(id: string): Promise<void> {
    const connection = await this.connections.get(id);
    const kind = connection && this.kinds.of(connection.provider);
    if (!kind || connection.status !== 'connected') return;
    const wanted = await this.wanted(kind, connection);
    if (!wanted) return;
    await this.records.want(id, kind.kind, wanted);
    for (const row of await this.records.of(id)) {
      if (!isWanted(row, kind, wanted)) await this.upkeep.end(kind, connection, row);
      else if (row.dueAt.getTime() <= Date.now()) await this.upkeep.look(kind, connection, row);
    }
  }

  /** What is to be watched; `undefined` when the provider could not say. What is due waits as after any failure then. */
  private async wanted(
    kind: SubscriptionKind,
    connection: Connection,
  ): Promise<readonly string[] | undefined> {
    try {
      return await kind.resources(connection);
    } catch (error) {
      const about = { event: 'subscriptions_not_known', connection_id: connection.id, kind: kind.kind };
      this.logger.warn({ ...about, err: error }, 'It could not be found out what a connection wants');
      const now = new Date();
      const due = (await this.records.of(connection.id)).filter((row) => row.dueAt <= now);
      for (const row of due) await this.records.failed(row, error, now);
      return undefined;
    }
  }
}

function isWanted(row: SubscriptionRow, kind: SubscriptionKind, wanted: readonly string[]): boolean {
  return row.kind === kind.kind && wanted.includes(row.resource);
}
