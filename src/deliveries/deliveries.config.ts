import { z } from 'zod';
import { defineConfig } from '../platform/config/config-section.js';
import { list, seconds, wholeNumber } from '../platform/config/values.js';

/** Six attempts over about twelve hours. In seconds. */
const RETRY_DELAYS = ['60', '300', '1500', '7200', '36000'];

const MAX_DELAY_SECONDS = 7 * 86_400;

const schema = z
  .object({
    DELIVERY_RETRY_DELAYS: list()
      .transform((delays) => (delays.length > 0 ? delays : RETRY_DELAYS))
      .refine((delays) => delays.length <= 20 && delays.every(isDelay), {
        error: 'must be up to 20 waits in seconds, each at most 604800, such as 60,300,1500,7200,36000',
      })
      .transform((delays) => delays.map((delay) => Math.round(Number(delay) * 1_000))),
    DELIVERY_TIMEOUT: seconds(10).refine((ms) => ms <= 60_000, { error: 'must be at most 60 seconds' }),
    DELIVERY_CONCURRENCY: wholeNumber({ min: 1, max: 1_000 }).default(100),
    EVENT_MAX_BYTES: wholeNumber({ min: 1_024, max: 4 * 1_024 * 1_024 }).default(256 * 1_024),
    EVENT_RETENTION_DAYS: wholeNumber({ min: 1, max: 3_650 }).default(30),
    ENDPOINT_DISABLE_AFTER_DAYS: wholeNumber({ min: 0, max: 365 }).default(5),
  })
  .transform((env) => ({
    /** The waits after each failed attempt, in ms. After the last: dead. */
    retryDelaysMs: env.DELIVERY_RETRY_DELAYS,
    /** How long an endpoint may take to answer, in ms. */
    timeoutMs: env.DELIVERY_TIMEOUT,
    /** Deliveries that one process sends at once to endpoints that answer quickly. */
    concurrency: env.DELIVERY_CONCURRENCY,
    /** The largest data of an event, all its versions together, in bytes of JSON. */
    maxBytes: env.EVENT_MAX_BYTES,
    /** How long events, their deliveries and attempts are kept. */
    retentionDays: env.EVENT_RETENTION_DAYS,
    /** An endpoint that has failed for so long is disabled; 0: never. */
    disableAfterDays: env.ENDPOINT_DISABLE_AFTER_DAYS,
  }));

export type DeliveriesConfig = z.output<typeof schema>;

/** How events are delivered, and how long they are kept. */
export const deliveriesConfig = defineConfig<DeliveriesConfig>('deliveries', schema);

function isDelay(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text) && Number(text) > 0 && Number(text) <= MAX_DELAY_SECONDS;
}
