import { bearer, defineApi, graphql, variable } from 'hookline';
import { z } from 'zod';

/**
 * The assets of a Contentful space. GitHub takes no hashes for documents; Contentful does.
 * @see https://www.contentful.com/developers/docs/references/graphql/automatic-persisted-queries
 */
export class Contentful extends defineApi({
  name: 'contentful',
  title: 'Contentful',
  baseUrl: 'https://graphql.contentful.com/content/v1',
  graphqlPath: '/spaces/cfexampleapi', // Contentful's own example
  auth: bearer({ token: variable('CONTENTFUL_TOKEN') }),
  operations: {
    assets: graphql(
      'query Assets($limit: Int!) { assetCollection(limit: $limit) { total items { title url } } }',
      {
        variables: z.object({ limit: z.int().min(1).max(1_000) }),
        answer: z.object({
          assetCollection: z.object({
            total: z.int(),
            items: z.array(z.object({ title: z.string().nullable(), url: z.url().nullable() })),
          }),
        }),
        persisted: true,
      },
    ),
  },
}) {}
