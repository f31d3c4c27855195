import { createClient } from '@redis/client';
import { Queue, Worker } from 'bullmq';
import { answer, processorTimeMs } from '../../answers.js';
import { CONCURRENCY } from '../plan.js';
import { createTable, deliver, storeRows, type Delivery } from './delivery.js';

/** What most Nest applications have: a job for each delivery in Redis, and workers that post it with axios. */
const QUEUE = 'deliveries';
const connection = () => createClient({ url: process.env.REDIS_URL ?? '' });
const queue = new Queue<Delivery>(QUEUE, { connection: connection() });
await queue.waitUntilReady();
await createTable();
if (process.env.ROLE === 'worker') {
  const options = { connection: connection(), concurrency: CONCURRENCY };
  const worker = new Worker<Delivery>(QUEUE, ({ data }) => deliver(data), options);
  worker.on('error', (error) => console.error(error));
  await worker.waitUntilReady();
}

export const answers = answer({
  store: async ({ count, from, to }: { count: number; from: number; to: number }) => {
    const opts = { removeOnComplete: true, removeOnFail: true, attempts: 6 };
    const jobs = await storeRows(count, from, to);
    await queue.addBulk(jobs.map((data) => ({ name: 'delivery', data, opts })));
  },
  timeMs: processorTimeMs,
});
