import { z } from 'zod';
import { count, like, pageOf, schemaNotes, time, uuid } from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the route of unhandled types answers. */

const unhandledType = z
  .object({
    provider: like('stripe'),
    type: like('charge.updated'),
    count: count(3),
    first_seen_at: time,
    last_seen_at: time,
    sample_event_id: uuid,
    sample_path: like('/v1/webhook-events/0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10'),
  })
  .register(schemaNotes, { id: 'UnhandledWebhookType' });

export const unhandledTypeRoutes = {
  list: {
    id: 'listUnhandledWebhookTypes',
    summary: 'List types of webhooks that nobody handles',
    answers: { 200: { description: 'A page of types.', schema: pageOf(unhandledType) } },
  },
} satisfies Record<string, RouteDescription>;
