import { z } from 'zod';
import { schemaNotes } from '../platform/http/answer-fields.js';
import type { RouteDescription } from '../platform/http/answers.js';

/** What the routes of health answer. */

const row = z.looseObject({ status: z.string() });
const rows = z
  .record(z.string(), row.optional())
  .register(schemaNotes, { examples: [{ database: { status: 'up' } }] });

const health = z
  .object({ status: z.string(), info: rows.optional(), error: rows.optional(), details: rows })
  .register(schemaNotes, {
    id: 'Health',
    examples: [
      {
        status: 'ok',
        info: { database: { status: 'up' } },
        error: {},
        details: { database: { status: 'up' } },
      },
    ],
  });

const answers = {
  200: { description: 'All is well, or degraded at worst.', schema: health },
  503: { description: 'Something is down.', schema: health },
};

export const healthRoutes = {
  live: {
    id: 'getLiveness',
    summary: 'Whether the process runs',
    answers: {
      200: {
        description: 'It does.',
        schema: z.object({ status: z.string().register(schemaNotes, { examples: ['ok'] }) }),
      },
    },
  },
  ready: {
    id: 'getReadiness',
    summary: 'Whether requests can be served',
    description: 'The database answers. Redis is shown, but may be away.',
    answers,
  },
  all: {
    id: 'getHealth',
    summary: 'Everything, for people',
    description:
      'The database, queues and every provider. A provider that is down shows in its own row alone.',
    answers,
  },
} satisfies Record<string, RouteDescription>;
