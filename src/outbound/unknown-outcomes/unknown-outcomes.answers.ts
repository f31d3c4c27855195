import { z } from 'zod';
import { UnknownOutcomeStatus } from '../../platform/database/generated/enums.js';
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

/** What the routes of unknown outcomes answer. */

const outcome = z
  .object({
    id: uuid,
    provider: like('stripe'),
    connection_id: rarely(z.string()),
    operation: like('payments.create'),
    endpoint: like('/v1/payment_intents'),
    method: like('POST'),
    path: like('/v1/payment_intents'),
    idempotency_key: like('order-42').nullable(),
    reference: rarely(z.string()),
    request_id: requestId.nullable(),
    status: z.enum(UnknownOutcomeStatus).register(schemaNotes, {
      id: 'UnknownOutcomeStatus',
      description: '`unresolved`: nobody could tell in time; a person has to look.',
      examples: ['happened'],
    }),
    object_id: like('pi_3QNpzLJf0Yq2hVqE1aBcDeFg').nullable(),
    looks: count(1),
    last_error: rarely(z.string()),
    sent_at: time,
    settled_at: time.nullable(),
  })
  .register(schemaNotes, { id: 'UnknownOutcome' });

export const unknownOutcomeRoutes = {
  list: {
    id: 'listUnknownOutcomes',
    summary: 'List calls that were never answered',
    answers: { 200: { description: 'A page of records.', schema: pageOf(outcome) } },
  },
  get: {
    id: 'getUnknownOutcome',
    summary: 'What became of a call that was never answered',
    parameters: { id: '0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10' },
    answers: { 200: { description: 'The record.', schema: outcome } },
  },
} satisfies Record<string, RouteDescription>;
