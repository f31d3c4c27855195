import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { Refreshing } from './refreshing.js';

/** Connections of one look at the table. */
const BATCH = 100;
/** Refreshes at once: fewer than there are places, so that calls that need a token find one. */
const AT_ONCE = 3;

/** A connection that is to be refreshed. */
interface DueRefresh {
  readonly id: string;
  readonly credentialVersion: number;
  readonly refreshAt: Date | null;
}

/** Refreshes, every minute and in one process of all, what is due. */
@Injectable()
export class DueRefreshes implements OnApplicationBootstrap {
  constructor(
    private readonly prisma: PrismaService,
    private readonly jobs: JobsService,
    private readonly refreshing: Refreshing,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.schedule('connection-refresh', '* * * * *', () => this.run());
  }

  /** Tries each connection once that is due by now, a few at a time. One that is slow or fails holds up no other. */
  async run(): Promise<void> {
    const due = this.dueBy(new Date());
    const worker = async () => {
      for (let next = await due.next(); !next.done; next = await due.next()) await this.refresh(next.value);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  private async refresh({ id, credentialVersion }: DueRefresh): Promise<void> {
    try {
      await this.refreshing.refresh(id, credentialVersion);
    } catch (error) {
      // Why is in the row, and in the log, by now; what is not (a database that went away) is due again in a minute.
      this.logger.debug({ event: 'connection_refresh_skipped', connection_id: id, err: error });
    }
  }

  /** The longest overdue first. */
  private async *dueBy(now: Date): AsyncGenerator<DueRefresh, undefined> {
    let last: DueRefresh | undefined;
    do {
      const batch: DueRefresh[] = await this.prisma.connection.findMany({
        where: {
          status: 'connected',
          refreshAt: { lte: now },
          ...(last && {
            OR: [
              { refreshAt: { gt: last.refreshAt ?? now } },
              { refreshAt: last.refreshAt, id: { gt: last.id } },
            ],
          }),
        },
        select: { id: true, credentialVersion: true, refreshAt: true },
        orderBy: [{ refreshAt: 'asc' }, { id: 'asc' }],
        take: BATCH,
      });
      yield* batch;
      last = batch.length === BATCH ? batch.at(-1) : undefined;
    } while (last);
    return undefined;
  }
}
