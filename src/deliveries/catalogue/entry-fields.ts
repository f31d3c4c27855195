import { z } from 'zod';
import { MAX_VERSIONS, versionName } from '../events/event-fields.js';
import { JSON_ISSUE, jsonText } from '../events/json-text.js';

/** The largest schema, and the largest example, in bytes of JSON. */
const MAX_BYTES = 64 * 1_024;

/** As JSON writes it: PostgreSQL does not take it for JSON. */
const HALF_A_PAIR = /(?<!\\)(?:\\\\)*\\ud[89a-f]/;

const UNFIT = { error: `${JSON_ISSUE}, of well-formed Unicode, and of at most 64 KiB` };

/** The fields of what is put into the catalogue, as the service and the HTTP API take them. What is left out is empty. */
export const entryFields = z.strictObject({
  description: z
    .string()
    .max(10_000)
    .refine((text) => text.isWellFormed() && !text.includes('\0'), {
      error: 'must be well-formed Unicode without a NUL',
    })
    .default(''),
  schema: z.record(z.string(), z.unknown()).refine(fits, UNFIT).nullable().default(null),
  example: z.unknown().refine(fits, UNFIT).default(null),
  versions: z
    .array(versionName)
    .max(MAX_VERSIONS)
    .refine((versions) => new Set(versions).size === versions.length, { error: 'must each be there once' })
    .default([]),
  deprecated: z.boolean().default(false),
});

function fits(value: unknown): boolean {
  const text = jsonText(value);
  return text !== undefined && Buffer.byteLength(text) <= MAX_BYTES && !HALF_A_PAIR.test(text);
}
