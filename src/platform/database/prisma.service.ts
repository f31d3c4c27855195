import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { LOGGER, type Logger } from '../logging/logger.js';
import { PrismaClient } from './generated/client.js';

/** The address of the database, once it is known and migrated. */
export const DATABASE_URL = Symbol('DATABASE_URL');

/**
 * How long each step may take before a caller is told that the database is not there. Together below the five seconds
 * after which providers give a webhook up.
 */
const TIMEOUTS_MS = { connect: 1_500, statement: 4_000 };

/** The connections of this process. pg-boss has a small pool of its own beside it. */
const POOL_SIZE = 16;

/** A Prisma transaction, as handlers of webhooks get it. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/** The one Prisma client of the process. Connects when first asked, and again by itself after the database was gone. */
@Injectable()
export class PrismaService extends PrismaClient implements OnApplicationShutdown {
  private closing = false;

  constructor(@Inject(DATABASE_URL) databaseUrl: string, @Inject(LOGGER) logger: Logger) {
    super({
      adapter: new PrismaPg(
        {
          connectionString: databaseUrl,
          max: POOL_SIZE,
          connectionTimeoutMillis: TIMEOUTS_MS.connect,
          statement_timeout: TIMEOUTS_MS.statement,
          query_timeout: TIMEOUTS_MS.statement + 500,
          keepAlive: true,
          application_name: 'hookline',
        },
        {
          // Idle connections that break (a restarted server) are replaced by the pool; without a listener they
          // would end the process.
          onPoolError: (error) => {
            if (!this.closing) logger.warn({ event: 'database_connection_lost', err: error }, 'Reconnecting');
          },
        },
      ),
      transactionOptions: { maxWait: 2_000, timeout: 10_000 },
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.closing = true;
    await this.$disconnect();
  }
}
