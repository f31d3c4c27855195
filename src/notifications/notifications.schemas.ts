import { z } from 'zod';
import { text } from '../platform/http/text-field.js';

/** What `POST /v1/notifications` takes, `snake_case` on the wire. */

/** Slack's limit: what is longer, it cuts off. @see https://docs.slack.dev/reference/methods/chat.postMessage */
const MAX_TEXT_LENGTH = 40_000;

export const sendNotificationBody = z
  .strictObject({
    provider: text(64).optional(),
    channel: z.enum(['chat']).optional(),
    to: text(255),
    text: text(MAX_TEXT_LENGTH),
    thread: text(255).optional(),
    connection_id: z.uuid().optional(),
    tenant: text(255).optional(),
    mode: z.literal('now', { error: 'must be now, or left out: no other mode is there yet' }).default('now'),
  })
  .transform(({ connection_id: connectionId, tenant, mode: _now, ...notification }) => ({
    notification,
    actingFor: {
      ...(connectionId !== undefined && { connectionId }),
      ...(tenant !== undefined && { tenant }),
    },
  }));
export type SendNotificationBody = z.output<typeof sendNotificationBody>;
