import { z } from 'zod';
import { anyJson, count, like, schemaNotes } from '../platform/http/answer-fields.js';
import type { RouteDescription } from '../platform/http/answers.js';

/** What the routes of the external API answer, in the form of its own specification. */

const requestId = like('req_8f14e45fceea', "The external API's id, or ours for work that is done later.");

const processed = z
  .object({
    success: z.boolean().register(schemaNotes, { examples: [true] }),
    result: z.object({
      processed_data: anyJson({ a: [2, 3], b: 1 }),
      metadata: z.record(z.string(), z.unknown()).register(schemaNotes, { examples: [{}] }),
    }),
    request_id: requestId,
  })
  .register(schemaNotes, { id: 'ProcessedData' });

const statusFields = {
  request_id: requestId,
  status: like('queued', 'Ours: `queued`, `processing`, `completed`, `failed`.'),
  result: anyJson(null),
  error: z.object({ code: like('PROVIDER_ERROR'), message: z.string() }).optional(),
  callback: z
    .object({ status: z.enum(['pending', 'delivered', 'dead']), attempts: count() })
    .optional()
    .register(schemaNotes, { description: 'Whether `callback_url` was told.' }),
  created_at: like('2026-11-21T08:30:00.000Z'),
  completed_at: like('2026-11-21T08:30:02.000Z').nullable(),
};

const status = z.object(statusFields).register(schemaNotes, { id: 'ExternalRequestStatus' });

const accepted = z
  .object({ success: z.boolean().register(schemaNotes, { examples: [true] }), ...statusFields })
  .register(schemaNotes, { id: 'AcceptedExternalRequest' });

export const externalRoutes = {
  process: {
    id: 'processExternalData',
    summary: 'Have data processed by the external API',
    description:
      'With `async: true` it is answered at once: the result is had by its status, or comes to the `callback_url`.',
    body: { data: { input: { b: 1, a: [2, 3] }, format: 'json' }, options: { async: false } },
    answers: {
      200: { description: 'The result.', schema: processed },
      202: { description: 'It is processed later (`async`).', schema: accepted },
    },
    callsProvider: true,
    errors: ['NOT_FOUND', 'UNPROCESSABLE'],
  },
  status: {
    id: 'getExternalRequest',
    summary: 'Where a request stands',
    parameters: { requestId: 'req_8f14e45fceea' },
    answers: { 200: { description: 'Its status, and its result once there is one.', schema: status } },
    callsProvider: true,
  },
} satisfies Record<string, RouteDescription>;
