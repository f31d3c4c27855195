import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { platformConfig } from '../../platform/config/platform.config.js';
import type { WebhookHandlerStatus } from '../../platform/database/generated/enums.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { createLogger } from '../../platform/logging/logger.js';
import { EventStatuses } from './event-statuses.js';

let database: TestDatabase;
let prisma: BackgroundPrismaService;
let statuses: EventStatuses;

beforeAll(async () => {
  database = await createTestDatabase();
  const logger = await createLogger({ level: 'silent', format: 'json' });
  prisma = new BackgroundPrismaService(database.url, logger, platformConfig.read({}));
  statuses = new EventStatuses(prisma);
});
afterAll(async () => {
  await prisma.onApplicationShutdown();
  await database.drop();
});

/** An event whose handlers stand like this (`undefined`: has not begun), summed up. */
async function summary(runs: readonly (WebhookHandlerStatus | undefined)[]): Promise<string | undefined> {
  const id = uuidv7();
  const event = { provider: 'stripe', type: 'a.b', receivedAt: new Date(), requestId: 'r' };
  await prisma.webhookEvent.create({ data: { ...event, id, externalId: id } });
  const begun = runs.flatMap((status, index) =>
    status ? [{ eventId: id, handler: `handler${index}`, status }] : [],
  );
  await prisma.webhookHandlerRun.createMany({ data: begun });
  await statuses.refresh({ id, handlers: runs.map((_, index) => `handler${index}`) });
  return (await prisma.webhookEvent.findUnique({ where: { id } }))?.status;
}

const run = fc.constantFrom<(WebhookHandlerStatus | undefined)[]>(
  'pending',
  'processed',
  'failed',
  'dead',
  'superseded',
  undefined,
);
const runs = fc.array(run, { minLength: 1, maxLength: 4 });

describe("An event's status", () => {
  it('is that of the handler that has most left to do, whatever their order', async () => {
    await fc.assert(
      fc.asyncProperty(runs, async (handlers) => {
        const open = handlers.some((status) => status === undefined || status === 'pending');
        const expected = handlers.includes('failed')
          ? 'failed'
          : open
            ? 'pending'
            : (['dead', 'processed', 'superseded'] as const).find((status) => handlers.includes(status));
        expect(await summary(handlers)).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('stays when it is over: a summary that was overtaken changes nothing', async () => {
    const id = uuidv7();
    const event = { provider: 'stripe', type: 'a.b', receivedAt: new Date(), requestId: 'r' };
    await prisma.webhookEvent.create({ data: { ...event, id, externalId: id, status: 'processed' } });
    await statuses.refresh({ id, handlers: ['handler'] });
    expect((await prisma.webhookEvent.findUnique({ where: { id } }))?.status).toBe('processed');
  });
});
