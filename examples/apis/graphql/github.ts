import { bearer, connection, defineApi, graphql, isoTime, variable } from 'hookline';
import { z } from 'zod';

const Issue = z.object({
  id: z.string(),
  number: z.int(),
  title: z.string(),
  createdAt: isoTime(),
  author: z.object({ login: z.string() }).nullable(), // a deleted account is nobody
});

/** `null` for an id that is unknown or belongs to something else: that is what partial data looks like. */
const Repository = z.object({ id: z.string(), nameWithOwner: z.string(), stargazerCount: z.int() });

/** A part of GitHub's GraphQL API. @see https://docs.github.com/en/graphql */
export class GitHub extends defineApi({
  name: 'github',
  title: 'GitHub',
  baseUrl: 'https://api.github.com',
  auth: bearer({ token: variable('GITHUB_TOKEN') }),
  headers: { 'user-agent': 'hookline-example' }, // calls without one are refused
  // Its errors have their code in `type`, which is understood, too.
  errors: { meanings: { INSUFFICIENT_SCOPES: 'permission', UNPROCESSABLE: 'unprocessable' } },
  health: 'viewer',
  operations: {
    viewer: graphql('query Viewer { viewer { login } }', {
      answer: z.object({ viewer: z.object({ login: z.string() }) }),
    }),
    repositories: {
      /** Some of them may be missing: `errors` says which, and why. */
      get: graphql(
        `
          query Repositories($ids: [ID!]!) {
            nodes(ids: $ids) {
              ... on Repository {
                id
                nameWithOwner
                stargazerCount
              }
            }
          }
        `,
        {
          variables: z.object({ ids: z.array(z.string()).max(100) }),
          answer: z.object({ nodes: z.array(Repository.nullable()) }),
          partial: 'accept',
          cache: { ttlMs: 60_000 },
        },
      ),
    },
    issues: {
      /** Those that are open, oldest first. */
      list: connection(
        graphql(
          `
            query Issues($owner: String!, $name: String!, $first: Int = 100, $after: String) {
              repository(owner: $owner, name: $name) {
                issues(
                  first: $first
                  after: $after
                  states: OPEN
                  orderBy: { field: CREATED_AT, direction: ASC }
                ) {
                  nodes {
                    id
                    number
                    title
                    createdAt
                    author {
                      login
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
          {
            variables: z.object({
              owner: z.string(),
              name: z.string(),
              first: z.int().min(1).max(100).optional(),
            }),
            answer: z.object({
              repository: z
                .object({
                  issues: z.object({
                    nodes: z.array(Issue),
                    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
                  }),
                })
                .nullable(),
            }),
          },
        ),
        { select: ({ repository }) => repository?.issues },
      ),
      comment: graphql(
        `
          mutation Comment($subjectId: ID!, $body: String!) {
            addComment(input: { subjectId: $subjectId, body: $body }) {
              commentEdge {
                node {
                  id
                  url
                }
              }
            }
          }
        `,
        {
          variables: z.object({ subjectId: z.string(), body: z.string().min(1) }),
          answer: z.object({
            addComment: z.object({
              commentEdge: z.object({ node: z.object({ id: z.string(), url: z.url() }) }),
            }),
          }),
        },
      ),
    },
  },
}) {}
