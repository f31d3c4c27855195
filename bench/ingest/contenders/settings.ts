import { z } from 'zod';

/** What every contender is told by its environment. */
export const settings = z
  .object({
    PORT: z.coerce.number(),
    DATABASE_URL: z.url(),
    STRIPE_WEBHOOK_SECRETS: z.string(),
    /** For the one that has a Redis. */
    REDIS_URL: z.url().default('redis://127.0.0.1'),
  })
  .parse(process.env);

/** Connections to PostgreSQL, the same for all. */
export const POOL_SIZE = 16;
