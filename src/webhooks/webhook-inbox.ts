import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { isDatabaseUnavailable } from '../platform/database/database-errors.js';
import { PrismaService, type Transaction } from '../platform/database/prisma.service.js';
import { ApiError } from '../platform/http/api-error.js';
import { JobsService } from '../platform/jobs/jobs.service.js';
import { EVENTS_PER_JOB, WEBHOOK_JOB } from './webhook-jobs.js';

/** A verified event on its way into the database. */
export interface IncomingEvent {
  provider: string;
  externalId: string;
  type: string;
  occurredAt: Date | undefined;
  receivedAt: Date;
  requestId: string;
  headers: Record<string, string>;
  rawBody: Uint8Array;
}

export type Receipt = 'stored' | 'duplicate';

interface Waiting {
  id: string;
  event: IncomingEvent;
  resolve: (receipt: Receipt) => void;
  reject: (error: unknown) => void;
}

/** Two commits at a time: one waits for the disk while the next is being written. */
const MAX_COMMITS = 2;
const MAX_EVENTS_PER_COMMIT = 256;
const MAX_BYTES_PER_COMMIT = 8 * 1024 * 1024;
/** Beyond it, senders are told to come again: providers do, and memory stays bounded. */
const MAX_WAITING = { events: 4_096, bytes: 64 * 1024 * 1024 };
/** A sender is told within this time, in ms; an event that is written later after all becomes a duplicate. */
const ANSWER_WITHIN_MS = 4_000;

/**
 * Writes events by group commit: those that arrive while a commit is under way share the next one. Each commit holds
 * the events and their jobs, so that neither is ever there without the other.
 */
@Injectable()
export class WebhookInbox {
  private readonly waiting: Waiting[] = [];
  private waitingBytes = 0;
  private commits = 0;

  constructor(
    private readonly prisma: PrismaService,
    private readonly jobs: JobsService,
  ) {}

  /**
   * Resolves once the event is durable: `stored`, or `duplicate` when it was there before.
   * @throws ApiError OVERLOADED when too many are waiting, DATABASE_UNAVAILABLE when it cannot be told in time
   */
  accept(event: IncomingEvent): Promise<Receipt> {
    if (this.waiting.length >= MAX_WAITING.events || this.waitingBytes >= MAX_WAITING.bytes) {
      throw new ApiError('OVERLOADED', 'Too many webhooks are waiting to be stored. Send it again.', {
        retryAfterSeconds: 5,
      });
    }
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => reject(notStoredInTime()), ANSWER_WITHIN_MS);
      this.waiting.push({
        id: uuidv7(),
        event,
        resolve: (receipt) => (clearTimeout(deadline), resolve(receipt)),
        reject: (error) => (clearTimeout(deadline), reject(error)),
      });
      this.waitingBytes += event.rawBody.length;
      if (this.commits < MAX_COMMITS) void this.commitWaiting();
    });
  }

  private async commitWaiting(): Promise<void> {
    this.commits += 1;
    // Let the other requests of this turn of the event loop join.
    await new Promise(setImmediate);
    while (this.waiting.length) await this.commit(this.nextGroup());
    this.commits -= 1;
  }

  private nextGroup(): Waiting[] {
    const group: Waiting[] = [];
    for (let bytes = 0; group.length < MAX_EVENTS_PER_COMMIT && bytes < MAX_BYTES_PER_COMMIT;) {
      const next = this.waiting.shift();
      if (!next) break;
      bytes += next.event.rawBody.length;
      group.push(next);
    }
    this.waitingBytes -= group.reduce((sum, { event }) => sum + event.rawBody.length, 0);
    return group;
  }

  /** One event that the database refuses must not take the others down: the group is halved until it stands alone. */
  private async commit(group: Waiting[]): Promise<void> {
    try {
      const stored = await this.prisma.$transaction((tx) => this.write(group, tx));
      for (const { id, resolve } of group) resolve(stored.has(id) ? 'stored' : 'duplicate');
    } catch (error) {
      if (group.length === 1 || isDatabaseUnavailable(error)) {
        for (const { reject } of group) reject(error);
        return;
      }
      const middle = group.length >> 1;
      await this.commit(group.slice(0, middle));
      await this.commit(group.slice(middle));
    }
  }

  private async write(group: readonly Waiting[], tx: Transaction): Promise<Set<string>> {
    const created = await insertEvents(group, tx);
    const ids = created.map(({ id }) => id);
    const chunks = Array.from({ length: Math.ceil(ids.length / EVENTS_PER_JOB) }, (_, chunk) =>
      ids.slice(chunk * EVENTS_PER_JOB, (chunk + 1) * EVENTS_PER_JOB),
    );
    if (chunks.length)
      await this.jobs.send(
        WEBHOOK_JOB,
        chunks.map((eventIds) => ({ data: { eventIds } })),
        tx,
      );
    return new Set(ids);
  }
}

/**
 * One statement for all, written by hand: Prisma's own `createMany` compiles a query anew for each size of group, which
 * was half of what accepting a webhook cost.
 */
function insertEvents(group: readonly Waiting[], tx: Transaction): Promise<{ id: string }[]> {
  const column = <T>(read: (event: IncomingEvent) => T) => group.map(({ event }) => read(event));
  return tx.$queryRaw`
    INSERT INTO webhook_events
      (id, provider, external_id, dedupe_key, type, occurred_at, received_at, request_id, headers, raw_body)
    SELECT * FROM unnest(
      ${group.map(({ id }) => id)}::uuid[],
      ${column(({ provider }) => provider)}::text[],
      ${column(({ externalId }) => externalId)}::text[],
      ${column(({ provider, externalId }) => `${provider}:${externalId}`)}::text[],
      ${column(({ type }) => type)}::text[],
      ${column(({ occurredAt }) => occurredAt ?? null)}::timestamptz[],
      ${column(({ receivedAt }) => receivedAt)}::timestamptz[],
      ${column(({ requestId }) => requestId)}::text[],
      ${column(({ headers }) => JSON.stringify(headers))}::jsonb[],
      ${column(({ rawBody }) => rawBody)}::bytea[])
    ON CONFLICT (dedupe_key) DO NOTHING
    RETURNING id`;
}

function notStoredInTime(): ApiError {
  return new ApiError('DATABASE_UNAVAILABLE', 'The webhook could not be stored in time. Send it again.', {
    retryAfterSeconds: 5,
  });
}
