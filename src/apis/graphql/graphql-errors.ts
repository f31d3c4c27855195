import { z } from 'zod';
import type { FieldIssue } from '../../contracts/errors.js';
import { redactText } from '../../platform/logging/redaction.js';

/** One error of a GraphQL answer (GraphQL, October 2021, 7.1.2). */
export interface GraphqlError {
  /** For developers, in the API's own words; at most 1,000 characters. Empty where it has none. */
  readonly message: string;
  /** The field of `data` that could not be had: `['users', 0, 'email']`. */
  readonly path: readonly (string | number)[] | undefined;
  /** The API's own word: `BAD_USER_INPUT`. */
  readonly code: string | undefined;
}

/** What several errors say together. */
export interface GraphqlWords {
  readonly code: string | undefined;
  readonly message: string;
  readonly fields: readonly FieldIssue[];
  /** What the code means by custom. */
  readonly meaning: CodeMeaning | undefined;
}

type CodeMeaning =
  'authentication' | 'permission' | 'validation' | 'not_found' | 'rate_limit' | 'unavailable';

/**
 * The specification has no codes; these are the customary ones.
 * @see https://www.apollographql.com/docs/apollo-server/data/errors#built-in-error-codes
 * @see https://shopify.dev/docs/api/admin-graphql#status_and_error_codes
 */
const MEANINGS: ReadonlyMap<string, CodeMeaning> = new Map([
  ['UNAUTHENTICATED', 'authentication'],
  ['FORBIDDEN', 'permission'],
  ['ACCESS_DENIED', 'permission'],
  ['BAD_REQUEST', 'validation'],
  ['BAD_USER_INPUT', 'validation'],
  ['GRAPHQL_PARSE_FAILED', 'validation'],
  ['GRAPHQL_VALIDATION_FAILED', 'validation'],
  ['OPERATION_RESOLUTION_FAILURE', 'validation'],
  ['NOT_FOUND', 'not_found'],
  ['THROTTLED', 'rate_limit'],
  ['RATE_LIMITED', 'rate_limit'],
  ['INTERNAL_SERVER_ERROR', 'unavailable'],
]);

/** What is read at most: so many errors, and so much of the text of each. */
const READ = { errors: 1_000, characters: 1_000 };

/** How many errors are told of, and how much of the text of each, in characters. */
const TOLD = { errors: 10, characters: 300 };

const code = z
  .union([z.string().max(100), z.number()])
  .transform(String)
  .optional()
  .catch(undefined);

/** Whatever stands in the list is an error, be it ever so malformed. */
const entry = z
  .looseObject({
    message: z
      .string()
      .transform((text) => text.slice(0, READ.characters))
      .catch(''),
    path: z
      .array(z.union([z.string(), z.number()]))
      .optional()
      .catch(undefined),
    extensions: z.looseObject({ code }).optional().catch(undefined),
    type: code, // where GitHub has it
  })
  .transform(({ message, path, extensions, type }): GraphqlError => {
    return { message, path, code: extensions?.code ?? type };
  })
  .catch({ message: '', path: undefined, code: undefined });

/** The `errors` of an answer; the first 1,000 of them. */
export const graphqlErrors = z
  .array(z.unknown())
  .transform((list) => list.slice(0, READ.errors))
  .pipe(z.array(entry));

/** The code is that of the first error with one; the messages are those of the first ten. */
export function wordsOf(errors: readonly GraphqlError[]): GraphqlWords {
  const { code: word } = errors.find((error) => error.code !== undefined) ?? {};
  const told = errors.slice(0, TOLD.errors);
  return {
    code: word,
    message:
      told
        .map(({ message }) => message)
        .filter(Boolean)
        .join(' ') || 'an error without a message',
    fields: told.flatMap(({ path, message }) =>
      path ? [{ field: path.join('.'), issue: redactText(message).slice(0, TOLD.characters) }] : [],
    ),
    meaning: word === undefined ? undefined : MEANINGS.get(word),
  };
}

/** `locations` and `extensions` are what tells these errors from those of other APIs. */
const graphqlRefusal = z.looseObject({
  errors: z
    .array(z.unknown())
    .refine((list) => list.some((each) => marked.safeParse(each).success))
    .pipe(graphqlErrors),
});

const marked = z.union([
  z.looseObject({ message: z.string(), locations: z.array(z.unknown()) }),
  z.looseObject({ message: z.string(), extensions: z.looseObject({}) }),
]);

/** What a refusal of a GraphQL API says; `undefined` for any other body. */
export function graphqlWords(body: unknown): GraphqlWords | undefined {
  const refusal = graphqlRefusal.safeParse(body).data;
  return refusal && wordsOf(refusal.errors);
}
