import { createClient } from '@redis/client';
import { Queue, Worker } from 'bullmq';
import { answer, processorTimeMs } from '../../answers.js';
import { inFlight } from '../in-flight.js';
import { CONCURRENCY } from '../plan.js';
import { mailTo, post, type Mail } from './mail.js';

/** What most Nest applications have: a job for each message in Redis, and workers that post it with axios. */
const QUEUE = 'mails';
const connection = () => createClient({ url: process.env.REDIS_URL ?? '' });
const queue = new Queue<Mail>(QUEUE, { connection: connection() });
await queue.waitUntilReady();
if (process.env.ROLE === 'worker') {
  const options = { connection: connection(), concurrency: CONCURRENCY };
  const worker = new Worker<Mail>(QUEUE, ({ data }) => post(data), options);
  worker.on('error', (error) => console.error(error));
  await worker.waitUntilReady();
}

export const answers = answer({
  oneByOne: (count: number) =>
    inFlight(count, CONCURRENCY, (number) =>
      queue.add('mail', mailTo(number), { removeOnComplete: true, removeOnFail: true }),
    ),
  /** Jobs that are not done. */
  open: async () => {
    const counts = await queue.getJobCounts('waiting', 'active', 'delayed');
    return Object.values(counts).reduce((sum, count) => sum + count, 0);
  },
  timeMs: processorTimeMs,
});
