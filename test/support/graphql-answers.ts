import { hash } from 'node:crypto';
import { graphqlSync, type GraphQLError, type GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { faults, type Fault, type ReceivedRequest } from './fault-server.js';

interface GraphqlServing {
  readonly schema: GraphQLSchema;
  /** The resolvers of the root types, by the names of their fields. */
  readonly resolvers: Readonly<Record<string, unknown>>;
  /** Whether it takes hashes for documents, and which documents it knows from the beginning. @default not at all */
  readonly persisted?: readonly string[];
  /** What it sends of an error. @default all that the specification names */
  format?(error: GraphQLError): object;
}

const asked = z.object({
  query: z.string().optional(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
  extensions: z
    .object({ persistedQuery: z.object({ version: z.literal(1), sha256Hash: z.string() }) })
    .optional(),
});

/** What a GraphQL server answers, for a fault server: the `graphql` package itself, and Apollo's persisted queries. */
export function graphqlAnswers({
  schema,
  resolvers,
  persisted,
  format = (error) => error.toJSON(),
}: GraphqlServing): (request: ReceivedRequest) => Fault {
  const documents = new Map(persisted?.map((text) => [hash('sha256', text), text]));
  return ({ body }) => {
    const { query, variables, operationName, extensions } = asked.parse(JSON.parse(body.toString()));
    const sha256Hash = extensions?.persistedQuery.sha256Hash;
    if (sha256Hash !== undefined && !persisted) return refusal('PersistedQueryNotSupported');
    if (sha256Hash !== undefined && query !== undefined) documents.set(sha256Hash, query);
    const source = query ?? documents.get(sha256Hash ?? '');
    if (source === undefined) return refusal('PersistedQueryNotFound');
    const { data, errors } = graphqlSync({
      schema,
      source,
      rootValue: resolvers,
      variableValues: variables,
      operationName,
    });
    return faults.ok({ ...(data !== undefined && { data }), ...(errors && { errors: errors.map(format) }) });
  };
}

/** As Apollo Server has it: a success by its status. */
function refusal(message: string): Fault {
  const code = message.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
  return faults.ok({ errors: [{ message, extensions: { code } }] });
}
