import { Inject, Injectable } from '@nestjs/common';
import { BackgroundPrismaService } from '../database/prisma.service.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import type { ApiKey } from './api-keys.service.js';

/** How old a key's time of last use may become before it is written anew, in ms. */
const WRITE_EVERY_MS = 60_000;

/**
 * Notes when keys are used: at most once a minute each, and while the request goes on. Whether it is time is seen from
 * the row that authentication has read anyway.
 */
@Injectable()
export class LastUse {
  /** Keys whose time is being written. */
  private readonly writing = new Set<string>();

  constructor(
    private readonly prisma: BackgroundPrismaService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Returns at once. Never throws. */
  note({ id, lastUsedAt }: Pick<ApiKey, 'id' | 'lastUsedAt'>): void {
    if (lastUsedAt && Date.now() - lastUsedAt.getTime() < WRITE_EVERY_MS) return;
    if (this.writing.has(id)) return;
    this.writing.add(id);
    void this.write(id).finally(() => this.writing.delete(id));
  }

  private async write(id: string): Promise<void> {
    try {
      // Another replica may have written it in the meantime.
      const olderThan = new Date(Date.now() - WRITE_EVERY_MS);
      await this.prisma.apiKey.updateMany({
        where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: olderThan } }] },
        data: { lastUsedAt: new Date() },
      });
    } catch (error) {
      this.logger.debug({ event: 'last_use_not_written', err: error }, 'The next request tries it again');
    }
  }
}
