import { z } from 'zod';
import { anyJson } from '../apis/mapping/any-json.js';
import { text } from '../platform/http/text-field.js';

/** What the routes take: the form of the external API's own specification. */

const input = z
  .unknown()
  .refine((value): boolean => value !== undefined && value !== null, {
    error: 'must be the data to process: text, or any JSON but null',
    abort: true,
  })
  .pipe(anyJson);

const data = z.strictObject({ input, format: text(64).default('json') }, { error: missing });

const options = z.strictObject({
  async: z.boolean().default(false),
  callback_url: text(2_048).nullish(),
});

export const processBody = z
  .strictObject({ data, options: options.nullish() })
  .transform(({ data: given, options: wishes }) => ({
    data: given,
    later: wishes?.async ?? false,
    callbackUrl: wishes?.callback_url ?? undefined,
  }));
export type ProcessBody = z.output<typeof processBody>;

/** As the external API gives them, or ours: `req_abc123`. */
export const requestId = text(255);

function missing(issue: { input?: unknown; code?: string }): string | undefined {
  if (issue.code !== 'invalid_type') return undefined;
  return 'must be an object: { "input": …, "format": "json" }';
}
