import { z } from 'zod';
import { ERROR_CODES, type ApiErrorCode } from './error-codes.js';

/** What `openapi.json` says of a schema. */
interface SchemaNote {
  /** Its name among the components; without one it stands where it is used. */
  id?: string;
  description?: string;
  examples?: unknown[];
  [keyword: string]: unknown;
}

/** The names and examples of our schemas. Not zod's global registry: a product that uses zod has names of its own there. */
export const schemaNotes = z.registry<SchemaNote>();

/** The fields that answers are made of. The first example of each is what the examples of whole answers are made of. */

export const uuid = z.uuid().register(schemaNotes, { examples: ['0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10'] });

/** UTC, ISO 8601. */
export const time = z.iso.datetime().register(schemaNotes, { examples: ['2026-11-21T08:30:00.000Z'] });

/** The `X-Request-ID` of the request that something goes back to. */
export const requestId = like(
  '01JDC7Y2M9V3K4T5W6X7Y8Z9AB',
  'The `X-Request-ID` of the request that it goes back to.',
);

/** Text, with an example of it. */
export function like(example: string, description?: string) {
  return z.string().register(schemaNotes, { examples: [example], ...(description && { description }) });
}

/** Text that is often not there: its example is `null`. */
export function rarely<Schema extends z.ZodType>(schema: Schema) {
  const nullable = z.nullable(schema);
  schemaNotes.add(nullable, { examples: [null] });
  return nullable;
}

/** A whole number, with an example of it. */
export function count(example = 0) {
  return z.int().register(schemaNotes, { examples: [example] });
}

/** A provider's own object, whole. */
export const raw = z.unknown().register(schemaNotes, {
  description: "The provider's own object, whole, as it came.",
  examples: [{}],
});

/** Any JSON. */
export function anyJson(example: unknown, description?: string) {
  return z.unknown().register(schemaNotes, { examples: [example], ...(description && { description }) });
}

/** A page of a list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), next_cursor: nextCursor });
}

/** The `cursor` of the page after this one. */
export const nextCursor = z
  .string()
  .nullable()
  .register(schemaNotes, {
    description: 'The `cursor` of the next page; null on the last.',
    examples: [null],
  });

const errorCode = z
  .enum(Object.keys(ERROR_CODES) as [ApiErrorCode, ...ApiErrorCode[]])
  .register(schemaNotes, {
    id: 'ErrorCode',
    description: 'What went wrong. Every code, its cause and what to do: `/docs/errors`.',
  });

const details = z
  .array(z.object({ field: like('amount'), issue: like('must be a whole number of minor units') }))
  .register(schemaNotes, { description: 'The fields that are wrong, each with the reason.' });

/** Why one of several did not work. */
export const outcomeError = z
  .object({ code: errorCode, message: like('The request is not valid: see email.'), details })
  .register(schemaNotes, { id: 'OutcomeError', description: 'Why this one of several did not work.' });

/** The error format of the API. */
export const errorAnswer = z
  .object({
    error: z.object({
      code: errorCode,
      message: like('The request is not valid: see amount.'),
      details,
      correlation_id: like('01JDC7Y2M9V3K4T5W6X7Y8Z9AB', 'The id of the request, which the log has, too.'),
      timestamp: time,
      documentation_url: z
        .url()
        .register(schemaNotes, { examples: ['http://localhost:3000/docs/errors#VALIDATION_ERROR'] }),
    }),
  })
  .register(schemaNotes, { id: 'Error', description: 'Every error of the API has this form.' });
