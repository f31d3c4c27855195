import { z } from 'zod';
import {
  count,
  like,
  pageOf,
  rarely,
  requestId,
  schemaNotes,
  time,
  uuid,
} from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the route of the request log answers. */

const request = z
  .object({
    id: uuid,
    request_id: requestId.nullable(),
    provider: like('stripe'),
    connection_id: rarely(z.string()),
    operation: like('payments.create'),
    endpoint: like('/v1/payment_intents', 'A template: `/v1/payment_intents/:id`.'),
    method: like('POST'),
    status_code: count(200).nullable(),
    failed: z.boolean(),
    error_code: rarely(z.string()),
    error: rarely(z.string()),
    answer: rarely(z.string()),
    attempts: count(1),
    duration_ms: count(182),
    started_at: time,
  })
  .register(schemaNotes, { id: 'OutboundRequest' });

export const requestRoutes = {
  list: {
    id: 'listRequests',
    summary: 'List calls to providers',
    description: 'Newest first. Every failure, and of the successes a sample where it is set so.',
    answers: { 200: { description: 'A page of calls.', schema: pageOf(request) } },
  },
} satisfies Record<string, RouteDescription>;
