import { z } from 'zod';
import { count, like, pageOf, rarely, schemaNotes, time } from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the routes of reconciliations answer. */

const reconciliation = z
  .object({
    provider: like('stripe'),
    configured: z.boolean().register(schemaNotes, { examples: [true] }),
    reconciled_until: time.nullable(),
    last_run_at: time.nullable(),
    last_found: count(),
    total_found: count(),
    last_error: rarely(z.string()),
  })
  .register(schemaNotes, { id: 'WebhookReconciliation' });

export const webhookReconciliationRoutes = {
  list: {
    id: 'listWebhookReconciliations',
    summary: "How far providers' logs were compared with what arrived",
    answers: { 200: { description: 'All that keep a log, on one page.', schema: pageOf(reconciliation) } },
  },
  run: {
    id: 'runWebhookReconciliation',
    summary: "Compare a provider's log with what arrived now",
    description: 'Events that never arrived are taken from the log, and handled.',
    parameters: { provider: 'stripe' },
    body: {},
    answers: {
      200: {
        description: 'How many were missing.',
        schema: z.object({ provider: like('stripe'), found: count() }),
      },
    },
    callsProvider: true,
    errors: ['CONFLICT'],
  },
} satisfies Record<string, RouteDescription>;
