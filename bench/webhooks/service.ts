import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { startService } from '../../src/start-service.js';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/on-webhook.js';
import { answer, processorTimeMs } from '../answers.js';

/** A product's handler at its cheapest: one row for each event, in the transaction that marks it. */
@Injectable()
class Orders {
  @OnWebhook('stripe', 'payment_intent.succeeded')
  async markPaid({ event, tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
    await tx.$executeRaw`INSERT INTO effects (event_id) VALUES (${event.externalId})`;
  }
}

@Module({ providers: [Orders] })
class ShopModule {}

await startService({ environment: process.env, imports: [ShopModule] });

export const answers = answer({ timeMs: processorTimeMs });
