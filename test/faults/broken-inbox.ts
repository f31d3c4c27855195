import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { PrismaService } from '../../src/platform/database/prisma.service.js';
import type { IncomingEvent, Receipt } from '../../src/webhooks/webhook-inbox.js';

/** Inboxes as they are often written, each wrong in its own way. The audit has to find them out. */
export function breakInbox(
  how: string,
  prisma: PrismaService,
): { accept(event: IncomingEvent): Promise<Receipt> } {
  const row = (event: IncomingEvent, dedupeKey: string) => ({
    ...event,
    id: uuidv7(),
    dedupeKey,
    rawBody: new Uint8Array(event.rawBody),
  });
  switch (how) {
    case 'answer-before-commit':
      return {
        accept: async (event) => {
          void sleep(200)
            .then(() => prisma.webhookEvent.create({ data: row(event, event.externalId) }))
            .catch(() => undefined); // the point of this variant: nobody hears of it
          return 'stored';
        },
      };
    case 'check-then-insert':
      return {
        accept: async (event) => {
          const found = await prisma.webhookEvent.findFirst({ where: { externalId: event.externalId } });
          if (found) return 'duplicate';
          await prisma.webhookEvent.create({ data: row(event, uuidv7()) });
          return 'stored';
        },
      };
    case 'job-outside-transaction':
      return {
        accept: async (event) => {
          await prisma.webhookEvent.createMany({ data: row(event, event.externalId), skipDuplicates: true });
          return 'stored'; // the job would follow here, if nothing came in between
        },
      };
    default:
      throw new Error(`There is no way "${how}" to break the inbox.`);
  }
}
