import { z } from 'zod';

/** Changes to an object's metadata: an empty value removes its key, `null` removes all. */
export type MetadataChanges = Record<string, string> | null;

/** @see https://docs.stripe.com/api/metadata */
const LIMITS = { keys: 50, keyLength: 40, valueLength: 500 };

/** The `metadata` parameter. */
export const metadata: z.ZodType<MetadataChanges> = z.union([
  z.literal('').transform(() => null),
  z.record(z.string(), z.string()).superRefine((entries, context) => {
    for (const [key, value] of Object.entries(entries)) {
      const message = faultOf(key, value);
      if (message) context.addIssue({ code: 'custom', message, path: [key] });
    }
    if (Object.keys(entries).length > LIMITS.keys) {
      context.addIssue({ code: 'custom', message: `Metadata can have up to ${LIMITS.keys} keys.` });
    }
  }),
]);

function faultOf(key: string, value: string): string | undefined {
  if (key.length > LIMITS.keyLength) {
    return (
      `Metadata keys can have up to ${LIMITS.keyLength} characters, but you passed in a key that is ` +
      `${key.length} characters. Invalid key: ${key}`
    );
  }
  if (value.length > LIMITS.valueLength) {
    return (
      `Metadata values can have up to ${LIMITS.valueLength} characters, but you passed in a value that is ` +
      `${value.length} characters. Invalid value: ${value}`
    );
  }
  return undefined;
}

/** An object's metadata after the changes; the same when there are none. */
export function withMetadata(
  current: Record<string, string>,
  changes: MetadataChanges | undefined,
): Record<string, string> {
  if (changes === undefined) return current;
  if (changes === null) return {};
  return Object.fromEntries(Object.entries({ ...current, ...changes }).filter(([, value]) => value !== ''));
}
