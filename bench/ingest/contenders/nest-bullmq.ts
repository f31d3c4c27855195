import { createClient } from '@redis/client';
import { Queue } from 'bullmq';
import { answer } from '../../answers.js';
import { listen } from './nest-app.js';
import { isDuplicate, newEvent, prisma } from './prisma-client.js';
import { resources } from './resources.js';
import { settings } from './settings.js';

/** What most Nest applications have: Prisma inserts the event, then BullMQ adds a job. */
const redis = createClient({ url: settings.REDIS_URL });
const queue = new Queue<{ eventId: string }>('stripe-events', { connection: redis });
await queue.waitUntilReady();

await listen(async (delivery) => {
  try {
    const { id } = await prisma.event.create({ data: newEvent(delivery) });
    await queue.add('stripe-event', { eventId: id });
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
});

export const answers = answer({
  ...resources,
  /** The ids of the events that there are jobs for. */
  owed: async () => (await queue.getWaiting()).map(({ data }) => data.eventId),
  clear: () => queue.obliterate({ force: true }),
});
