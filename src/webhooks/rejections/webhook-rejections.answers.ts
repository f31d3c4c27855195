import { z } from 'zod';
import { WebhookRejectionReason } from '../../platform/database/generated/enums.js';
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

/** What the routes of refused webhooks answer. */

const rejectionFields = {
  id: uuid,
  provider: like('stripe'),
  connection_id: rarely(z.string()),
  reason: z.enum(WebhookRejectionReason).register(schemaNotes, {
    id: 'WebhookRejectionReason',
    examples: ['wrong_secret'],
  }),
  message: like('It is signed, but with another secret than STRIPE_WEBHOOK_SECRETS has.'),
  received_at: time,
  request_id: requestId,
  truncated: z.boolean(),
  accepted_at: rarely(time),
};

const rejection = z.object(rejectionFields).register(schemaNotes, { id: 'WebhookRejection' });

const whole = z
  .object({
    ...rejectionFields,
    method: like('POST'),
    url: like('http://localhost:3000/webhooks/stripe'),
    headers: z
      .record(z.string(), z.unknown())
      .register(schemaNotes, { examples: [{ 'content-type': 'application/json' }] }),
    body_encoding: z.enum(['utf8', 'base64']),
    body: like('{"id":"evt_1NG8Du2eZvKYlo2CUI79vXWy"}'),
  })
  .register(schemaNotes, { id: 'WholeWebhookRejection' });

const letIn = { stored: count(1), duplicates: count() };

const id = { id: '0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10' };

export const webhookRejectionRoutes = {
  list: {
    id: 'listWebhookRejections',
    summary: 'List refused webhooks',
    description: 'Kept for three days.',
    answers: { 200: { description: 'A page of refused requests.', schema: pageOf(rejection) } },
  },
  get: {
    id: 'getWebhookRejection',
    summary: 'Get a refused webhook whole',
    parameters: id,
    answers: { 200: { description: 'The request.', schema: whole } },
  },
  verifyAll: {
    id: 'verifyWebhookRejections',
    summary: 'Verify refused webhooks again',
    description: 'With the secrets of today: those that are believed now are let in.',
    body: { provider: 'stripe' },
    answers: {
      200: {
        description: 'What became of them.',
        schema: z.object({ accepted: count(1), refused: count(), ...letIn }),
      },
    },
  },
  verify: {
    id: 'verifyWebhookRejection',
    summary: 'Verify a refused webhook again',
    parameters: id,
    body: {},
    answers: { 200: { description: 'It is let in.', schema: z.object(letIn) } },
    errors: ['CONFLICT', 'UNPROCESSABLE', 'PROVIDER_NOT_CONFIGURED'],
  },
} satisfies Record<string, RouteDescription>;
