import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { HooklineModule } from '../../src/app.module.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { createHttpAdapter } from '../../src/platform/http/http-adapter.js';
import { equip } from '../../src/start-service.js';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/on-webhook.js';
import { WebhookInbox } from '../../src/webhooks/webhook-inbox.js';
import { breakInbox } from './broken-inbox.js';

/**
 * A whole Hookline in a process of its own, to be killed. Its one handler leaves a row for each run. `BROKEN` makes its
 * ingest wrong on purpose, so that the audit can show that it would notice.
 */

@Injectable()
class Counter {
  @OnWebhook('stripe', 'payment_intent.succeeded')
  async count({ event, tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
    await tx.$executeRaw`INSERT INTO effects (event_id) VALUES (${event.externalId})`;
  }
}

@Module({ providers: [Counter] })
class CountingModule {}

const building = Test.createTestingModule({ imports: [HooklineModule.forRoot(process.env), CountingModule] });
const broken = process.env.BROKEN;
if (broken) {
  building.overrideProvider(WebhookInbox).useFactory({
    factory: (prisma: PrismaService) => breakInbox(broken, prisma),
    inject: [PrismaService],
  });
}
const module = await building.compile();
const app = module.createNestApplication<NestFastifyApplication>(createHttpAdapter('http://localhost'));
equip(app);
await app.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => {
  void app.close().then(() => process.exit(0));
});
process.send?.('ready');
