import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { WebhookEvent, WebhookHandlerRun } from '../../platform/database/generated/client.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { unpackBody } from '../ingest/stored-body.js';
import { storedHeaders } from '../ingest/stored-headers.js';
import type { WebhookEventFilter } from './event-filter.js';
import { EventSearch } from './event-search.js';

/** An event and how its handlers stand. */
export type EventWithRuns = WebhookEvent & { handlerRuns: WebhookHandlerRun[] };

/** An event whole; without headers and body when they were erased. */
export interface WholeEvent extends EventWithRuns {
  payload: { headers: Record<string, string>; rawBody: Uint8Array } | undefined;
}

const headersForm = z.record(z.string(), z.string()).catch({});

/** A page of events, newest first. It may be short, even empty, and not the last. */
export interface WebhookEventPage {
  events: EventWithRuns[];
  /** Where the next page begins; `undefined` when this was the last. */
  next: string | undefined;
}

/** Looks at stored events. */
@Injectable()
export class WebhookEvents {
  constructor(
    private readonly prisma: PrismaService,
    private readonly search: EventSearch,
  ) {}

  /**
   * A page of events without their bodies. `after` is where the last page ended.
   * @throws ApiError VALIDATION_ERROR when too many ids begin as `filter.id` does
   */
  async list(filter: WebhookEventFilter, limit: number, after?: string): Promise<WebhookEventPage> {
    const { ids, next } = await this.search.page(filter, { limit, after, order: 'newest first' });
    const events = await this.prisma.webhookEvent.findMany({
      where: { id: { in: ids } },
      orderBy: { id: 'desc' },
    });
    return { events: await this.withRuns(events), next };
  }

  /** One event whole; `undefined` when there is none. */
  async get(id: string): Promise<WholeEvent | undefined> {
    const event = await this.prisma.webhookEvent.findUnique({ where: { id } });
    if (!event) return undefined;
    const [[withRuns], payload] = await Promise.all([
      this.withRuns([event]),
      this.prisma.webhookPayload.findUnique({ where: { eventId: id } }),
    ]);
    if (!withRuns) return undefined;
    if (!payload) return { ...withRuns, payload: undefined };
    // Once more, as earlier versions stored what is a secret by now.
    const headers = storedHeaders(headersForm.parse(payload.headers));
    return { ...withRuns, payload: { headers, rawBody: await unpackBody(payload) } };
  }

  private async withRuns(events: readonly WebhookEvent[]): Promise<EventWithRuns[]> {
    const runs = await this.prisma.webhookHandlerRun.findMany({
      where: { eventId: { in: events.map(({ id }) => id) } },
      orderBy: { handler: 'asc' },
    });
    return events.map((event) => ({
      ...event,
      handlerRuns: runs.filter(({ eventId }) => eventId === event.id),
    }));
  }
}
