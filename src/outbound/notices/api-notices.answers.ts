import { z } from 'zod';
import { ApiNoticeKind } from '../../platform/database/generated/enums.js';
import { like, pageOf, rarely, schemaNotes, time, uuid } from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the routes of API notices answer. */

const notice = z
  .object({
    id: uuid,
    provider: like('stripe'),
    operation: like('payments.create'),
    kind: z.enum(ApiNoticeKind).register(schemaNotes, { id: 'ApiNoticeKind' }),
    path: like('charges.outcome'),
    sample: like('"new_value"').nullable(),
    link: rarely(z.string()),
    deprecated_at: rarely(time),
    sunset_at: rarely(time),
    seen_at: time,
    dismissed_at: rarely(time),
  })
  .register(schemaNotes, { id: 'ApiNotice' });

export const apiNoticeRoutes = {
  list: {
    id: 'listApiNotices',
    summary: "List what providers' APIs tell of their future",
    answers: { 200: { description: 'A page of notices.', schema: pageOf(notice) } },
  },
  dismiss: {
    id: 'dismissApiNotice',
    summary: 'Dismiss a notice',
    parameters: { id: '0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10' },
    answers: { 200: { description: 'The notice.', schema: notice } },
  },
} satisfies Record<string, RouteDescription>;
