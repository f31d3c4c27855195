import type { BenchDatabase } from '../database.js';
import type { Plan } from '../plan.js';
import { cell, table } from '../table.js';
import type { Workspace } from '../workspace.js';
import { ServiceProcess, type Deliveries, type LoadProcess, type Round } from './service-process.js';

const CONNECTIONS = 64;
/** Deliveries a second of the open loop: more than Stripe sends to most of its users, less than this machine can take. */
const OPEN_LOOP_PER_SECOND = 500;
/** Events that a duplicates-only round repeats; they are stored by the first of their deliveries. */
const DISTINCT = CONNECTIONS;

interface Scenario {
  name: string;
  rounds: Round[];
  deliveries(perSecond: number, plan: Plan): Deliveries;
}

function closedLoop(name: string, bytes: number, more: Partial<Deliveries> = {}): Scenario {
  return {
    name,
    rounds: [],
    deliveries: (perSecond, { closedLoopMs }) => ({
      connections: CONNECTIONS,
      deliveries: Math.max(CONNECTIONS, Math.round((perSecond * closedLoopMs) / 1_000)),
      bytes,
      ...more,
    }),
  };
}

function openLoop(name: string, bytes: number): Scenario {
  return {
    name,
    rounds: [],
    deliveries: (_, { openLoopMs }) => ({
      connections: CONNECTIONS,
      deliveries: Math.round((OPEN_LOOP_PER_SECOND * openLoopMs) / 1_000),
      bytes,
      perSecond: OPEN_LOOP_PER_SECOND,
    }),
  };
}

/** How fast webhooks are accepted: verified, stored together with their job, committed, answered. */
export async function benchAccepting(
  workspace: Workspace,
  database: BenchDatabase,
  load: LoadProcess,
  plan: Plan,
): Promise<string> {
  const scenarios = [
    closedLoop('0.6 kB, closed loop', 600),
    closedLoop('2.6 kB, closed loop', 2_600),
    closedLoop('2.6 kB, duplicates only', 2_600, { distinct: DISTINCT }),
    openLoop(`2.6 kB, ${OPEN_LOOP_PER_SECOND} a second`, 2_600),
  ];
  const service = await ServiceProcess.start(workspace, database, load, 'web');
  const warm = { connections: CONNECTIONS, deliveries: 1_000, bytes: 2_600 };
  const { deliveries, elapsedMs } = await service.warmUp(warm, plan.warmUpMs);
  const perSecond = (deliveries * 1_000) / elapsedMs;
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const scenario of scenarios) {
      scenario.rounds.push(await service.round(scenario.deliveries(perSecond, plan)));
    }
  }
  await service.stop();
  return report(scenarios);
}

function report(scenarios: readonly Scenario[]): string {
  const header = [
    'Webhooks accepted',
    'a second',
    'p50 ms',
    'p99 ms',
    'service CPU µs each',
    'PostgreSQL CPU µs each',
    'CPU elsewhere %',
  ];
  const rows = scenarios.map(({ name, rounds }) => [
    name,
    cell(rounds.map(({ deliveries, elapsedMs }) => (deliveries * 1_000) / elapsedMs)),
    cell(
      rounds.map(({ p50Ms }) => p50Ms),
      1,
    ),
    cell(
      rounds.map(({ p99Ms }) => p99Ms),
      1,
    ),
    cell(rounds.map(({ usedMs, deliveries }) => (usedMs.service * 1_000) / deliveries)),
    cell(rounds.map(({ usedMs, deliveries }) => (usedMs.postgres * 1_000) / deliveries)),
    cell(rounds.map(({ elsewherePercent }) => elsewherePercent)),
  ]);
  const all = scenarios.flatMap(({ rounds }) => rounds);
  const acknowledged = all.reduce((sum, round) => sum + round.acknowledged.length, 0);
  const busiest = Math.max(...all.map(({ usedMs, elapsedMs }) => (100 * usedMs.load) / elapsedMs));
  return [
    table(header, rows),
    `Audit: ${acknowledged.toLocaleString('en')} events acknowledged, the same ids stored, each once and with one job.`,
    `The load itself used at most ${Math.round(busiest)} % of one core, signing before the rounds included.`,
  ].join('\n');
}
