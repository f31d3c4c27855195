import { PgBoss } from 'pg-boss';
import { answer, processorTimeMs } from '../../answers.js';
import { CONCURRENCY } from '../plan.js';
import { createTable, deliver, storeRows, type Delivery } from './delivery.js';

/** What careful people write: a job for each delivery in PostgreSQL, and workers that post it with axios. */
const QUEUE = 'deliveries';
const boss = new PgBoss({ connectionString: process.env.DATABASE_URL ?? '', schema: 'contender_boss' });
boss.on('error', (error) => console.error(error));
await boss.start();
await boss.createQueue(QUEUE, { retryLimit: 5 });
await createTable();
if (process.env.ROLE === 'worker') {
  const options = {
    batchSize: CONCURRENCY / 2,
    burstWhenBatchFull: true,
    localConcurrency: 2,
    pollingIntervalSeconds: 0.5,
  };
  await boss.work<Delivery>(QUEUE, options, async (jobs) => {
    await Promise.all(jobs.map(({ data }) => deliver(data)));
  });
}

export const answers = answer({
  store: async ({ count, from, to }: { count: number; from: number; to: number }) => {
    const jobs = await storeRows(count, from, to);
    await boss.insert(
      QUEUE,
      jobs.map((data) => ({ data })),
    );
  },
  timeMs: processorTimeMs,
});
