import { Injectable } from '@nestjs/common';
import type { WebhookUnhandledType } from '../../platform/database/generated/client.js';
import { BackgroundPrismaService, PrismaService } from '../../platform/database/prisma.service.js';
import type { EventKind } from '../events/paths.js';
import { WebhookHandlers } from '../handlers/webhook-handlers.js';
import { WebhookSources } from '../sources/webhook-sources.js';

/** An event that was found to have no handler. */
export interface UnhandledEvent {
  id: string;
  provider: string;
  type: string;
  receivedAt: Date;
}

interface Tally extends EventKind {
  count: number;
  firstSeenAt: Date;
  lastSeenAt: Date;
  sampleEventId: string;
}

/** Lists the types of events that come and that no handler takes. */
@Injectable()
export class UnhandledTypes {
  constructor(
    private readonly prisma: PrismaService,
    private readonly background: BackgroundPrismaService,
    private readonly sources: WebhookSources,
    private readonly handlers: WebhookHandlers,
  ) {}

  /** Counts events that were found to have no handler, with one statement. The newest of a type is its sample. */
  async count(events: readonly UnhandledEvent[]): Promise<void> {
    const tallies = tally(events);
    const column = <T>(read: (row: Tally) => T) => tallies.map((row) => read(row));
    // In the order of the key: two statements that count the same types never wait for each other in a circle.
    await this.background.$executeRaw`
      INSERT INTO webhook_unhandled_types AS known
        (provider, type, count, first_seen_at, last_seen_at, sample_event_id)
      SELECT * FROM unnest(
        ${column(({ provider }) => provider)}::text[],
        ${column(({ type }) => type)}::text[],
        ${column(({ count }) => count)}::bigint[],
        ${column(({ firstSeenAt }) => firstSeenAt)}::timestamptz[],
        ${column(({ lastSeenAt }) => lastSeenAt)}::timestamptz[],
        ${column(({ sampleEventId }) => sampleEventId)}::uuid[]) AS seen (provider, type)
      ORDER BY provider, type
      ON CONFLICT (provider, type) DO UPDATE SET
        count = known.count + excluded.count,
        first_seen_at = least(known.first_seen_at, excluded.first_seen_at),
        last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
        sample_event_id = excluded.sample_event_id`;
  }

  /** A page of types that have no handler in this process either, by provider and type. `after`: the last one seen. */
  list(provider: string | undefined, limit: number, after?: EventKind): Promise<WebhookUnhandledType[]> {
    return this.prisma.webhookUnhandledType.findMany({
      where: {
        provider,
        NOT: this.handled(),
        OR: after && [
          { provider: { gt: after.provider } },
          { provider: after.provider, type: { gt: after.type } },
        ],
      },
      orderBy: [{ provider: 'asc' }, { type: 'asc' }],
      take: limit,
    });
  }

  private handled() {
    return [...this.sources.all().keys()]
      .map((provider) => ({ provider, type: { in: this.handlers.typesOf(provider) } }))
      .filter(({ type }) => type.in.length);
  }
}

function tally(events: readonly UnhandledEvent[]): Tally[] {
  const tallies = new Map<string, Tally>();
  for (const { id, provider, type, receivedAt } of events) {
    const key = `${provider} ${type}`;
    const known = tallies.get(key);
    const first = { provider, type, count: 0, firstSeenAt: receivedAt, lastSeenAt: receivedAt };
    const { count, firstSeenAt, lastSeenAt } = known ?? first;
    tallies.set(key, {
      provider,
      type,
      count: count + 1,
      firstSeenAt: firstSeenAt < receivedAt ? firstSeenAt : receivedAt,
      lastSeenAt: lastSeenAt > receivedAt ? lastSeenAt : receivedAt,
      sampleEventId: id,
    });
  }
  return [...tallies.values()];
}
