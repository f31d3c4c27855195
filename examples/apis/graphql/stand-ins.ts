import { GraphQLError, buildSchema } from 'graphql';
import { graphqlAnswers } from '../../../test/support/graphql-answers.js';

/** As much of GitHub's schema as the example asks for. @see https://docs.github.com/en/graphql/overview/public-schema */
const github = buildSchema(`
  scalar DateTime
  scalar URI
  enum IssueState { OPEN CLOSED }
  enum IssueOrderField { CREATED_AT UPDATED_AT COMMENTS }
  enum OrderDirection { ASC DESC }
  input IssueOrder { field: IssueOrderField!, direction: OrderDirection! }
  interface Node { id: ID! }
  interface Actor { login: String! }
  type User implements Node & Actor { id: ID!, login: String! }
  type Issue implements Node { id: ID!, number: Int!, title: String!, createdAt: DateTime!, author: Actor }
  type PageInfo { hasNextPage: Boolean!, endCursor: String }
  type IssueConnection { nodes: [Issue], pageInfo: PageInfo! }
  type Repository implements Node {
    id: ID!
    nameWithOwner: String!
    stargazerCount: Int!
    issues(first: Int, after: String, states: [IssueState!], orderBy: IssueOrder): IssueConnection!
  }
  type IssueComment implements Node { id: ID!, url: URI! }
  type IssueCommentEdge { node: IssueComment }
  type AddCommentPayload { commentEdge: IssueCommentEdge }
  input AddCommentInput { subjectId: ID!, body: String! }
  type Query {
    viewer: User!
    nodes(ids: [ID!]!): [Node]!
    repository(owner: String!, name: String!): Repository
  }
  type Mutation { addComment(input: AddCommentInput!): AddCommentPayload }
`);

const ISSUES = Array.from({ length: 5 }, (_, i) => ({
  __typename: 'Issue',
  id: `I_${i + 1}`,
  number: i + 1,
  title: `Issue ${i + 1}`,
  createdAt: `2026-01-0${i + 1}T10:00:00Z`,
  author: i === 4 ? null : { __typename: 'User', id: 'U_1', login: 'octocat' },
}));

const HELLO = {
  __typename: 'Repository',
  id: 'R_1',
  nameWithOwner: 'octocat/hello-world',
  stargazerCount: 3,
  issues: ({ first, after }: { first: number; after?: string }) => {
    const from = after === undefined ? 0 : ISSUES.findIndex(({ id }) => id === after) + 1;
    const nodes = ISSUES.slice(from, from + first);
    return {
      nodes,
      pageInfo: { hasNextPage: from + first < ISSUES.length, endCursor: nodes.at(-1)?.id ?? null },
    };
  },
};

class NotFound extends GraphQLError {}

/** A stand-in for GitHub. */
export const githubAnswers = graphqlAnswers({
  schema: github,
  resolvers: {
    viewer: { login: 'octocat' },
    nodes: ({ ids }: { ids: string[] }) =>
      ids.map((id) =>
        id === HELLO.id ? HELLO : new NotFound(`Could not resolve to a node with the global id of '${id}'`),
      ),
    repository: ({ owner, name }: { owner: string; name: string }) => {
      if (`${owner}/${name}` === HELLO.nameWithOwner) return HELLO;
      throw new NotFound(`Could not resolve to a Repository with the name '${owner}/${name}'.`);
    },
    addComment: ({ input }: { input: { subjectId: string } }) => ({
      commentEdge: {
        node: { id: 'IC_1', url: `https://github.com/octocat/hello-world/issues/${input.subjectId}` },
      },
    }),
  },
  // GitHub has the code beside the message.
  format: (error) => ({
    ...error.toJSON(),
    ...(error.originalError instanceof NotFound && { type: 'NOT_FOUND' }),
  }),
});

/** A stand-in for Contentful. */
export const contentfulAnswers = graphqlAnswers({
  schema: buildSchema(`
    type Asset { title: String, url: String }
    type AssetCollection { total: Int!, items: [Asset]! }
    type Query { assetCollection(limit: Int): AssetCollection }
  `),
  resolvers: {
    assetCollection: {
      total: 1,
      items: [{ title: 'Nyan Cat', url: 'https://images.ctfassets.net/cat.png' }],
    },
  },
  persisted: [],
});
