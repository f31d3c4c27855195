import { PgBoss, fromPrisma } from 'pg-boss';
import { answer } from '../../answers.js';
import { listen } from './nest-app.js';
import { isDuplicate, newEvent, prisma } from './prisma-client.js';
import { resources } from './resources.js';
import { settings } from './settings.js';

/** What careful people write: one Prisma transaction with the event and, through pg-boss, its job. */
const QUEUE = 'stripe-events';
const boss = new PgBoss({ connectionString: settings.DATABASE_URL, schema: 'contender_boss' });
boss.on('error', (error) => console.error(error));
await boss.start();
await boss.createQueue(QUEUE);

await listen(async (delivery) => {
  try {
    await prisma.$transaction(async (tx) => {
      const { id } = await tx.event.create({ data: newEvent(delivery) });
      await boss.send(QUEUE, { eventId: id }, { db: fromPrisma(tx) });
    });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
});

export const answers = answer(resources);
