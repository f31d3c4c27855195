import { Injectable } from '@nestjs/common';
import { Prisma } from '../../platform/database/generated/client.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { ApiError } from '../../platform/http/api-error.js';
import type { WebhookEventFilter } from './event-filter.js';
import { idsBeginning } from '../../platform/database/uuid-ranges.js';
import { pageQuery, type LookedAt, type PageOptions } from './page-query.js';
import {
  connectionPath,
  everyEvent,
  idPath,
  kindPath,
  statusPath,
  type EventKind,
  type Path,
} from './paths.js';

/** Events whose ids may begin alike for a search by the beginning of an id. */
const MAX_ALIKE = 1_000;

/** Kinds of events that are walked side by side at most; beyond, all events are walked. */
const MAX_KINDS = 500;

/** A part of what a filter finds. It may be empty and not the last: only so much is looked at for each page. */
export interface EventPage {
  ids: string[];
  /** Where the next page begins; `undefined` when this was the last. */
  next: string | undefined;
}

/**
 * Finds events in the order in which they were stored. Every filter walks along one index from the place where the last
 * page ended, and stops after a bounded number of rows: however many events there are and however rare those that are
 * looked for, a page costs the same.
 */
@Injectable()
export class EventSearch {
  constructor(private readonly prisma: PrismaService) {}

  /** @throws ApiError VALIDATION_ERROR when too many ids begin as `filter.id` does */
  async page(filter: WebhookEventFilter, options: PageOptions): Promise<EventPage> {
    const query = pageQuery(await this.path(filter), filter, options);
    const rows = await this.prisma.$queryRaw<LookedAt[]>(query);
    const ids: string[] = [];
    for (const { id, found, cut } of rows) {
      if (ids.length === options.limit) return { ids, next: ids.at(-1) };
      if (found) ids.push(id);
      if (cut) return { ids, next: id };
    }
    return { ids, next: undefined };
  }

  /** The index that leads past the fewest events which are not looked for. */
  private async path({ id, connectionId, status, provider, type }: WebhookEventFilter): Promise<Path> {
    if (id !== undefined) return idPath(await this.idsLike(id));
    if (connectionId !== undefined) return connectionPath(connectionId);
    // Few events stay in these; of the unhandled there may be as many as of all others.
    if (status && status !== 'processed' && status !== 'unhandled') return statusPath(status);
    if (provider !== undefined && type !== undefined) return kindPath([{ provider, type }]);
    if (provider !== undefined || type !== undefined) {
      const kinds = await this.kinds(provider);
      if (kinds.length <= MAX_KINDS)
        return kindPath(kinds.filter((kind) => type === undefined || kind.type === type));
    }
    return status === 'unhandled' ? statusPath(status) : everyEvent;
  }

  private async idsLike(text: string): Promise<string[]> {
    const own = idsBeginning(text);
    const after = text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1);
    const take = MAX_ALIKE + 1;
    const [ours, theirs] = await Promise.all([
      own
        ? this.prisma.$queryRaw<{ id: string }[]>`
            SELECT id FROM webhook_events WHERE id BETWEEN ${own.first}::uuid AND ${own.last}::uuid
            ORDER BY id LIMIT ${take}`
        : [],
      this.prisma.$queryRaw<{ id: string }[]>`
        SELECT id FROM webhook_events WHERE external_id >= ${text} AND external_id < ${after}
        ORDER BY external_id LIMIT ${take}`,
    ]);
    if (ours.length > MAX_ALIKE || theirs.length > MAX_ALIKE) {
      const issue = `more than ${MAX_ALIKE} events have an id that begins like this: give more of it`;
      throw new ApiError('VALIDATION_ERROR', `id: ${issue}.`, { details: [{ field: 'id', issue }] });
    }
    return [...ours, ...theirs].map(({ id }) => id);
  }

  /** The providers and types that there are events of, found by leaps along the index from each to the next. */
  private kinds(provider: string | undefined): Promise<EventKind[]> {
    // Given the provider, its own equality: a comparison of rows beside it would be walked along, not leapt over.
    const [first, next] =
      provider === undefined
        ? [Prisma.sql`true`, Prisma.sql`(provider, type) > (kinds.provider, kinds.type)`]
        : [Prisma.sql`provider = ${provider}`, Prisma.sql`provider = ${provider} AND type > kinds.type`];
    return this.prisma.$queryRaw<EventKind[]>`
      WITH RECURSIVE kinds AS (
        (SELECT provider, type FROM webhook_events WHERE ${first} ORDER BY provider, type LIMIT 1)
        UNION ALL
        SELECT next.* FROM kinds CROSS JOIN LATERAL (
          SELECT provider, type FROM webhook_events WHERE ${next} ORDER BY provider, type LIMIT 1) AS next
      )
      SELECT provider, type FROM kinds LIMIT ${MAX_KINDS + 1}`;
  }
}
