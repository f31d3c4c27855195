import type { BenchDatabase } from '../database.js';
import type { Plan } from '../plan.js';
import { cell, table } from '../table.js';
import type { Workspace } from '../workspace.js';
import { ServiceProcess, type LoadProcess, type Round } from './service-process.js';

/** How fast one process is that accepts webhooks and runs their handlers, both at the same time. */
export async function benchHandling(
  workspace: Workspace,
  database: BenchDatabase,
  load: LoadProcess,
  plan: Plan,
): Promise<string> {
  const service = await ServiceProcess.start(workspace, database, load, 'all');
  const deliveries = { connections: 64, deliveries: plan.handledEvents, bytes: 2_600 };
  await service.warmUp(deliveries, plan.warmUpMs);
  const rounds: Round[] = [];
  while (rounds.length < plan.rounds) rounds.push(await service.round(deliveries));
  await service.stop();
  return report(rounds, plan);
}

function report(rounds: readonly Round[], { handledEvents }: Plan): string {
  const header = [
    'Webhooks accepted and handled',
    'accepted a second',
    'p50 ms',
    'p99 ms',
    'handled a second',
    'service CPU µs each',
    'PostgreSQL CPU µs each',
    'CPU elsewhere %',
  ];
  const row = [
    `2.6 kB, bursts of ${handledEvents.toLocaleString('en')}`,
    cell(rounds.map(({ deliveries, elapsedMs }) => (deliveries * 1_000) / elapsedMs)),
    cell(
      rounds.map(({ p50Ms }) => p50Ms),
      1,
    ),
    cell(
      rounds.map(({ p99Ms }) => p99Ms),
      1,
    ),
    cell(rounds.map(({ deliveries, handledMs }) => (deliveries * 1_000) / handledMs)),
    cell(rounds.map(({ usedMs, deliveries }) => (usedMs.service * 1_000) / deliveries)),
    cell(rounds.map(({ usedMs, deliveries }) => (usedMs.postgres * 1_000) / deliveries)),
    cell(rounds.map(({ elsewherePercent }) => elsewherePercent)),
  ];
  const acknowledged = rounds.reduce((sum, round) => sum + round.acknowledged.length, 0);
  return [
    table(header, [row]),
    `Audit: ${acknowledged.toLocaleString('en')} events acknowledged, the same ids stored, each handled once.`,
  ].join('\n');
}
