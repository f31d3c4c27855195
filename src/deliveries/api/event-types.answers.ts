import { z } from 'zod';
import { anyJson, like, pageOf, schemaNotes } from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the routes of the event catalogue answer. */

const entry = z
  .object({
    name: like('order.paid'),
    description: like('An order is paid in full.'),
    schema: z
      .record(z.string(), z.unknown())
      .nullable()
      .register(schemaNotes, {
        description: 'The JSON Schema of its data; null: anything.',
        examples: [{ type: 'object', required: ['order_id'] }],
      }),
    example: anyJson({ order_id: '42' }),
    versions: z.array(like('2025-01-01')).register(schemaNotes, { examples: [[]] }),
    deprecated: z.boolean(),
    defined_in: z.enum(['code', 'api']).register(schemaNotes, { examples: ['api'] }),
  })
  .register(schemaNotes, { id: 'EventType' });

const name = { name: 'order.paid' };

export const eventTypeRoutes = {
  list: {
    id: 'listEventTypes',
    summary: 'List event types',
    description: 'The event catalogue, by name.',
    answers: { 200: { description: 'A page of event types.', schema: pageOf(entry) } },
  },
  get: {
    id: 'getEventType',
    summary: 'Get an event type',
    parameters: name,
    answers: { 200: { description: 'The event type.', schema: entry } },
  },
  put: {
    id: 'putEventType',
    summary: 'Describe an event type',
    description: 'What is left out is empty. A type that the product’s code defines is changed there alone.',
    parameters: name,
    body: {
      description: 'An order is paid in full.',
      schema: { type: 'object', required: ['order_id'] },
      example: { order_id: '42' },
    },
    answers: { 200: { description: 'The event type.', schema: entry } },
    errors: ['CONFLICT', 'UNPROCESSABLE'],
  },
  remove: {
    id: 'deleteEventType',
    summary: 'Forget an event type',
    parameters: name,
    answers: { 204: { description: 'It is no longer in the catalogue.' } },
    errors: ['CONFLICT'],
  },
} satisfies Record<string, RouteDescription>;
