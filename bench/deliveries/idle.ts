import type { Aim } from '../aims.js';
import { percentile } from '../statistics.js';
import { table } from '../table.js';
import { CONTENDERS } from './contenders.js';
import { lagsOf } from './lags.js';
import type { DeliveriesPlan } from './plan.js';
import { clearHookline, type Stage } from './stage.js';
import { Team } from './team.js';

const AIM_MS = 250;

/** How soon the first attempt comes when nothing else is going on: one worker, single events at random moments. */
export async function benchIdle(
  stage: Stage,
  { idleEvents }: DeliveriesPlan,
): Promise<{ report: string; aims: Aim[] }> {
  const team = await Team.start(stage, CONTENDERS.hookline, 1);
  await team.measure(500, 1); // to get warm
  const { result: lags, elsewherePercent } = await team.meter().during(async () => {
    const steadily = { count: idleEvents, endpoints: 1, leastMs: 50, mostMs: 150 };
    return lagsOf(stage, await team.product.ask('publishSteadily', steadily));
  });
  await team.stop();
  await clearHookline(stage);
  const header = ['Idle', 'events', 'p50 ms', 'p99 ms', 'most ms', 'CPU elsewhere %'];
  const figures = [50, 99, 100].map((percent) => percentile(lags, percent).toFixed(0));
  return {
    report: table(header, [
      ['From publish to the first attempt', String(idleEvents), ...figures, elsewherePercent.toFixed(0)],
    ]),
    aims: [
      {
        aim: 'Idle: p99 to the first attempt, ms',
        measured: percentile(lags, 99),
        bound: { atMost: AIM_MS },
      },
    ],
  };
}
