import { Injectable } from '@nestjs/common';
import { PrismaService } from '../../platform/database/prisma.service.js';

/** Events of one status that are counted at most, over all providers. */
const COUNT_TO = 10_000;

interface Count {
  provider: string;
  status: 'pending' | 'failed';
  count: number;
}

/** How many events of each provider wait for their handlers. */
@Injectable()
export class WaitingCounts {
  constructor(private readonly prisma: PrismaService) {}

  /** Counts the oldest {@link COUNT_TO} of each status: cheap, however many there are. */
  async read(): Promise<{ of(provider: string, status: Count['status']): number }> {
    // Each status by name rather than as a value: so PostgreSQL knows how few there are of it, and walks along its index.
    const counts = await this.prisma.$queryRaw<Count[]>`
      SELECT provider, status, count(*)::int FROM (
        (SELECT provider, 'pending' AS status FROM webhook_events WHERE status = 'pending'
          ORDER BY id LIMIT ${COUNT_TO})
        UNION ALL
        (SELECT provider, 'failed' FROM webhook_events WHERE status = 'failed' ORDER BY id LIMIT ${COUNT_TO})
      ) AS waiting GROUP BY provider, status`;
    const found = new Map(counts.map(({ provider, status, count }) => [`${provider} ${status}`, count]));
    return { of: (provider, status) => found.get(`${provider} ${status}`) ?? 0 };
  }
}
