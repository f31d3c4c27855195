import type { BenchDatabase } from '../database.js';
import type { Plan } from '../plan.js';
import { cell, table } from '../table.js';
import type { Workspace } from '../workspace.js';
import { startCallers } from './callers.js';
import { COMPARISONS, type Comparison } from './comparisons.js';
import type { MeasuredRound } from './measured-call.js';

/** Two rounds, one right after the other. */
interface Pair {
  comparison: Comparison;
  bare: MeasuredRound;
  ours: MeasuredRound;
}

/**
 * What a call costs that travels on Hookline's road, against the same call without it, in turns: A B A B. The callers
 * are started anew several times, because now and then a process ends up with slower machine code, and keeps it.
 */
export async function benchCalling(
  workspace: Workspace,
  database: BenchDatabase,
  plan: Plan,
): Promise<string> {
  const pairs: Pair[] = [];
  for (let start = 0; start < plan.callerStarts; start += 1) {
    const callers = await startCallers(workspace, database);
    const running = COMPARISONS.map((comparison) => ({ comparison, calls: comparison.calls(callers) }));
    for (const { calls } of running) {
      await calls.bare(plan.callWarmUpMs);
      await calls.ours(plan.callWarmUpMs);
    }
    for (let round = 0; round < plan.callRounds; round += 1) {
      for (const { comparison, calls } of running) {
        pairs.push({
          comparison,
          bare: await calls.bare(plan.callsMs),
          ours: await calls.ours(plan.callsMs),
        });
      }
    }
    await callers.stop();
  }
  return report(pairs);
}

const perSecond = ({ calls, elapsedMs }: MeasuredRound) => (calls * 1_000) / elapsedMs;
const usEach = ({ calls, usedMs }: MeasuredRound) => (usedMs.caller * 1_000) / calls;

function report(pairs: readonly Pair[]): string {
  const header = [
    'Outbound calls, 64 in flight',
    'a second',
    'CPU µs a call',
    'CPU, times bare',
    'CPU elsewhere %',
  ];
  const row = (name: string, rounds: readonly MeasuredRound[], ratio: string) => [
    name,
    cell(rounds.map(perSecond)),
    cell(rounds.map(usEach)),
    ratio,
    cell(rounds.map(({ elsewherePercent }) => elsewherePercent)),
  ];
  const rows = COMPARISONS.flatMap((comparison) => {
    const own = pairs.filter((pair) => pair.comparison === comparison);
    const ratios = own.map(({ bare, ours }) => usEach(ours) / usEach(bare));
    return [
      row(
        comparison.bare,
        own.map(({ bare }) => bare),
        '1',
      ),
      row(
        comparison.ours,
        own.map(({ ours }) => ours),
        cell(ratios, 2),
      ),
    ];
  });
  const calls = pairs.reduce((sum, { bare, ours }) => sum + bare.calls + ours.calls, 0);
  return [
    table(header, rows),
    `Audit: ${calls.toLocaleString('en')} calls made, as many seen by the provider.`,
  ].join('\n');
}
