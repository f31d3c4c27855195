import { z } from 'zod';
import type { CatalogueEntry, JsonSchema } from '../../../deliveries/catalogue/catalogue-entry.js';
import type { NewCatalogueEntry } from '../../../deliveries/catalogue/event-catalogue.js';

/** What is typed as JSON; nothing is null. */
const json = z
  .string()
  .default('null')
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'it cannot be read';
      context.addIssue({ code: 'custom', message: `must be JSON: ${reason}` });
      return z.NEVER;
    }
  });

const schema: z.ZodType<JsonSchema | null> = json.pipe(
  z.record(z.string(), z.unknown(), { error: 'must be a JSON object' }).nullable(),
);

/** A type that is described, or described anew. What its fields must be beyond their form, the catalogue says. */
export const eventTypeForm: z.ZodType<NewCatalogueEntry> = z
  .object({
    description: z.string().default(''),
    schema,
    example: json,
    versions: z.string().default(''),
    deprecated: z.string().optional(),
  })
  .transform(({ versions, deprecated, ...entry }) => ({
    ...entry,
    versions: versions.split(/[\s,]+/).filter(Boolean),
    deprecated: deprecated !== undefined,
  }));

/** The name of a type that is added. */
export const nameForm = z.object({ name: z.string({ error: 'is needed' }) });

/** What the form begins with, to change a type. */
export function typedOf(type: CatalogueEntry): Readonly<Record<string, string>> {
  const { description, schema: form, example, versions, deprecated } = type;
  return {
    description,
    ...(form !== null && { schema: JSON.stringify(form, null, 2) }),
    ...(example !== null && { example: JSON.stringify(example, null, 2) }),
    versions: versions.join(' '),
    ...(deprecated && { deprecated: 'on' }),
  };
}
