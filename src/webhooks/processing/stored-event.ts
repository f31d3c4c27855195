import { z } from 'zod';
import type { StoredWebhook } from '../../contracts/webhooks.js';
import type { WebhookEventStatus } from '../../platform/database/generated/enums.js';
import type { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { unpackBody } from '../ingest/stored-body.js';

/** An event as it was stored, with its bytes. */
export interface StoredEvent extends StoredWebhook {
  id: string;
  provider: string;
  status: WebhookEventStatus;
  requestId: string;
  /** The trace in which it came, as W3C writes it. */
  traceparent: string | null;
}

const headers = z.record(z.string(), z.string());

/** Events in the order in which they arrived. One whose payload was erased is left out. */
export async function loadEvents(
  prisma: Pick<BackgroundPrismaService, 'webhookEvent' | 'webhookPayload'>,
  ids: readonly string[],
): Promise<StoredEvent[]> {
  const [events, payloads] = await Promise.all([
    prisma.webhookEvent.findMany({
      where: { id: { in: [...ids] } },
      orderBy: { id: 'asc' },
    }),
    prisma.webhookPayload.findMany({ where: { eventId: { in: [...ids] } } }),
  ]);
  const payloadOf = new Map(payloads.map((payload) => [payload.eventId, payload]));
  const loaded = events.map(async ({ connectionId, occurredAt, ...event }) => {
    const payload = payloadOf.get(event.id);
    if (!payload) return [];
    return [
      {
        ...event,
        connectionId: connectionId || undefined,
        occurredAt: occurredAt ?? undefined,
        headers: headers.parse(payload.headers),
        rawBody: await unpackBody(payload),
      },
    ];
  });
  return (await Promise.all(loaded)).flat();
}
