import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { WriteBehind } from '../../platform/database/write-behind.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';

const MINUTE_MS = 60_000;
/** How long a use waits for others to be written with, in ms. */
const FLUSH_AFTER_MS = 2_000;

/** When connections were last used, to the minute. A use only leaves a mark in memory; marks are written together, later. */
@Injectable()
export class LastUses implements OnApplicationShutdown {
  private minute = 0;
  /** Noted in this minute. */
  private readonly noted = new Set<string>();
  private readonly waiting = new Set<string>();
  private readonly writeBehind = new WriteBehind({
    isEmpty: () => this.waiting.size === 0,
    write: () => this.write(),
    delayMs: () => FLUSH_AFTER_MS,
  });

  constructor(
    private readonly prisma: PrismaService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Notes that a connection is used. Costs next to nothing. */
  note(id: string): void {
    const minute = Math.floor(Date.now() / MINUTE_MS);
    if (minute !== this.minute) {
      this.minute = minute;
      this.noted.clear();
    }
    if (this.noted.has(id)) return;
    this.noted.add(id);
    this.waiting.add(id);
    this.writeBehind.soon();
  }

  /** Writes what waits. What could not be written is tried again. */
  flush(): Promise<void> {
    return this.writeBehind.now();
  }

  /** After the last request was answered and the last job has run. */
  onApplicationShutdown(): Promise<void> {
    return this.writeBehind.last();
  }

  private async write(): Promise<void> {
    const ids = [...this.waiting];
    this.waiting.clear();
    if (ids.length === 0) return;
    try {
      // A row that is being refreshed is left out rather than waited for: its next use comes soon.
      await this.prisma.$executeRaw`
        UPDATE connections SET last_used_at = date_trunc('minute', now()) WHERE id IN (
          SELECT id FROM connections WHERE id = ANY(${ids}::uuid[]) FOR UPDATE SKIP LOCKED)`;
    } catch (error) {
      for (const id of ids) this.waiting.add(id);
      this.logger.warn({ event: 'last_uses_not_written', err: error }, 'Will be tried again');
    }
  }
}
