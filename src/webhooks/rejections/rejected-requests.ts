import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Prisma, WebhookRejection as RejectionRow } from '../../platform/database/generated/client.js';
import type { WebhookRejectionReason } from '../../platform/database/generated/enums.js';
import { BackgroundPrismaService, PrismaService } from '../../platform/database/prisma.service.js';

/** How long a row is kept, in days. */
const KEPT_DAYS = 3;
/** How many rows are kept of each provider. */
const KEPT_PER_PROVIDER = 1_000;
/** Rows deleted at a time, so that pruning never holds the table for long. */
const PRUNE_BATCH = 500;

const DAY_MS = 86_400_000;

export interface WebhookRejectionFilter {
  provider?: string;
  reason?: WebhookRejectionReason;
  /** Whether a later look let its events in. */
  accepted?: boolean;
}

/** A refused request whole. */
export type WebhookRejection = Omit<RejectionRow, 'headers'> & { headers: Record<string, string> };
/** A refused request without what it was made of. */
export type WebhookRejectionSummary = Omit<RejectionRow, 'method' | 'url' | 'headers' | 'body'>;
export type NewRejection = Omit<WebhookRejection, 'acceptedAt'>;

const headersForm = z.record(z.string(), z.string());

/** The table of refused requests. Its ids are UUIDs of version 7, made when a request is refused. */
@Injectable()
export class RejectedRequests {
  constructor(
    private readonly prisma: PrismaService,
    private readonly background: BackgroundPrismaService,
  ) {}

  /** Adds rows, and drops the oldest of their providers' beyond {@link KEPT_PER_PROVIDER}. */
  async add(rows: readonly NewRejection[]): Promise<void> {
    await this.background.webhookRejection.createMany({ data: [...rows] });
    for (const provider of new Set(rows.map((row) => row.provider))) {
      await this.background.$executeRaw`
        DELETE FROM webhook_rejections WHERE provider = ${provider} AND id <= (
          SELECT id FROM webhook_rejections WHERE provider = ${provider}
          ORDER BY id DESC OFFSET ${KEPT_PER_PROVIDER} LIMIT 1)`;
    }
  }

  /** A page of rows, newest first. `after` is the id of the last one seen. */
  list(filter: WebhookRejectionFilter, limit: number, after?: string): Promise<WebhookRejectionSummary[]> {
    return this.prisma.webhookRejection.findMany({
      where: { ...whereOf(filter), ...(after ? { id: { lt: after } } : {}) },
      omit: { method: true, url: true, headers: true, body: true },
      orderBy: { id: 'desc' },
      take: limit,
    });
  }

  async get(id: string): Promise<WebhookRejection | undefined> {
    const row = await this.prisma.webhookRejection.findUnique({ where: { id } });
    return row ? { ...row, headers: headersForm.parse(row.headers) } : undefined;
  }

  /** The ids of those that are whole and were not let in yet, oldest first. */
  async open(filter: Omit<WebhookRejectionFilter, 'accepted'>): Promise<string[]> {
    const rows = await this.prisma.webhookRejection.findMany({
      where: { ...whereOf({ ...filter, accepted: false }), truncated: false },
      select: { id: true },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ id }) => id);
  }

  /** Notes that the events of a row were let in, when for the first time. */
  async markAccepted(id: string): Promise<void> {
    await this.prisma.webhookRejection.updateMany({
      where: { id, acceptedAt: null },
      data: { acceptedAt: new Date() },
    });
  }

  /** Deletes what is older than {@link KEPT_DAYS}; returns how many. */
  async prune(): Promise<number> {
    const oldest = new Date(Date.now() - KEPT_DAYS * DAY_MS);
    let pruned = 0;
    for (let batch = PRUNE_BATCH; batch === PRUNE_BATCH; pruned += batch) {
      batch = await this.background.$executeRaw`
        DELETE FROM webhook_rejections WHERE id IN (
          SELECT id FROM webhook_rejections WHERE received_at < ${oldest} LIMIT ${PRUNE_BATCH})`;
    }
    return pruned;
  }
}

function whereOf({ accepted, ...filter }: WebhookRejectionFilter): Prisma.WebhookRejectionWhereInput {
  if (accepted === undefined) return filter;
  return { ...filter, acceptedAt: accepted ? { not: null } : null };
}
