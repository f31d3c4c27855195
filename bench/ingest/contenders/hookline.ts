import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { startService } from '../../../src/start-service.js';
import {
  OnWebhook,
  type WebhookBatchContext,
  type WebhookContext,
} from '../../../src/webhooks/handlers/on-webhook.js';
import { answer } from '../../answers.js';
import { resources } from './resources.js';

/** How long each event took from its arrival to its handler, in ms. */
const startedAfterMs: number[] = [];

/** A product's handler at its cheapest: one UPDATE of a table of its own, in the transaction that marks the event. */
@Injectable()
class Orders {
  @OnWebhook('stripe', 'payment_intent.succeeded')
  async markPaid({ event, tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
    startedAfterMs.push(Date.now() - event.receivedAt.getTime());
    await tx.$executeRaw`
      UPDATE orders SET paid = paid + 1, paid_at = clock_timestamp() WHERE id = ${event.externalId}`;
  }
}

/** The same, for a hundred events at a time. */
@Injectable()
class OrdersInBatches {
  @OnWebhook('stripe', 'payment_intent.succeeded', { batch: 100 })
  async markPaid({ events, tx }: WebhookBatchContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
    await tx.$executeRaw`
      UPDATE orders SET paid = paid + 1, paid_at = clock_timestamp()
      WHERE id = ANY(${events.map(({ externalId }) => externalId)})`;
  }
}

@Module({ providers: [process.env.HANDLER === 'batch' ? OrdersInBatches : Orders] })
class ShopModule {}

await startService({ environment: process.env, imports: [ShopModule] });

export const answers = answer({
  ...resources,
  /** Those since the last time that it was asked. */
  startedAfterMs: () => startedAfterMs.splice(0),
});
