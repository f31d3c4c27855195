import { z } from 'zod';
import { NotificationStatus } from '../../platform/database/generated/enums.js';
import {
  anyJson,
  count,
  like,
  pageOf,
  rarely,
  schemaNotes,
  time,
  uuid,
} from '../../platform/http/answer-fields.js';
import type { RouteDescription } from '../../platform/http/answers.js';

/** What the routes of notifications answer. */

const receiptFields = {
  id: uuid,
  status: z.enum(NotificationStatus).register(schemaNotes, { id: 'NotificationStatus', examples: ['sent'] }),
  mode: z.enum(['now', 'durable']),
  provider: like('slack'),
  channel: z.enum(['chat', 'email']),
  to: like('#general'),
  message_id: like('1763713800.000100', "The provider's id, once it is sent.").nullable(),
  fallbacks_used: count(),
  attempts: count(1),
  outcome_unknown: z.boolean().register(schemaNotes, {
    description:
      'Nobody knows whether the last attempt arrived: it is looked up, and not sent again meanwhile.',
    examples: [false],
  }),
  due_at: rarely(time),
  created_at: time,
  sent_at: time.nullable(),
  status_at: time,
  error: rarely(z.object({ code: z.string(), message: z.string() })),
};

const receipt = z.object(receiptFields).register(schemaNotes, { id: 'Notification' });

const sent = z
  .object({
    ...receiptFields,
    raw: anyJson(null, "The provider's own answer, of one that was sent by this request."),
  })
  .register(schemaNotes, { id: 'SentNotification' });

const withHistory = z
  .object({
    ...receiptFields,
    events: z.array(
      z.object({
        type: like('sent', "Ours (`queued`, `attempt_failed`, `sent`, `dead`…), or the provider's word."),
        provider: like('slack').nullable(),
        detail: rarely(z.string()),
        occurred_at: time,
      }),
    ),
  })
  .register(schemaNotes, { id: 'NotificationWithHistory' });

export const notificationRoutes = {
  send: {
    id: 'sendNotification',
    summary: 'Send a message',
    description:
      'To a channel or a person, by chat or e-mail. `mode: durable` stores it and sends it with retries, as does `send_at`.',
    body: { provider: 'slack', to: '#general', text: 'Order 42 is paid.' },
    answers: {
      201: { description: 'It is sent.', schema: sent },
      202: { description: 'It is stored, and will be sent.', schema: sent },
    },
    callsProvider: true,
    errors: ['NOT_FOUND', 'CONFLICT', 'UNPROCESSABLE'],
  },
  sendToMany: {
    id: 'sendNotifications',
    summary: 'Send a message to many',
    description: 'By as few calls as its provider allows. Always durable.',
    body: {
      provider: 'sendgrid',
      subject: 'Your order',
      text: 'It is on its way.',
      recipients: [{ to: 'ada@example.com', to_name: 'Ada' }],
    },
    answers: {
      202: {
        description: 'All of them are stored, and will be sent.',
        schema: z.object({ data: z.array(receipt) }),
      },
    },
    errors: ['NOT_FOUND', 'UNPROCESSABLE', 'PROVIDER_NOT_CONFIGURED'],
  },
  list: {
    id: 'listNotifications',
    summary: 'List notifications',
    description: 'Newest first.',
    answers: { 200: { description: 'A page of notifications.', schema: pageOf(receipt) } },
  },
  get: {
    id: 'getNotification',
    summary: 'Get a notification and its history',
    parameters: { id: '0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10' },
    answers: { 200: { description: 'The notification.', schema: withHistory } },
  },
  sendAgain: {
    id: 'sendNotificationAgain',
    summary: 'Send a notification again',
    description: 'From the dead letter, or after a refusal, once its reason is mended.',
    parameters: { id: '0198c5d2-6f0b-7c3e-9a54-3b1f2a6d8e10' },
    answers: { 202: { description: 'It will be sent.', schema: receipt } },
    errors: ['CONFLICT'],
  },
} satisfies Record<string, RouteDescription>;
