import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';

/** How often what was counted is written down, in ms. A process that dies takes so much with it: only a chart misses it. */
const FLUSH_MS = 5_000;

const HOUR_MS = 3_600_000;

interface Count {
  delivered: number;
  failed: number;
}

/** Counts attempts by endpoint and hour, for the charts. */
@Injectable()
export class EndpointCounts implements OnApplicationBootstrap, OnApplicationShutdown {
  private counts = new Map<string, Count>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly prisma: BackgroundPrismaService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  count(endpointId: string, delivered: boolean, at: Date): void {
    const hour = new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS).toISOString();
    const key = `${endpointId} ${hour}`;
    const count = this.counts.get(key) ?? { delivered: 0, failed: 0 };
    count[delivered ? 'delivered' : 'failed'] += 1;
    this.counts.set(key, count);
  }

  private async flush(): Promise<void> {
    if (this.counts.size === 0) return;
    const counts = this.counts;
    this.counts = new Map();
    // In one order in all processes, so that no two wait for one another.
    const rows = [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1));
    const columns = rows.map(([key, count]) => ({
      endpoint: key.split(' ')[0],
      hour: key.split(' ')[1],
      ...count,
    }));
    try {
      await this.prisma.$executeRaw`
        INSERT INTO endpoint_hours AS known (endpoint_id, hour, delivered, failed)
        SELECT endpoint, hour, delivered, failed FROM json_to_recordset(${JSON.stringify(columns)}::json)
          AS new(endpoint uuid, hour timestamptz, delivered int, failed int)
        ON CONFLICT (endpoint_id, hour) DO UPDATE SET
          delivered = known.delivered + excluded.delivered, failed = known.failed + excluded.failed`;
    } catch (error) {
      this.logger.warn(
        { event: 'endpoint_counts_lost', err: error },
        'Attempts of some seconds are missing from the charts',
      );
    }
  }
}
