import { spread, percentile } from '../statistics.js';
import { cell, table } from '../table.js';
import { DEAD } from './addresses.js';
import { CONTENDERS } from './contenders.js';
import { lagsOf } from './lags.js';
import type { DeliveriesPlan } from './plan.js';
import { clearHookline, type Stage } from './stage.js';
import { Team } from './team.js';

interface Round {
  p50: number;
  p99: number;
  elsewherePercent: number;
}

/** What an endpoint that never answers, and has thousands waiting, costs those that are healthy. */
export async function benchNeighbours(stage: Stage, plan: DeliveriesPlan): Promise<string> {
  const rounds: Record<'alone' | 'beside', Round[]> = { alone: [], beside: [] };
  for (let round = 0; round < plan.rounds; round += 1) {
    rounds.alone.push(await measure(stage, plan, false));
    rounds.beside.push(await measure(stage, plan, true));
  }
  const { healthy, waitingForDead } = plan;
  const header = [
    `Events to ${healthy.toLocaleString('en')} healthy endpoints, 200 a second`,
    'p50 ms',
    'p99 ms',
    'CPU elsewhere %',
  ];
  const rows = [
    ['alone', ...cells(rounds.alone)],
    [`beside a dead one with ${waitingForDead.toLocaleString('en')} waiting`, ...cells(rounds.beside)],
  ];
  const cost = spread(rounds.beside.map(({ p50 }, index) => p50 - (rounds.alone[index]?.p50 ?? Number.NaN)));
  return `${table(header, rows)}\nFrom publish to the first attempt. Medians (least–most) of ${plan.rounds} rounds; p50 differs by ${cost.median.toFixed(1)} ms.`;
}

async function measure(stage: Stage, plan: DeliveriesPlan, besideDead: boolean): Promise<Round> {
  const { healthy, healthyEvents, waitingForDead } = plan;
  const team = await Team.start(stage, CONTENDERS.hookline);
  await team.measure(healthy * 2, healthy); // to get warm
  await clearHookline(stage);
  if (besideDead) await team.product.ask('store', { count: waitingForDead, from: DEAD, to: DEAD });
  const steadily = { count: healthyEvents, endpoints: healthy, leastMs: 0, mostMs: 10 };
  const { result: lags, elsewherePercent } = await team
    .meter()
    .during(async () => lagsOf(stage, await team.product.ask('publishSteadily', steadily)));
  await team.stop();
  await clearHookline(stage);
  return { p50: percentile(lags, 50), p99: percentile(lags, 99), elsewherePercent };
}

function cells(rounds: readonly Round[]): string[] {
  return [
    cell(rounds.map(({ p50 }) => p50)),
    cell(rounds.map(({ p99 }) => p99)),
    cell(rounds.map(({ elsewherePercent }) => elsewherePercent)),
  ];
}
