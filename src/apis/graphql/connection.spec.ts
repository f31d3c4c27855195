import { afterEach, beforeEach, expect, it } from 'vitest';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { z } from 'zod';
import { openApi } from '../../../test/support/described-api.js';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
  type ReceivedRequest,
} from '../../../test/support/fault-server.js';
import { graphqlAnswers } from '../../../test/support/graphql-answers.js';
import { NotFoundError, ResponseFormatError } from '../../contracts/errors.js';
import { defineApi } from '../define-api.js';
import { connection } from './connection.js';
import { graphql } from './graphql.js';

const schema = buildSchema(`
  type User { id: ID! }
  type PageInfo { hasNextPage: Boolean!, endCursor: String }
  type Edge { node: User, cursor: String! }
  type Users { edges: [Edge], nodes: [User], pageInfo: PageInfo! }
  type Team { users(first: Int!, after: String): Users! }
  type Query { team(id: ID): Team }
`);

/** How many users there are. */
let total = 0;

const users = ({ first, after }: { first: number; after?: string }) => {
  const from = after === undefined ? 0 : Number(after) + 1;
  const ids = Array.from({ length: Math.max(0, Math.min(first, total - from)) }, (_, i) => String(from + i));
  return {
    edges: ids.map((id) => ({ node: { id }, cursor: id })),
    nodes: ids.map((id) => ({ id })),
    pageInfo: { hasNextPage: from + first < total, endCursor: ids.at(-1) ?? null },
  };
};
const serve = graphqlAnswers({
  schema,
  resolvers: { team: ({ id }: { id?: string }) => (id === 'none' ? null : { users }) },
});

const Users = z.object({
  nodes: z.array(z.object({ id: z.string() }).nullable()),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});

class Acme extends defineApi({
  name: 'acme',
  operations: {
    nodes: connection(
      graphql(
        `
          query ($id: ID, $first: Int!, $after: String) {
            team(id: $id) {
              users(first: $first, after: $after) {
                nodes {
                  id
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
            }
          }
        `,
        {
          variables: z.object({ id: z.string().optional(), first: z.number() }),
          answer: z.object({ team: z.object({ users: Users }).nullable() }),
        },
      ),
      { select: (data) => data.team?.users },
    ),
    edges: connection(
      graphql<{ team: { users: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean } } } }>(
        `
          query ($cursor: String) {
            team {
              users(first: 2, after: $cursor) {
                edges {
                  node {
                    id
                  }
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
              }
            }
          }
        `,
      ),
      { select: ({ team }) => team.users, after: 'cursor' },
    ),
  },
}) {}

let server: FaultServer;
let answer: (request: ReceivedRequest) => Fault;

beforeEach(async () => {
  total = 5;
  answer = serve;
  server = await startFaultServer({ answer: (request) => answer(request) });
});
afterEach(() => server.close());

const usersAre = (connected: unknown) => () => faults.ok({ data: { team: { users: connected } } });

it('is walked over all its pages, by nodes or by edges', async () => {
  const { client, close } = await openApi(Acme, server.url);
  const ids: string[] = [];
  for await (const { id } of client.nodes({ first: 2 })) ids.push(id);
  for await (const { id } of client.edges()) ids.push(id);
  expect(ids).toEqual(['0', '1', '2', '3', '4', '0', '1', '2', '3', '4']);
  const cursors = server.requests.map(({ body }) => JSON.parse(body.toString()).variables);
  expect(cursors).toEqual([
    { first: 2 },
    { first: 2, after: '1' },
    { first: 2, after: '3' },
    {},
    { cursor: '1' },
    { cursor: '3' },
  ]);
  await close();
});

it('has every item once, whatever the size of a page and wherever it fails', async () => {
  const { client, close } = await openApi(Acme, server.url);
  await fc.assert(
    fc.asyncProperty(
      fc.nat(30),
      fc.integer({ min: 1, max: 7 }),
      fc.array(fc.boolean(), { maxLength: 10 }),
      async (count, first, losses) => {
        total = count;
        const left = [...losses];
        // Never twice in a row, so that a retry always helps.
        answer = (request) =>
          left.pop() && !left.splice(-1, 1, false).at(0) ? faults.resetAfter() : serve(request);
        const ids: number[] = [];
        for await (const { id } of client.nodes({ first })) ids.push(Number(id));
        expect(ids).toEqual(Array.from({ length: count }, (_, i) => i));
      },
    ),
    { numRuns: 30 },
  );
  await close();
});

it('goes on where it ended, and ends where it is told to', async () => {
  const { client, close } = await openApi(Acme, server.url);
  const pages = client.nodes({ first: 2 }, { maxItems: 2 }).pages();
  const { value: page } = await pages.next();
  expect(page).toEqual({ items: [{ id: '0' }, { id: '1' }], nextPageToken: '1' });
  const rest: unknown[] = [];
  for await (const { id } of client.nodes({ first: 2 }, { pageToken: '1' })) rest.push(id);
  expect(rest).toEqual(['2', '3', '4']);
  await close();
});

it('leaves out nodes that are null', async () => {
  const { client, close } = await openApi(Acme, server.url);
  answer = usersAre({ nodes: [null, { id: 'a' }], pageInfo: { hasNextPage: false, endCursor: null } });
  const found: unknown[] = [];
  for await (const user of client.nodes({ first: 2 })) found.push(user);
  expect(found).toEqual([{ id: 'a' }]);
  await close();
});

it.each([
  [{ edges: [], pageInfo: { hasNextPage: true } }, 'pageInfo.endCursor'],
  [{ edges: [], pageInfo: { hasNextPage: true, endCursor: '' } }, 'pageInfo.endCursor'],
  [{ pageInfo: { hasNextPage: false } }, 'nodes'],
  [{ edges: [] }, 'pageInfo'],
  [{ edges: 'all', pageInfo: { hasNextPage: false } }, 'edges'],
])('%j is no connection', async (connected, where) => {
  const { client, close } = await openApi(Acme, server.url);
  answer = usersAre(connected);
  const walk = client.edges()[Symbol.asyncIterator]();
  const refused: unknown = await walk.next().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ResponseFormatError);
  expect(String(refused)).toContain(`see ${where}.`);
  await close();
});

it('does not exist where what it belongs to does not', async () => {
  const { client, close } = await openApi(Acme, server.url);
  const walk = client.nodes({ id: 'none', first: 2 })[Symbol.asyncIterator]();
  await expect(walk.next()).rejects.toThrow(NotFoundError);
  await close();
});

it('takes a query with a variable for the cursor', () => {
  const select = () => undefined;
  const mutation = graphql('mutation M($after: String) { a }');
  expect(() => connection(mutation, { select })).toThrow('M is a mutation');
  expect(() => connection(graphql('query Q { a }'), { select })).toThrow('Q has to take the cursor');
});
