import { z } from 'zod';
import type { CallOptions } from '../../contracts/calls.js';
import { NotFoundError } from '../../contracts/errors.js';
import type { ApiOperation } from '../../connections/roads/provider-api.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { fieldsOf } from '../answers/answer-reading.js';
import type { ApiMethod, MethodContext } from '../api-method.js';
import { PagedItems, type Page, type PageOptions } from '../pages/paged-items.js';
import type { GraphqlMethod } from './graphql-method.js';
import type { WithVariables } from './graphql-options.js';

/**
 * A list with cursors, as the document asks for it: its `nodes`, or the `node` of its `edges`.
 * @see https://relay.dev/graphql/connections.htm
 */
export interface GraphqlConnection<Node> {
  readonly nodes?: readonly (Node | null)[] | null;
  readonly edges?: readonly ({ readonly node?: Node | null } | null)[] | null;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null };
}

export interface ConnectionOptions<Answer, Node> {
  /** Where the list is in an answer. Nothing there means that what it belongs to does not exist. */
  select(data: Answer): GraphqlConnection<Node> | null | undefined;
  /** The variable that takes the cursor. @default 'after' */
  readonly after?: string;
}

/** A method of the client that lists. Deadline and retries are those of one page. */
export type ConnectionCall<Variables, Node> = WithVariables<
  Variables,
  CallOptions & PageOptions,
  PagedItems<Node>
>;

/**
 * A query for a connection as one walk over all of its pages: `for await (const user of acme.users.list())`.
 *
 *     list: connection(graphql(USERS), { select: (data) => data.users })
 *
 * @throws TypeError for a mutation, and for a document without the variable for the cursor
 */
export function connection<Variables, Answer, Node>(
  method: GraphqlMethod<Variables, Answer>,
  { select, after = 'after' }: ConnectionOptions<Answer, Node>,
): ApiMethod<ConnectionCall<Variables, Node>> {
  const { changes, name = 'the query', variables } = method.operation;
  if (changes) throw new TypeError(`${name} is a mutation. A connection is walked by a query.`);
  if (!variables.includes(after)) {
    throw new TypeError(
      `${name} has to take the cursor of a page: as $${after}, or as what \`after\` names.`,
    );
  }
  const pageOf = (context: MethodContext, given: object, options: CallOptions, token: string | undefined) =>
    context.runtime.api.perform(context.name, options, async (api) => {
      const cursor = token === undefined ? {} : { [after]: token };
      const { answer, response } = await method.exchange(context, api, given, cursor);
      return readPage(select(answer), response, api);
    });

  return {
    // Until somebody loops over it, nothing is asked.
    safeToTry: false,
    bind: (context) => {
      const call = (given: object = {}, options: CallOptions & PageOptions = {}): PagedItems<Node> =>
        new PagedItems((token) => pageOf(context, given, options, token), options, {
          provider: context.runtime.description.name,
          operation: context.name,
        });
      return call as ConnectionCall<Variables, Node>;
    },
  };
}

/** What `select` has found, should its type have promised too much: a query without a schema is not checked. */
const page = z.looseObject({
  nodes: z.array(z.unknown()).nullish(),
  edges: z.array(z.looseObject({ node: z.unknown() }).nullable()).nullish(),
  pageInfo: z.looseObject({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
});

/**
 * @throws NotFoundError when there is no list
 * @throws ResponseFormatError for what is none, and for one that has more but does not say where
 */
function readPage<Node>(
  found: GraphqlConnection<Node> | null | undefined,
  response: OutboundResponse,
  api: ApiOperation,
): Page<Node> {
  if (found === null || found === undefined) {
    const { provider, operation } = api.describe();
    const message = `${provider} has nothing for ${operation} to list. What the list belongs to does not exist, or may not be seen.`;
    throw new NotFoundError(message, { provider, operation, status: response.status });
  }
  const { data, error } = page.safeParse(found);
  if (error) throw api.notAsDocumented(response, fieldsOf(error));
  const { nodes, edges, pageInfo } = data;
  const items = nodes ?? edges?.map((edge) => edge?.node);
  if (!items) throw api.notAsDocumented(response, 'nodes');
  if (pageInfo.hasNextPage && !pageInfo.endCursor) throw api.notAsDocumented(response, 'pageInfo.endCursor');
  return {
    items: items.filter((item) => item !== null && item !== undefined) as Node[],
    nextPageToken: pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  };
}
