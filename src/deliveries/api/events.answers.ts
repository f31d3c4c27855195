import { z } from 'zod';
import { anyJson, count, like, pageOf, schemaNotes, time, uuid } from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the routes of published events answer. */

const eventFields = {
  id: uuid,
  type: like('order.paid'),
  tenant: like('acme'),
  subject: like('order/42').nullable(),
};

const receipt = z
  .object({
    ...eventFields,
    created_at: time,
    deliveries: count(1).register(schemaNotes, {
      description: 'To how many endpoints it goes.',
      examples: [1],
    }),
    duplicate: z.boolean().register(schemaNotes, {
      description: 'Whether an event with this idempotency key was there: this one was not published.',
      examples: [false],
    }),
  })
  .register(schemaNotes, { id: 'PublishedEventReceipt' });

const summaryFields = { ...eventFields, idempotency_key: like('order-42-paid').nullable(), created_at: time };

const summary = z.object(summaryFields).register(schemaNotes, { id: 'PublishedEventSummary' });

const event = z
  .object({
    ...summaryFields,
    data: anyJson({ order_id: '42' }),
    versions: anyJson({}, 'The data as older versions of the type have it.'),
  })
  .register(schemaNotes, { id: 'PublishedEvent' });

export const eventRoutes = {
  publish: {
    id: 'publishEvent',
    summary: 'Publish an event',
    description: 'To every endpoint of the tenant that wants its type. Durable once it is answered.',
    body: { type: 'order.paid', tenant: 'acme', subject: 'order/42', data: { order_id: '42' } },
    answers: { 202: { description: 'It is stored, and will be delivered.', schema: receipt } },
    errors: ['UNPROCESSABLE'],
  },
  list: {
    id: 'listEvents',
    summary: 'List published events',
    description: 'Newest first.',
    answers: { 200: { description: 'A page of events.', schema: pageOf(summary) } },
  },
  get: {
    id: 'getEvent',
    summary: 'Get a published event',
    parameters: { id: '0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10' },
    answers: { 200: { description: 'The event.', schema: event } },
  },
} satisfies Record<string, RouteDescription>;
