import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../statistics.js';
import { table } from '../table.js';
import { ContenderProcess } from './contender-process.js';
import { CONTENDERS } from './contenders.js';
import type { IngestPlan } from './plan.js';
import type { Stage } from './stage.js';

const PER_SECOND = 5;
/** The last handler may start after the last answer. One that starts later yet would be a fault. */
const HANDLED_WITHIN_MS = 3_000;

/** How soon a handler starts when nothing else is going on, in a process that accepts and handles. */
export async function benchIdle(stage: Stage, { idleEvents }: IngestPlan): Promise<string> {
  const service = await ContenderProcess.start(stage, CONTENDERS.hookline, { ROLE: 'all' });
  await service.deliver({ connections: 1, deliveries: 200, bytes: 2_600 }); // to get warm
  await sleep(HANDLED_WITHIN_MS);
  await service.clear();
  await service.child.ask('startedAfterMs');
  await service.deliver({ connections: 1, deliveries: idleEvents, bytes: 2_600, perSecond: PER_SECOND });
  await sleep(HANDLED_WITHIN_MS);
  const startedAfterMs = (await service.child.ask('startedAfterMs')).toSorted((a, b) => a - b);
  await service.stop();
  if (startedAfterMs.length !== idleEvents) {
    throw new Error(`Of ${idleEvents} events, ${startedAfterMs.length} reached their handler in time.`);
  }
  const header = ['Idle', 'events', 'p50 ms', 'p99 ms', 'most ms'];
  const figure = (percent: number) => percentile(startedAfterMs, percent).toFixed(1);
  return table(header, [
    [
      `From arrival to its handler, ${PER_SECOND} a second`,
      String(startedAfterMs.length),
      figure(50),
      figure(99),
      figure(100),
    ],
  ]);
}
