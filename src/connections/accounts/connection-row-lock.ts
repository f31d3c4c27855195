import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { bulkhead } from 'cockatiel';
import { ApiError } from '../../platform/http/api-error.js';
import { PrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import type { ConnectionRow } from './connection-row.js';
import { connectionNotFound } from './connection-errors.js';

/**
 * Rows that this process holds at once. Each takes a database connection for as long as a provider takes to answer, and
 * a slow one must leave the others to requests.
 */
const PLACES = 6;
/** How long one row may be held, in ms: a request for a token, and the discovery of where to send it. */
const TRANSACTION = { maxWait: 4_000, timeout: 25_000 };
/** How long to wait for a row that others hold, in ms. */
const WAIT_MS = 30_000;
/** Between two looks at a row that another process holds; random, so that waiters do not march in step. In ms. */
const LOOK_AGAIN_MS = { min: 25, max: 100 };

/**
 * The lock on the row of a connection, over all processes: PostgreSQL's own (`FOR UPDATE`), which ends with the process
 * that holds it. Whoever waits holds no database connection meanwhile.
 */
@Injectable()
export class ConnectionRowLock {
  private readonly places = bulkhead(PLACES, Infinity);

  constructor(private readonly prisma: PrismaService) {}

  /**
   * Runs `work` in the transaction that holds the row, as the row is once it is held.
   * @throws ApiError NOT_FOUND when there is no such connection, OVERLOADED when others hold it for too long
   */
  async hold<T>(id: string, work: (row: ConnectionRow, tx: Transaction) => Promise<T>): Promise<T> {
    const giveUpAtMs = performance.now() + WAIT_MS;
    for (;;) {
      const held = await this.places.execute(() => this.tryHold(id, work));
      if (held) return held.result;
      if (!(await this.exists(id))) throw connectionNotFound(id);
      if (performance.now() > giveUpAtMs) throw stillHeld(id);
      await sleep(LOOK_AGAIN_MS.min + Math.random() * (LOOK_AGAIN_MS.max - LOOK_AGAIN_MS.min));
    }
  }

  private tryHold<T>(
    id: string,
    work: (row: ConnectionRow, tx: Transaction) => Promise<T>,
  ): Promise<{ result: T } | undefined> {
    return this.prisma.$transaction(async (tx) => {
      const held = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM connections WHERE id = ${id}::uuid FOR UPDATE SKIP LOCKED`;
      if (held.length === 0) return undefined;
      const row = await tx.connection.findUniqueOrThrow({ where: { id } });
      return { result: await work(row, tx) };
    }, TRANSACTION);
  }

  private async exists(id: string): Promise<boolean> {
    return (await this.prisma.connection.count({ where: { id } })) > 0;
  }
}

function stillHeld(id: string): ApiError {
  const message = `Connection ${id} is being refreshed, which takes long. Try again.`;
  return new ApiError('OVERLOADED', message, { retryAfterSeconds: 5 });
}
