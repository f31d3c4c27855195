import { z } from 'zod';
import { WebhookEventStatus, WebhookHandlerStatus } from '../../platform/database/generated/enums.js';
import {
  anyJson,
  count,
  like,
  nextCursor,
  pageOf,
  rarely,
  requestId,
  schemaNotes,
  time,
  uuid,
} from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the routes of webhook events answer. */

const eventFields = {
  id: uuid,
  provider: like('stripe'),
  connection_id: rarely(z.string()),
  type: like('payment_intent.succeeded'),
  external_id: like('evt_1NG8Du2eZvKYlo2CUI79vXWy', "The provider's id."),
  status: z.enum(WebhookEventStatus).register(schemaNotes, {
    id: 'WebhookEventStatus',
    examples: ['processed'],
  }),
  occurred_at: time.nullable(),
  received_at: time,
  processed_at: time.nullable(),
  request_id: requestId,
  erased_at: rarely(time),
  handlers: z.array(
    z.object({
      handler: like('OrdersService.markPaid'),
      status: z.enum(WebhookHandlerStatus).register(schemaNotes, { examples: ['processed'] }),
      attempts: count(1),
      order_key: rarely(z.string()),
      last_error: rarely(z.string()),
      last_attempt_at: time.nullable(),
      next_attempt_at: rarely(time),
    }),
  ),
};

const event = z.object(eventFields).register(schemaNotes, { id: 'WebhookEvent' });

const whole = z
  .object({
    ...eventFields,
    headers: z
      .record(z.string(), z.unknown())
      .nullable()
      .register(schemaNotes, { examples: [{ 'content-type': 'application/json' }] }),
    payload_encoding: z.enum(['json', 'text', 'base64']).nullable(),
    payload: anyJson({ id: 'evt_1NG8Du2eZvKYlo2CUI79vXWy' }, 'The body as it came, by `payload_encoding`.'),
  })
  .register(schemaNotes, { id: 'WholeWebhookEvent' });

const id = { id: '0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10' };

export const webhookEventRoutes = {
  list: {
    id: 'listWebhookEvents',
    summary: 'List webhook events',
    description: 'Newest first.',
    answers: { 200: { description: 'A page of events.', schema: pageOf(event) } },
  },
  replayAll: {
    id: 'replayWebhookEvents',
    summary: 'Handle many webhook events again',
    body: { status: 'dead' },
    answers: {
      202: {
        description: 'How many will be handled.',
        schema: z.object({ replayed: count(2), skipped: count(), next_cursor: nextCursor }),
      },
    },
  },
  replay: {
    id: 'replayWebhookEvent',
    summary: 'Handle a webhook event again',
    parameters: id,
    answers: {
      202: { description: 'It will be handled.', schema: z.object({ id: uuid, status: like('pending') }) },
    },
    errors: ['CONFLICT', 'UNPROCESSABLE'],
  },
  erase: {
    id: 'eraseWebhookEvents',
    summary: 'Erase what webhook events say about people',
    description:
      'Of a tenant, a connection, or some ids. What cannot be done at once goes on in the background.',
    body: { ids: ['0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10'] },
    answers: {
      200: {
        description: 'How far it got.',
        schema: z.object({
          erased: count(1),
          complete: z.boolean().register(schemaNotes, { examples: [true] }),
        }),
      },
    },
    errors: ['NOT_FOUND'],
  },
} satisfies Record<string, RouteDescription>;

/** Not held against its method when compiled: that one writes the JSON itself, to leave the payload as it came. */
export const getWebhookEvent: RouteDescription = {
  id: 'getWebhookEvent',
  summary: 'Get a webhook event with its payload',
  parameters: id,
  answers: { 200: { description: 'The event.', schema: whole } },
};
