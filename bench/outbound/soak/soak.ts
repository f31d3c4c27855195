import { Child } from '../../child.js';
import type { BenchDatabase } from '../../database.js';
import { table } from '../../table.js';
import type { Workspace } from '../../workspace.js';
import type { Aim } from '../../aims.js';
import type { answers as providerAnswers } from '../provider.js';
import { startCaller, variable } from '../start-caller.js';
import type { Resources } from './resources.js';

const ACME = 'acme';

/** What is held may grow by this much between a tenth of the way and its end, and still count as flat. */
const FLAT: Readonly<Record<keyof Resources, number>> = {
  rssMb: 25,
  heapMb: 5,
  externalMb: 5,
  sockets: 2,
  timers: 2,
};

/** Whether what Hookline holds stays flat over calls of which each goes to a path of its own. */
export async function soak(
  workspace: Workspace,
  database: BenchDatabase,
  calls: number,
): Promise<{ report: string; aims: Aim[] }> {
  const script = new URL('../provider.ts', import.meta.url);
  const provider = await Child.start<typeof providerAnswers>(workspace, script);
  const url = await provider.ask('url');
  const caller = await startCaller(
    workspace,
    database,
    'hookline',
    [{ name: ACME, url, deadlineMs: 30_000 }],
    { [variable(ACME, 'RATE_LIMIT')]: '100000000', [variable(ACME, 'MAX_CONCURRENT')]: '128' },
  );
  const samples: { calls: number; held: Resources }[] = [];
  let elapsedMs = 0;
  for (let made = 0; ;) {
    samples.push({ calls: made, held: await caller.ask('resources') });
    if (made >= calls) break;
    const to = Math.min(calls, made + calls / 10);
    elapsedMs += (await caller.ask('readEach', { target: ACME, from: made, to })).elapsedMs;
    made = to;
  }
  const taken = await provider.ask('taken');
  if (taken !== calls) throw new Error(`${calls} calls were made, but the provider has seen ${taken}.`);
  await Promise.all([caller.stop(), provider.stop()]);
  return { report: report(samples, (calls * 1_000) / elapsedMs), aims: aims(samples) };
}

type Samples = readonly { calls: number; held: Resources }[];

function report(samples: Samples, perSecond: number): string {
  const number = (value: number) => value.toLocaleString('en', { maximumFractionDigits: 0 });
  const header = ['Hookline after calls', 'RSS MiB', 'heap MiB', 'external MiB', 'sockets', 'timers'];
  const rows = samples.map(({ calls, held }) => [
    number(calls),
    number(held.rssMb),
    held.heapMb.toFixed(1),
    held.externalMb.toFixed(1),
    String(held.sockets),
    String(held.timers),
  ]);
  const rate = number(perSecond);
  return `${table(header, rows)}\nAudit: as many calls seen by the provider as were made, each to a path of its own; ${rate} a second.`;
}

/** From a tenth of the way on: caches fill, connections open and code is compiled before that. */
function aims(samples: Samples): Aim[] {
  const [, early] = samples;
  const last = samples.at(-1);
  return (Object.keys(FLAT) as (keyof Resources)[]).map((part) => ({
    aim: `soak: growth of ${part} from a tenth of the way on`,
    measured: early && last ? last.held[part] - early.held[part] : Number.NaN,
    bound: { atMost: FLAT[part] },
    digits: 1,
  }));
}
