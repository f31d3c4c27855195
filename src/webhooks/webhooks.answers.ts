import { z } from 'zod';
import { count, schemaNotes } from '../platform/http/answer-fields.js';
import type { RouteDescription } from '../platform/http/answers.js';

/** What the road in answers. Its routes are Fastify's own, and none of a Nest controller. */

const receipts = z.object({ stored: count(1), duplicates: count() }).register(schemaNotes, {
  id: 'WebhookReceipts',
  description: 'How many events were new, and how many were there before.',
});

const taken = {
  answers: {
    200: {
      description:
        'Stored, or there before. Some providers want something else to read, and get that: Slack its challenge.',
      schema: receipts,
    },
  },
  errors: [
    'VALIDATION_ERROR',
    'MALFORMED_JSON',
    'INVALID_SIGNATURE',
    'NOT_FOUND',
    'PAYLOAD_TOO_LARGE',
    'PROVIDER_NOT_CONFIGURED',
  ],
} as const;

interface WebhookRoute {
  readonly path: string;
  readonly description: RouteDescription;
}

export const webhookRoutes: readonly WebhookRoute[] = [
  {
    path: '/webhooks/:provider',
    description: {
      id: 'receiveWebhook',
      summary: 'Take a webhook of a provider',
      description: 'For providers: signed as the provider signs. 200 once its events are durable.',
      parameters: { provider: 'stripe' },
      ...taken,
    },
  },
  {
    path: '/webhooks/:provider/:connectionId',
    description: {
      id: 'receiveAccountWebhook',
      summary: 'Take a webhook of a connected account',
      description:
        'For providers: signed with a secret of `PUT /v1/webhook-accounts/{provider}/{connectionId}`.',
      parameters: { provider: 'stripe', connectionId: 'acct_42' },
      ...taken,
    },
  },
];
