import { z } from 'zod';

/** Any text; editors complete the known ones. */
type AnyOf<Known extends string> = Known | (string & {});

const knownValues = z.registry<{ readonly values: readonly string[] }>();

/**
 * Values of which an API may make more: every text is taken, and one that is not among `known` is reported as drift. In
 * strict operations it is refused. A plain `z.enum` refuses it always.
 */
export function openEnum<const Known extends string>(
  known: readonly Known[],
): z.ZodType<AnyOf<Known>, AnyOf<Known>> {
  return z.string().register(knownValues, { values: known });
}

/** The values that an {@link openEnum} lists; `undefined` for every other schema. */
export function knownValuesOf(schema: z.core.$ZodType): readonly string[] | undefined {
  return knownValues.get(schema)?.values;
}
