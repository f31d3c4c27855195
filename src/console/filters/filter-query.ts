import { z } from 'zod';

/** What was typed into the fields of a filter, and what it means. */
export interface FilterQuery<T> {
  /** By field, as it was typed; fields that were left empty are not there. */
  readonly typed: Readonly<Record<string, string>>;
  /** What is wrong, by field. */
  readonly errors: Readonly<Record<string, string>>;
  /** `undefined` while a field is wrong. */
  readonly value: T | undefined;
}

/** Of several parameters of one name, the last counts. */
const text = z.union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? '')]);
const texts = z.record(z.string(), text.catch(''));

/** Reads the query string of a page, or the fields of a form, by a schema whose fields are all optional. */
export function readFilterQuery<T>(schema: z.ZodType<T>, query: unknown): FilterQuery<T> {
  const given = Object.entries(texts.parse(query ?? {})).map(
    ([name, value]) => [name, value.trim()] as const,
  );
  const typed = Object.fromEntries(given.filter(([, value]) => value !== ''));
  const { data, error } = schema.safeParse(typed);
  const errors = (error?.issues ?? []).map(({ path, message }) => [String(path[0] ?? ''), message] as const);
  return { typed, errors: Object.fromEntries(errors), value: data };
}

/** The typed values of these fields, for links and forms that keep a filter. */
export function typedFields(
  { typed }: FilterQuery<unknown>,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(typed).filter(([name]) => names.includes(name)));
}
