import { Inject, Injectable } from '@nestjs/common';
import type { WebhookEnvelope } from '../../contracts/webhooks.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { traceparent } from '../../platform/tracing/traceparent.js';
import { WebhookInbox } from '../ingest/webhook-inbox.js';
import { WebhookMetrics } from '../webhook-metrics.js';
import { ReconciliationMetrics } from './reconciliation-metrics.js';

/** Events out of a provider's log on their way in. */
export interface LoggedEvents {
  provider: string;
  requestId: string;
  receivedAt: Date;
  events: readonly WebhookEnvelope[];
}

/** Tells which events never arrived, and takes them in as if they had. */
@Injectable()
export class MissedEvents {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly inbox: WebhookInbox,
    private readonly webhookMetrics: WebhookMetrics,
    private readonly metrics: ReconciliationMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Those of a provider's events that are not stored here. */
  async among(provider: string, events: readonly WebhookEnvelope[]): Promise<WebhookEnvelope[]> {
    const externalId = { in: events.map((event) => event.externalId) };
    const where = { provider, connectionId: '', externalId };
    const stored = await this.prisma.webhookEvent.findMany({ where, select: { externalId: true } });
    const known = new Set(stored.map((event) => event.externalId));
    return events.filter((event) => !known.has(event.externalId));
  }

  /**
   * Stores them in the order in which they happened, one after the other: whoever handles events in order relies on it.
   * @returns how many had still not arrived by then
   */
  async takeIn({ provider, requestId, receivedAt, events }: LoggedEvents): Promise<number> {
    const trace = traceparent() ?? null;
    const about = { provider, connectionId: '', requestId, traceparent: trace, receivedAt, headers: {} };
    let found = 0;
    for (const event of events.toSorted((a, b) => happened(a) - happened(b))) {
      const [receipt] = await this.inbox.accept([{ ...event, ...about }]);
      if (receipt === 'duplicate') continue;
      this.webhookMetrics.received(provider, 'stored');
      this.metrics.found(provider);
      found += 1;
    }
    if (!found) return 0;
    this.logger.warn(
      { event: 'webhook_events_reconciled', request_id: requestId, provider, found },
      'These events had not arrived',
    );
    return found;
  }
}

function happened({ occurredAt }: WebhookEnvelope): number {
  return occurredAt?.getTime() ?? 0;
}
