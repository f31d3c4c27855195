import { z } from 'zod';
import { DeliveryStatus } from '../../platform/database/generated/enums.js';
import {
  count,
  like,
  nextCursor,
  pageOf,
  rarely,
  schemaNotes,
  time,
  uuid,
} from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the routes of deliveries answer. */

const deliveryFields = {
  id: uuid,
  event_id: uuid,
  endpoint_id: uuid,
  type: like('order.paid'),
  status: z.enum(DeliveryStatus).register(schemaNotes, { id: 'DeliveryStatus', examples: ['delivered'] }),
  attempts: count(1),
  next_attempt_at: rarely(time),
  last_status: count(200).nullable(),
  last_error: rarely(z.string()),
  last_attempt_at: time.nullable(),
  created_at: time,
};

const delivery = z.object(deliveryFields).register(schemaNotes, { id: 'Delivery' });

const attempt = z.object({
  number: count(1),
  outcome: z.enum(['delivered', 'failed', 'dead']),
  status: count(200).nullable(),
  error: rarely(z.string()),
  answer: like('ok', 'The beginning of what the endpoint answered.').nullable(),
  duration_ms: count(38),
  started_at: time,
});

const withHistory = z
  .object({ ...deliveryFields, history: z.array(attempt) })
  .register(schemaNotes, { id: 'DeliveryWithHistory' });

const replayed = z.object({ replayed: count(2), next_cursor: nextCursor });
const recovered = z.object({ recovered: count(2), next_cursor: nextCursor });

const id = { id: '0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10' };

export const deliveryRoutes = {
  list: {
    id: 'listDeliveries',
    summary: 'List deliveries',
    description: 'Newest first.',
    answers: { 200: { description: 'A page of deliveries.', schema: pageOf(delivery) } },
  },
  get: {
    id: 'getDelivery',
    summary: 'Get a delivery and its attempts',
    parameters: id,
    answers: { 200: { description: 'The delivery.', schema: withHistory } },
  },
  replayAll: {
    id: 'replayDeliveries',
    summary: 'Send many deliveries again',
    description: 'Those that failed, where nothing else is said. With `next_cursor`, ask again for the rest.',
    body: { status: ['dead'], since: '2026-11-21T00:00:00Z' },
    answers: { 202: { description: 'How many will be sent.', schema: replayed } },
  },
  replay: {
    id: 'replayDelivery',
    summary: 'Send a delivery again',
    parameters: id,
    answers: {
      202: {
        description: 'It will be sent.',
        schema: z.object({ id: uuid, status: like('pending') }),
      },
    },
    errors: ['CONFLICT'],
  },
  listOfEndpoint: {
    id: 'listEndpointDeliveries',
    summary: 'List the deliveries to an endpoint',
    parameters: id,
    answers: { 200: { description: 'A page of deliveries.', schema: pageOf(delivery) } },
  },
  replayOfEndpoint: {
    id: 'replayEndpointDeliveries',
    summary: 'Send an endpoint its deliveries again',
    parameters: id,
    body: { status: ['failed', 'dead'], since: '2026-11-21T00:00:00Z' },
    answers: { 202: { description: 'How many will be sent.', schema: replayed } },
    errors: ['CONFLICT'],
  },
  recover: {
    id: 'recoverEndpointEvents',
    summary: 'Send an endpoint what it missed',
    description:
      'Events that it wants and never got, since nothing is stored for an endpoint while it is disabled.',
    parameters: id,
    body: { since: '2026-11-21T00:00:00Z' },
    answers: { 202: { description: 'How many will be sent.', schema: recovered } },
    errors: ['CONFLICT'],
  },
} satisfies Record<string, RouteDescription>;
