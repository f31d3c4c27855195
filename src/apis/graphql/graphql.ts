import type { GraphqlDocument } from './graphql-document.js';
import { GraphqlMethod } from './graphql-method.js';
import type { GraphqlAnswerOf, GraphqlOptions, GraphqlVariablesOf } from './graphql-options.js';

/** Options that leave all types to `Result` and `Variables`. */
type Untyped = Omit<GraphqlOptions, 'variables' | 'answer' | 'partial'>;

/**
 * One operation of a GraphQL API, by its document: text, a `DocumentNode`, or a `TypedDocumentNode`, whose types the
 * method then has.
 *
 *     graphql('query User($id: ID!) { user(id: $id) { name } }', {
 *       variables: z.object({ id: z.string() }),
 *       answer: z.object({ user: z.object({ name: z.string() }).nullable() }),
 *     })
 *
 *     const { user } = await acme.users.get({ id: 'u1' });
 *
 * Schemas are codecs: variables are encoded, `data` is decoded by them. A query is repeated and cached like any call that
 * reads, although it is a POST; a mutation is a write. An error in the answer is thrown as one of our family, by its
 * `extensions.code` and the description's `errors.meanings`; data beside it is lost, unless `partial` accepts it.
 *
 * @throws TypeError for a document with a mistake in it, and shows where; for a subscription; and where it takes
 *   `operationName` to say which operation is meant
 */
export function graphql<
  Result = unknown,
  Variables = Readonly<Record<string, unknown>>,
  const Options extends GraphqlOptions = Untyped,
>(
  document: GraphqlDocument<Result, Variables>,
  options?: Options,
): GraphqlMethod<GraphqlVariablesOf<Variables, Options>, GraphqlAnswerOf<Result, Options>> {
  return new GraphqlMethod(document, options ?? {});
}
