import { z } from 'zod';
import { SuppressionReason } from '../../platform/database/generated/enums.js';
import { like, pageOf, rarely, schemaNotes, time, uuid } from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the routes of the suppression list answer. */

const suppression = z
  .object({
    address: like('bob@example.com'),
    reason: z.enum(SuppressionReason).register(schemaNotes, { examples: ['manual'] }),
    provider: rarely(z.string()),
    detail: like('Asked by phone.').nullable(),
    notification_id: rarely(uuid),
    created_at: time,
  })
  .register(schemaNotes, { id: 'Suppression' });

const address = { address: 'bob@example.com' };

export const suppressionRoutes = {
  list: {
    id: 'listSuppressions',
    summary: 'List who gets no more e-mail',
    answers: { 200: { description: 'A page of addresses.', schema: pageOf(suppression) } },
  },
  add: {
    id: 'addSuppression',
    summary: 'Send somebody no more e-mail',
    body: { address: 'bob@example.com', detail: 'Asked by phone.' },
    answers: { 201: { description: 'The address is on the list.', schema: suppression } },
  },
  get: {
    id: 'getSuppression',
    summary: 'Why somebody gets no e-mail',
    parameters: address,
    answers: { 200: { description: 'The entry.', schema: suppression } },
  },
  remove: {
    id: 'deleteSuppression',
    summary: 'Send somebody e-mail again',
    parameters: address,
    answers: { 204: { description: 'The address is off the list.' } },
  },
} satisfies Record<string, RouteDescription>;
