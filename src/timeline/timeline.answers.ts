import { z } from 'zod';
import {
  count,
  like,
  nextCursor,
  rarely,
  requestId,
  schemaNotes,
  time,
  uuid,
} from '../platform/http/answer-fields.js';
import type { RouteDescription } from '../platform/http/answers.js';
import { ENTRY_KINDS, REVEALABLE_KINDS } from './timeline-entry.js';

/** What the routes of the timeline answer. */

const entry = z
  .object({
    at: time,
    kind: z.enum(ENTRY_KINDS),
    id: like('0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10', 'Unique among the entries of its kind.'),
    request_id: requestId,
    title: like('stripe sent payment_intent.succeeded', 'What happened, in a few words.'),
    status: like('processed', 'In the words of the thing itself.'),
    outcome: z.enum(['ok', 'waiting', 'failed']),
    provider: like('stripe').nullable(),
    operation: like('payment_intent.succeeded').nullable(),
    duration_ms: count(120).nullable(),
    detail: rarely(z.string()),
    links: z.object({
      self: like('/v1/webhook-events/0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10', 'Where more is told.').nullable(),
      reveal: like('/v1/timeline/entries/webhook/0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10/reveal').nullable(),
    }),
  })
  .register(schemaNotes, { id: 'TimelineEntry', description: 'One thing that happened, masked.' });

const timeline = z.object({
  data: z.array(entry),
  next_cursor: nextCursor,
  truncated: z.boolean().register(schemaNotes, {
    description:
      'Whether more than 500 requests went under the reference, so that only the newest are looked at.',
    examples: [false],
  }),
});

const revealed = z
  .object({
    kind: z.enum(REVEALABLE_KINDS),
    id: uuid,
    content: like(
      '{"id":"evt_1","type":"payment_intent.succeeded"}',
      'As it was stored, usually JSON, without secrets.',
    ),
    truncated: z
      .boolean()
      .register(schemaNotes, { description: 'Whether only its beginning is there.', examples: [false] }),
  })
  .register(schemaNotes, { id: 'Revealed', description: 'What an entry holds.' });

export const timelineRoutes = {
  list: {
    id: 'listTimeline',
    summary: 'Show all that happened about one thing',
    description:
      'By a business reference, `reference=order_id:42`, or by the `X-Request-ID` of a request: calls, webhooks and their ' +
      'handlers, published events with their deliveries, notifications and more. Oldest first, masked.',
    parameters: { reference: 'order_id:42' },
    answers: { 200: { description: 'A page of entries.', schema: timeline } },
  },
  reveal: {
    id: 'revealTimelineEntry',
    summary: 'Show what an entry holds',
    description:
      'It may hold personal data, so that it needs a scope of its own, and a reason for the audit log.',
    parameters: { kind: 'webhook', id: '0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10' },
    body: { reason: 'A customer asked why she paid twice' },
    answers: { 200: { description: 'What it holds, without secrets.', schema: revealed } },
    errors: ['NOT_FOUND'],
  },
} satisfies Record<string, RouteDescription>;
