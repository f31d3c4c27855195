import { z } from 'zod';

const detail = z.looseObject({
  message: z.string().default(''),
  code: z.string().optional(),
  context: z.record(z.string(), z.array(z.string())).catch({}).default({}),
});

/** HubSpot asks to take every field for optional. @see https://developers.hubspot.com/docs/api-reference/error-handling */
const refusal = z.looseObject({
  message: z.string().optional(),
  category: z.string().optional(),
  correlationId: z.string().optional(),
  /** Which limit was reached. */
  policyName: z
    .string()
    .regex(/^\w{1,60}$/)
    .optional()
    .catch(undefined),
  errors: z.array(detail).catch([]).default([]),
});

/** What HubSpot says when it refuses. */
export type Refusal = z.output<typeof refusal>;

/** What an answer says of why it refuses; nothing for one that is not HubSpot's own, but a proxy's. */
export function readRefusal(body: Buffer): Refusal {
  try {
    return toRefusal(JSON.parse(body.toString('utf8')));
  } catch {
    return { errors: [] }; // the status says enough
  }
}

/** The same, of an error within an answer. */
export function toRefusal(said: unknown): Refusal {
  return refusal.safeParse(said).data ?? { errors: [] };
}
