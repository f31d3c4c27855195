import { Inject, Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import type { DeliveryReport } from '../contracts/notifications.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { MetricsService } from '../platform/metrics/metrics.service.js';
import { alone, sampledGauge } from '../platform/metrics/sampled-gauge.js';
import type { Settlement } from './sending/next-step.js';
import type { Outcome } from './sending/outcome.js';

/** Dead letters that are counted at most: beyond it the number says "very many", and costs no more. */
const COUNT_TO = 10_000;

/** What Prometheus sees of notifications. */
@Injectable()
export class NotificationMetrics {
  private readonly attempts: Counter;
  private readonly notifications: Counter;

  constructor(
    metrics: MetricsService,
    private readonly prisma: PrismaService,
    @Inject(LOGGER) logger: Logger,
  ) {
    const registers = [metrics.registry];
    this.attempts = new Counter({
      name: 'notification_attempts_total',
      help: 'Attempts to send a notification, and looks at what became of one',
      labelNames: ['provider', 'outcome'],
      registers,
    });
    this.notifications = new Counter({
      name: 'notifications_total',
      help: 'Notifications that came into a state',
      labelNames: ['provider', 'outcome'],
      registers,
    });
    sampledGauge(metrics, logger, {
      name: 'notification_oldest_due_seconds',
      help: 'For how long the oldest notification has been due to be sent, the same in every process',
      read: async () => alone(await this.oldestDueSeconds()),
    });
    sampledGauge(metrics, logger, {
      name: 'notification_dead_letters',
      help: `Notifications that were given up (status dead), until they are pruned, the same in every process; counted up to ${COUNT_TO}`,
      read: async () => alone(await this.deadLetters()),
    });
  }

  count(provider: string, { kind }: Outcome, { status }: Settlement): void {
    this.attempts.inc({ provider, outcome: kind });
    if (status !== 'queued') this.notifications.inc({ provider, outcome: status });
  }

  reported(provider: string, { status }: DeliveryReport): void {
    if (status !== undefined) this.notifications.inc({ provider, outcome: status });
  }

  /** 0 when none is due. */
  private async oldestDueSeconds(): Promise<number> {
    const [row] = await this.prisma.$queryRaw<{ seconds: number }[]>`
      SELECT greatest(coalesce(extract(epoch FROM now() - min(due_at)), 0), 0)::float8 AS seconds
      FROM notifications WHERE due_at IS NOT NULL`;
    return row?.seconds ?? 0;
  }

  private async deadLetters(): Promise<number> {
    const [row] = await this.prisma.$queryRaw<{ dead: number }[]>`
      SELECT count(*)::int AS dead FROM (
        SELECT 1 FROM notifications WHERE status = 'dead' LIMIT ${COUNT_TO}) AS letters`;
    return row?.dead ?? 0;
  }
}
