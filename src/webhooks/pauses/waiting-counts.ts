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
    const counts = await this.prisma.$queryRaw<Count[]>`
      SELECT provider, status::text, count(*)::int FROM (VALUES ('pending'), ('failed')) AS wanted (status)
      CROSS JOIN LATERAL (
        SELECT provider FROM webhook_events
        WHERE webhook_events.status <> 'processed'
          AND webhook_events.status = wanted.status::webhook_event_status
        ORDER BY id LIMIT ${COUNT_TO}) AS waiting
      GROUP BY provider, wanted.status`;
    const found = new Map(counts.map(({ provider, status, count }) => [`${provider} ${status}`, count]));
    return { of: (provider, status) => found.get(`${provider} ${status}`) ?? 0 };
  }
}
