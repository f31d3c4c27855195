import { PgBoss } from 'pg-boss';
import { answer, processorTimeMs } from '../../answers.js';
import { inFlight } from '../in-flight.js';
import { CONCURRENCY } from '../plan.js';
import { mailTo, post, type Mail } from './mail.js';

/** What careful people write: a job for each message in PostgreSQL, and workers that post it with axios. */
const QUEUE = 'mails';
const boss = new PgBoss({
  connectionString: process.env.DATABASE_URL ?? '',
  schema: 'contender_boss',
  useListenNotify: true,
});
boss.on('error', (error) => console.error(error));
await boss.start();
await boss.createQueue(QUEUE, { notify: true, heartbeatSeconds: 10 });
if (process.env.ROLE === 'worker') {
  const options = { batchSize: CONCURRENCY, burstWhenBatchFull: true, localConcurrency: 2 };
  await boss.work<Mail>(QUEUE, options, async (jobs) => {
    await Promise.all(jobs.map(({ data }) => post(data)));
  });
}

export const answers = answer({
  oneByOne: (count: number) => inFlight(count, CONCURRENCY, (number) => boss.send(QUEUE, mailTo(number))),
  timeMs: processorTimeMs,
});
