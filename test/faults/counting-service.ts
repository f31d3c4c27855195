import 'reflect-metadata';
import { flushCompileCache } from 'node:module';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { HooklineModule } from '../../src/app.module.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { BACKLOG, createHttpAdapter } from '../../src/platform/http/http-adapter.js';
import { equip } from '../../src/start-service.js';
import { WebhookInbox } from '../../src/webhooks/ingest/webhook-inbox.js';
import { breakInbox } from './broken-inbox.js';
import { ModuleUnderTest } from './handlers-under-test.js';

/**
 * A whole Hookline in a process of its own, to be killed. Its handlers leave a row for each run. `BROKEN` makes it wrong
 * on purpose, so that the audit can show that it would notice.
 */

const building = Test.createTestingModule({
  imports: [HooklineModule.forRoot(process.env), ModuleUnderTest],
});
const broken = process.env.BROKEN;
if (broken && broken !== 'no-order') {
  building.overrideProvider(WebhookInbox).useFactory({
    factory: (prisma: PrismaService) => breakInbox(broken, prisma),
    inject: [PrismaService],
  });
}
const module = await building.compile();
const app = module.createNestApplication<NestFastifyApplication>(
  createHttpAdapter('http://localhost', {
    ...(process.env.BODY_BYTES_AT_ONCE && { bodyBytesAtOnce: Number(process.env.BODY_BYTES_AT_ONCE) }),
  }),
);
equip(app);
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1', backlog: BACKLOG });
process.on('SIGTERM', () => {
  void app.close().then(() => process.exit(0));
});
flushCompileCache(); // what is killed leaves its cache to nobody, and many are started
process.on('disconnect', () => process.exit()); // nobody is left to end it
process.send?.('ready');
