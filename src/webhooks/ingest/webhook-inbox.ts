import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { isDatabaseUnavailable } from '../../platform/database/database-errors.js';
import { ApiError } from '../../platform/http/api-error.js';
import { OrderLines } from '../handlers/order-lines.js';
import type { IncomingEvent, Receipt } from './incoming-event.js';
import { isWorthPacking, packBody, type StoredBody } from './stored-body.js';
import type { WaitingEvent } from './waiting-event.js';
import { MAX_COMMITS, WebhookWriter } from './webhook-writer.js';

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
  private readonly waiting: WaitingEvent[] = [];
  private waitingBytes = 0;
  private commits = 0;

  constructor(
    private readonly writer: WebhookWriter,
    private readonly lines: OrderLines,
  ) {}

  /**
   * Resolves once the events of one request are durable, and says for each: `stored`, or `duplicate` when it was there
   * before. There is room for all of them or for none: else a request of many events might never get in.
   * @throws ApiError OVERLOADED when too many are waiting, DATABASE_UNAVAILABLE when it cannot be told in time
   */
  async accept(events: readonly IncomingEvent[]): Promise<Receipt[]> {
    if (this.waiting.length >= MAX_WAITING.events || this.waitingBytes >= MAX_WAITING.bytes) {
      throw new ApiError('OVERLOADED', 'Too many webhooks are waiting to be stored. Send it again.', {
        retryAfterSeconds: 5,
      });
    }
    return Promise.all(events.map((event) => this.queue(event)));
  }

  private async queue(event: IncomingEvent): Promise<Receipt> {
    const { rawBody } = event;
    const stored: StoredBody = isWorthPacking(rawBody)
      ? await packBody(rawBody)
      : { encoding: 'identity', body: rawBody };
    const id = uuidv7();
    const lines = this.lines.of(id, event);
    return new Promise((resolve, reject) => {
      const deadline = setTimeout(() => reject(notStoredInTime()), ANSWER_WITHIN_MS);
      this.waiting.push({
        id,
        event,
        stored,
        lines,
        resolve: (receipt) => (clearTimeout(deadline), resolve(receipt)),
        reject: (error) => (clearTimeout(deadline), reject(error)),
      });
      this.waitingBytes += stored.body.length;
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

  /** In the order of their ids at the provider: two commits that hold the same repeats never wait for each other. */
  private nextGroup(): WaitingEvent[] {
    let bytes = 0;
    let length = 0;
    for (const { stored } of this.waiting) {
      if (length === MAX_EVENTS_PER_COMMIT || bytes >= MAX_BYTES_PER_COMMIT) break;
      bytes += stored.body.length;
      length += 1;
    }
    this.waitingBytes -= bytes;
    return this.waiting
      .splice(0, length)
      .toSorted(({ event: a }, { event: b }) => (a.externalId < b.externalId ? -1 : 1));
  }

  /** One event that the database refuses must not take the others down: the group is halved until it stands alone. */
  private async commit(group: WaitingEvent[]): Promise<void> {
    try {
      const stored = await this.writer.write(group);
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
}

function notStoredInTime(): ApiError {
  return new ApiError('DATABASE_UNAVAILABLE', 'The webhook could not be stored in time. Send it again.', {
    retryAfterSeconds: 5,
  });
}
