import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Prisma } from '../platform/database/generated/client.js';
import { PrismaService } from '../platform/database/prisma.service.js';
import type { Reference } from '../platform/timeline/references.js';
import { CorrelationSearch, type Correlations, type TimelineSubject } from './correlations.js';
import { EntryReading } from './entry-reading.js';
import { entryRow } from './entry-row.js';
import { entryStatement } from './entry-statements.js';
import { ENTRY_KINDS, type EntryKind, type EntryPosition, type TimelineEntry } from './timeline-entry.js';

/** A part of a timeline, oldest first. */
export interface TimelinePage {
  readonly entries: readonly TimelineEntry[];
  /** Where the next page begins; `undefined` when this was the last. */
  readonly next: EntryPosition | undefined;
  /** Whether so many requests went under the reference that only the newest of them are looked at. */
  readonly isCut: boolean;
}

/** What is wanted of a timeline. */
export interface TimelineQuery {
  readonly subject: TimelineSubject;
  /** @default all */
  readonly kinds?: readonly EntryKind[];
  /** Where the page before ended. */
  readonly after?: EntryPosition;
  readonly limit: number;
}

/** All that happened about one thing, whatever part of Hookline did it, in the order of time. */
@Injectable()
export class TimelineService {
  constructor(
    private readonly prisma: PrismaService,
    private readonly correlations: CorrelationSearch,
    private readonly reading: EntryReading,
  ) {}

  /** A page. What it costs grows with what there is about the thing, never with the tables. */
  async page({ subject, kinds = ENTRY_KINDS, after, limit }: TimelineQuery): Promise<TimelinePage> {
    const correlations = await this.correlations.of(subject);
    const { isCut } = correlations;
    if (correlations.requestIds.length + correlations.webhookEventIds.length === 0 || kinds.length === 0) {
      return { entries: [], next: undefined, isCut };
    }
    const wanted = ENTRY_KINDS.filter((kind) => kinds.includes(kind));
    const rows = await this.prisma.$queryRaw(union(wanted, correlations, after, limit + 1));
    const entries = z
      .array(entryRow)
      .parse(rows)
      .map((found) => this.reading.entryOf(found));
    const page = entries.slice(0, limit);
    return { entries: page, next: entries.length > limit ? page.at(-1) : undefined, isCut };
  }

  /** The references under which a request went, by which the rest of the story is found. */
  referencesOf(requestId: string): Promise<Reference[]> {
    return this.correlations.referencesOf(requestId);
  }
}

/** The first rows after a position of all kinds, each kind giving no more than could be needed. */
function union(
  kinds: readonly EntryKind[],
  correlations: Correlations,
  after: EntryPosition | undefined,
  limit: number,
): Prisma.Sql {
  const parts = kinds.map((kind) => {
    const rank = ENTRY_KINDS.indexOf(kind);
    // The names of the columns are the first part's, so that each part may stand first.
    return Prisma.sql`(
      SELECT ${kind}::text AS kind, ${rank}::int AS rank, entry.* FROM (${entryStatement(kind, correlations)})
        AS entry (at, id, request_id, provider, name, status, outcome, duration_ms, detail, recipient, object_id)
      WHERE ${isAfter(rank, after)} ORDER BY at, id COLLATE "C" LIMIT ${limit})`;
  });
  return Prisma.sql`
    SELECT * FROM (${Prisma.join(parts, ' UNION ALL ')}) AS entries ORDER BY at, rank, id COLLATE "C" LIMIT ${limit}`;
}

function isAfter(rank: number, after: EntryPosition | undefined): Prisma.Sql {
  if (!after) return Prisma.sql`true`;
  return Prisma.sql`(at, ${rank}::int, id COLLATE "C") > (${after.at}::timestamptz, ${ENTRY_KINDS.indexOf(after.kind)}::int, ${after.id}::text COLLATE "C")`;
}
