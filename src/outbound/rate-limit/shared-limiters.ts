import { RateLimiterPostgres, RateLimiterRedis } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { REDIS_PATIENCE_MS, type RedisClient } from '../../platform/redis/redis.service.js';
import type { LimiterKind } from './flexible-rate-limit-store.js';

/** A busy database is slower than Redis; a call that waits longer than this had better leave, in ms. */
const DATABASE_PATIENCE_MS = 500;

/** Counts in Redis, by its clock. */
export function redisLimiters(client: RedisClient): LimiterKind {
  return {
    name: 'Redis',
    patienceMs: REDIS_PATIENCE_MS,
    create: (options) =>
      new RateLimiterRedis({
        ...options,
        storeClient: client,
        useRedisPackage: true,
        rejectIfRedisNotReady: true,
      }),
  };
}

/** Counts in the table `rate_limits`, by the clocks of the replicas: they had better agree (NTP). */
export function postgresLimiters(prisma: BackgroundPrismaService): LimiterKind {
  return {
    name: 'PostgreSQL',
    patienceMs: DATABASE_PATIENCE_MS,
    create: (options) =>
      new RateLimiterPostgres({
        ...options,
        storeClient: { query: (statement: Statement) => query(prisma, statement) },
        storeType: 'client',
        tableName: 'rate_limits',
        tableCreated: true,
        // Its timer would outlive the service; RateLimitPruning does this in one process of all.
        clearExpiredByTimeout: false,
      }),
  };
}

interface Statement {
  text: string;
  values: (string | number | null)[];
}

/** Prisma has the one pool of connections; the limiter counts on node-postgres' answers. */
async function query(prisma: BackgroundPrismaService, { text, values }: Statement) {
  const rows = counts.parse(await prisma.$queryRawUnsafe(text, ...values));
  return { rows, rowCount: rows.length };
}

const counts = z.array(
  z.object({
    points: z.number(),
    expire: z
      .bigint()
      .nullable()
      .transform((ms) => (ms === null ? null : Number(ms))),
  }),
);
