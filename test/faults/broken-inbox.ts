import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { PrismaService } from '../../src/platform/database/prisma.service.js';
import type { IncomingEvent, Receipt } from '../../src/webhooks/ingest/incoming-event.js';
import type { WebhookInbox } from '../../src/webhooks/ingest/webhook-inbox.js';

/** How old a look is by the time of the insert, in ms: as on a busy machine, so that the fault is no matter of chance. */
const LOOKED_BEFORE_MS = 100;

/** Inboxes as they are often written, each wrong in its own way. The audit has to find them out. */
export function breakInbox(how: string, prisma: PrismaService): Pick<WebhookInbox, 'accept'> {
  const acceptOne = waysToBreakIt(prisma)[how];
  if (!acceptOne) throw new Error(`There is no way "${how}" to break the inbox.`);
  return { accept: (events) => Promise.all(events.map(acceptOne)) };
}

type AcceptOne = (event: IncomingEvent) => Promise<Receipt>;

function waysToBreakIt(prisma: PrismaService): Record<string, AcceptOne | undefined> {
  const row = ({ headers: _headers, rawBody: _body, ...event }: IncomingEvent) => ({
    ...event,
    id: uuidv7(),
  });
  return {
    'answer-before-commit': async (event) => {
      void sleep(500)
        .then(() => prisma.webhookEvent.create({ data: row(event) }))
        .catch(() => undefined); // the point of this variant: nobody hears of it
      return 'stored';
    },
    'check-then-insert': async (event) => {
      const found = await prisma.webhookEvent.findFirst({ where: { externalId: event.externalId } });
      if (found) return 'duplicate';
      await sleep(LOOKED_BEFORE_MS);
      // An account of its own each time, as if no unique index held them together.
      await prisma.webhookEvent.create({ data: { ...row(event), connectionId: uuidv7() } });
      return 'stored';
    },
    'job-outside-transaction': async (event) => {
      await prisma.webhookEvent.createMany({ data: row(event), skipDuplicates: true });
      return 'stored'; // the job would follow here, if nothing came in between
    },
  };
}
