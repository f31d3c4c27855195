import { z } from 'zod';
import { defineConfig } from '../config/config-section.js';
import { list, wholeNumber } from '../config/values.js';

const schema = z
  .object({
    TIMELINE_REFERENCES: list().refine(
      (names) => names.every((name) => /^[a-z][a-z0-9_]{0,63}$/.test(name)),
      {
        error: 'must be names in snake case, such as order_id,invoice_number',
      },
    ),
    TIMELINE_RETENTION_DAYS: wholeNumber({ min: 0, max: 36_500 }).default(90),
  })
  .transform((env) => ({
    /** The only names that are noted; empty: all that refer to something. */
    names: new Set(env.TIMELINE_REFERENCES) as ReadonlySet<string>,
    /** How long references are kept; 0: for ever. */
    retentionDays: env.TIMELINE_RETENTION_DAYS,
  }));

export type TimelineConfig = z.output<typeof schema>;

export const timelineConfig = defineConfig('timeline', schema);
