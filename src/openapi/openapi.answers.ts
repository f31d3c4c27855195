import { z } from 'zod';
import { schemaNotes } from '../platform/http/answer-fields.js';
import type { RouteDescription } from '../platform/http/answers.js';

/** What the routes of the description of the API answer. */

const document = z
  .looseObject({ openapi: z.string(), info: z.looseObject({ version: z.string() }) })
  .register(schemaNotes, { examples: [{ openapi: '3.1.0', info: { title: 'Hookline', version: '1.0.0' } }] });

const page = { 200: { description: 'A page.', contentType: 'text/html' } };

/** Not held against its method when compiled: that one sends the text of a file. */
export const getOpenApi: RouteDescription = {
  id: 'getOpenApi',
  summary: 'This description',
  description: 'OpenAPI 3.1, with an `ETag`.',
  answers: {
    200: { description: 'The description.', schema: document },
    304: { description: 'It is the one that `If-None-Match` names.' },
  },
};

export const docsRoutes = {
  index: { id: 'showApi', summary: 'Every route, to read', answers: page },
  group: {
    id: 'showApiGroup',
    summary: 'The routes of one group, to read',
    parameters: { group: 'payments' },
    answers: {
      ...page,
      404: { description: 'All groups: there is none of this name.', contentType: 'text/html' },
    },
  },
} satisfies Record<string, RouteDescription>;
