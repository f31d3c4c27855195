import type { NotificationChannel } from '../../contracts/notifications.js';
import type { FieldIssue } from '../../contracts/errors.js';
import type { SendNotification } from './notification-request.js';

/** The fields that mean something on one channel only. */
const FIELDS: Readonly<Record<NotificationChannel, readonly (keyof SendNotification)[]>> = {
  chat: ['blocks', 'thread'],
  email: ['subject', 'html', 'from', 'replyTo', 'cc', 'bcc', 'toName', 'categories', 'providerTemplate'],
};

/** Whoever has an address with an at sign is written an e-mail, unless they say otherwise. */
export function channelOf({
  channel,
  to,
}: {
  channel?: NotificationChannel;
  to: string;
}): NotificationChannel {
  return channel ?? (/^[^\s@#]+@[^\s@]+$/.test(to) ? 'email' : 'chat');
}

/** Fields that none of the channels reads: whoever wrote them would wait for what never comes. */
export function strayFields(
  request: SendNotification,
  channels: ReadonlySet<NotificationChannel>,
): FieldIssue[] {
  return (['chat', 'email'] as const)
    .filter((channel) => !channels.has(channel))
    .flatMap((channel) =>
      FIELDS[channel]
        .filter((field) => request[field] !== undefined)
        .map((field) => ({
          field,
          issue: `is for ${channel === 'chat' ? 'chat' : 'e-mail'} only, and this goes by none`,
        })),
    );
}
