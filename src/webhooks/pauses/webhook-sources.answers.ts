import { z } from 'zod';
import { count, like, pageOf, rarely, schemaNotes, time } from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the routes of webhook sources answer. */

const pause = {
  paused: z.boolean(),
  pause_reason: rarely(z.string()),
  paused_at: rarely(time),
};

const source = z
  .object({
    provider: like('stripe'),
    configured: z.boolean().register(schemaNotes, { examples: [true] }),
    ...pause,
    pending: count(),
    failed: count(),
  })
  .register(schemaNotes, { id: 'WebhookSource' });

const state = z.object({ provider: like('stripe'), ...pause });

const provider = { provider: 'stripe' };

export const webhookSourceRoutes = {
  list: {
    id: 'listWebhookSources',
    summary: 'List where webhooks come from',
    answers: { 200: { description: 'All sources, on one page.', schema: pageOf(source) } },
  },
  pause: {
    id: 'pauseWebhookSource',
    summary: 'Pause handling the webhooks of a provider',
    description: 'They are still taken and stored.',
    parameters: provider,
    body: { reason: 'A bug in our handler' },
    answers: { 200: { description: 'It is paused.', schema: state } },
  },
  resume: {
    id: 'resumeWebhookSource',
    summary: 'Go on handling the webhooks of a provider',
    parameters: provider,
    answers: { 200: { description: 'It goes on.', schema: state } },
  },
} satisfies Record<string, RouteDescription>;
