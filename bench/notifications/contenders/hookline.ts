import 'reflect-metadata';
import { NotificationsService } from '../../../src/notifications/notifications.service.js';
import { startService } from '../../../src/start-service.js';
import { answer, processorTimeMs } from '../../answers.js';
import { inFlight } from '../in-flight.js';
import { CONCURRENCY } from '../plan.js';

/** Recipients of one `sendToMany`. */
const MANY = 1_000;

const { app } = await startService();
const notifications = app.get(NotificationsService, { strict: false });

const addressOf = (number: number) => `customer-${number}@example.com`;

export const answers = answer({
  /** Accepts messages that all differ, one by one. */
  oneByOne: (count: number) =>
    inFlight(count, CONCURRENCY, (number) =>
      notifications.send({
        mode: 'durable',
        to: addressOf(number),
        subject: `Your order ${number}`,
        text: `We have received your payment for order ${number}. Thank you!`,
      }),
    ),
  /** Accepts one message to many people, a thousand at a time. */
  toMany: (count: number) =>
    inFlight(Math.ceil(count / MANY), 1, (batch) => {
      const first = (batch - 1) * MANY;
      const length = Math.min(MANY, count - first);
      return notifications.sendToMany({
        subject: 'We are open on Sunday',
        text: 'Come and see our new things.',
        recipients: Array.from({ length }, (_, index) => ({ to: addressOf(first + index) })),
      });
    }),
  timeMs: processorTimeMs,
});
