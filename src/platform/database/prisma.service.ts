import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { PrismaPg } from '@prisma/adapter-pg';
import { platformConfig, type PlatformConfig } from '../config/platform.config.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { schemaOf } from './database-schema.js';
import { preparedStatements } from './prepared-statements.js';
import { PrismaClient } from './generated/client.js';

/** The address of the database, once it is known and migrated. */
export const DATABASE_URL = Symbol('DATABASE_URL');

/** A Prisma transaction, as handlers of webhooks get it. */
export type Transaction = Parameters<Parameters<PrismaClient['$transaction']>[0]>[0];

/** How long to wait for a connection to be made, in ms. */
const CONNECT_WITHIN_MS = 1_500;

/** Connections of one process for requests, at most. */
export const REQUEST_CONNECTIONS = 16;

/** What one kind of work may ask of the database. */
interface Limits {
  /** Connections in this process. pg-boss has a small pool of its own beside them. */
  connections: number;
  /** How long one statement may take, in ms. */
  statementMs: number;
}

/** A Prisma client that connects when first asked, and again by itself after the database was gone. */
class LimitedPrisma extends PrismaClient implements OnApplicationShutdown {
  private closing = false;

  constructor(databaseUrl: string, logger: Logger, { connections, statementMs }: Limits) {
    super({
      adapter: new PrismaPg(
        {
          connectionString: databaseUrl,
          max: connections,
          connectionTimeoutMillis: CONNECT_WITHIN_MS,
          statement_timeout: statementMs,
          query_timeout: statementMs + 500, // for a server that no longer answers at all
          keepAlive: true,
          application_name: 'hookline',
          // A server that shuts down may end a connection in the same breath in which it makes it: before Prisma, or the
          // pool, listens to its errors. Nobody listening would end the process; its first statement has the error anyway.
          onConnect: (client) => void client.on('error', () => {}),
        },
        {
          schema: schemaOf(databaseUrl),
          statementNameGenerator: preparedStatements(),
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

/**
 * The database for requests, which somebody waits for: a caller is told that the database is not there within the five
 * seconds after which providers give a webhook up.
 */
@Injectable()
export class PrismaService extends LimitedPrisma {
  constructor(@Inject(DATABASE_URL) databaseUrl: string, @Inject(LOGGER) logger: Logger) {
    super(databaseUrl, logger, { connections: REQUEST_CONNECTIONS, statementMs: 4_000 });
  }
}

/** Connections for what is done around handlers: failures written down, events summed up, leftovers looked for. */
export const BESIDE_HANDLERS = 4;

/**
 * The database for handlers in the background, on connections of their own: however long they take, webhooks still
 * come in.
 */
@Injectable()
export class BackgroundPrismaService extends LimitedPrisma {
  constructor(
    @Inject(DATABASE_URL) databaseUrl: string,
    @Inject(LOGGER) logger: Logger,
    @Inject(platformConfig.token) { workerConcurrency }: PlatformConfig,
  ) {
    const connections = workerConcurrency + BESIDE_HANDLERS;
    super(databaseUrl, logger, { connections, statementMs: 30_000 });
  }
}
