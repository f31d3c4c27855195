import { z } from 'zod';
import type { TimelineSubject } from '../../../timeline/correlations.js';
import type { EntryKind, EntryPosition } from '../../../timeline/timeline-entry.js';
import { cursor, reference, requestId } from '../../../timeline/timeline.schemas.js';

/** What a timeline can be narrowed to. */
export const PARTS = {
  calls: ['call', 'unknown_outcome'],
  webhooks: ['webhook', 'handler'],
  events: ['event', 'delivery', 'delivery_attempt'],
  notifications: ['notification', 'notification_event'],
  external: ['external_request', 'external_result', 'external_callback'],
  audit: ['audit'],
} as const satisfies Record<string, readonly EntryKind[]>;

/** What the page is asked for. */
export interface ShownTimelineQuery {
  /** Of `undefined`, the page explains itself. */
  readonly subject: TimelineSubject | undefined;
  readonly kinds: readonly EntryKind[] | undefined;
  readonly after: EntryPosition | undefined;
}

const part = z.enum(['calls', 'webhooks', 'events', 'notifications', 'external', 'audit'], {
  error: 'must be one of those listed',
});

/** `order_id:42`, or else the id of a request; an id that looks like a reference goes as `request_id`. */
export const timelineQuery: z.ZodType<ShownTimelineQuery> = z
  .object({
    of: requestId.optional(),
    request_id: requestId.optional(),
    part: part.optional(),
    after: cursor.optional().catch(undefined),
  })
  .transform(({ of, request_id: id, part: wanted, after }) => ({
    subject: id === undefined ? of && subjectOf(of) : { requestId: id },
    kinds: wanted && PARTS[wanted],
    after,
  }))
  .transform(({ subject, ...rest }) => ({ ...rest, subject: subject || undefined }));

function subjectOf(text: string): TimelineSubject {
  const { data } = reference.safeParse(text);
  return data ? { reference: data } : { requestId: text };
}

/** What a subject is called: `order_id:42`, or the request's id. */
export function nameOf(subject: TimelineSubject): string {
  return 'requestId' in subject ? subject.requestId : `${subject.reference.name}:${subject.reference.value}`;
}
