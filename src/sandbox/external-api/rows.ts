import { z } from 'zod';
import type { State } from '../state.js';

/** What somebody has had processed, with what came of it: already there while it is still said to be under way. */
const request = z.object({
  id: z.string(),
  format: z.string(),
  status: z.enum(['completed', 'failed']),
  /** `null` for one that has failed. */
  result: z
    .object({
      processed_data: z.unknown(),
      metadata: z.object({ processing_time: z.number(), version: z.string() }),
    })
    .nullable(),
  /** Unix seconds, with a fraction, like the next. */
  created: z.number(),
  done: z.number(),
});
export type ProcessedRequest = z.output<typeof request>;

const token = z.object({
  /** The access token itself. */
  id: z.string(),
  created: z.number(),
});

/** A callback that its receiver has not taken yet. */
const delivery = z.object({
  /** The request's. */
  id: z.string(),
  attempts: z.number(),
  /** Unix milliseconds. */
  nextAttemptAt: z.number(),
});

/** Everything the sandbox remembers, by table. */
export interface ExternalApiRows {
  request: ProcessedRequest;
  token: z.output<typeof token>;
  delivery: z.output<typeof delivery>;
}

export type ExternalApiState = State<ExternalApiRows>;

/** How long an access token is good, in seconds. */
export const TOKEN_SECONDS = 3600;

/** Its tables. */
export const TABLES = {
  request: { row: request, keptSeconds: 30 * 86_400 },
  token: { row: token, keptSeconds: TOKEN_SECONDS },
  delivery: { row: delivery },
};
