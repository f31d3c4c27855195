import { Child } from '../../child.js';
import type { BenchDatabase } from '../../database.js';
import { spread } from '../../statistics.js';
import { cell, table } from '../../table.js';
import type { Workspace } from '../../workspace.js';
import type { Aim } from '../../aims.js';
import { TITLES, type ContenderName } from '../contenders.js';
import type { OutboundPlan } from '../plan.js';
import type { answers as providerAnswers } from '../provider.js';
import { startCaller, variable, type Caller } from '../start-caller.js';
import { measuredCall, type MeasuredRound } from './measured-call.js';
import { ROWS, type Row } from './rows.js';

/** What each row took in one round; rows of one round are compared with one another, never with those of another. */
type Round = ReadonlyMap<Row, MeasuredRound>;

/** So high that they never make a call wait, and still there. */
const UNBOUND = { RATE_LIMIT: '100000000', MAX_CONCURRENT: '128' };
const ACME = 'acme';

/**
 * What a call costs with each contender, in turns: A B C A B C. All processes are started anew for each round or two,
 * because now and then one ends up with slower machine code, and keeps it.
 */
export async function benchSpeed(
  workspace: Workspace,
  database: BenchDatabase,
  plan: OutboundPlan,
): Promise<{ report: string; aims: Aim[] }> {
  const rounds: Round[] = [];
  for (let start = 0; start < plan.starts; start += 1) {
    const { provider, callers, stop } = await startAll(workspace, database);
    const measure = (row: Row, durationMs: number) => {
      const { contender, call, argument } = row;
      const caller = callers.get(contender);
      if (!caller) throw new Error(`${contender} has no process.`);
      return measuredCall(provider, database, caller, { target: ACME, call, argument, durationMs });
    };
    for (const row of ROWS) await measure(row, plan.warmUpMs);
    for (let round = 0; round < plan.rounds; round += 1) {
      const measured = new Map<Row, MeasuredRound>();
      for (const row of ROWS) measured.set(row, await measure(row, plan.callsMs));
      rounds.push(measured);
    }
    await stop();
  }
  return { report: report(rounds), aims: aims(rounds) };
}

async function startAll(workspace: Workspace, database: BenchDatabase) {
  const script = new URL('../provider.ts', import.meta.url);
  const provider = await Child.start<typeof providerAnswers>(workspace, script);
  const url = await provider.ask('url');
  const targets = [{ name: ACME, url, deadlineMs: 30_000 }];
  const settings: Record<string, string> = { STRIPE_SECRET_KEY: 'sk_test_bench', STRIPE_API_BASE_URL: url };
  for (const [setting, value] of Object.entries(UNBOUND)) {
    for (const target of [ACME, 'stripe']) settings[variable(target, setting)] = value;
  }
  const contenders = [...new Set(ROWS.map((row) => row.contender))];
  const started = contenders.map(
    async (name) => [name, await startCaller(workspace, database, name, targets, settings)] as const,
  );
  const callers: ReadonlyMap<ContenderName, Caller> = new Map(await Promise.all(started));
  const stop = async () => {
    for (const child of [...callers.values(), provider]) await child.stop();
  };
  return { provider, callers, stop };
}

const perSecond = ({ calls, elapsedMs }: MeasuredRound) => (calls * 1_000) / elapsedMs;
const usEach = ({ calls, usedMs }: MeasuredRound) => (usedMs.caller * 1_000) / calls;
const postgresUsEach = ({ calls, usedMs }: MeasuredRound) => (usedMs.postgres * 1_000) / calls;

function report(rounds: readonly Round[]): string {
  const header = [
    'Calls, 64 in flight',
    'a second',
    'CPU µs a call',
    'more than the first',
    'times the first',
    'PostgreSQL CPU µs a call',
    'CPU elsewhere %',
  ];
  const rows = ROWS.map((row) => {
    const own = of(rounds, row);
    const first = ROWS.find(({ kind }) => kind === row.kind);
    const compared = first !== undefined && first !== row;
    return [
      `${row.kind}, ${TITLES[row.contender]}`,
      cell(own.map(perSecond)),
      cell(own.map(usEach), 1),
      compared
        ? cell(
            compare(rounds, row, first, (a, b) => usEach(a) - usEach(b)),
            1,
          )
        : '',
      compared
        ? cell(
            compare(rounds, row, first, (a, b) => usEach(a) / usEach(b)),
            2,
          )
        : '1',
      cell(own.map(postgresUsEach), 1),
      cell(own.map(({ elsewherePercent }) => elsewherePercent)),
    ];
  });
  const calls = ROWS.flatMap((row) => of(rounds, row)).reduce((sum, round) => sum + round.calls, 0);
  return [
    table(header, rows),
    `Audit: ${calls.toLocaleString('en')} calls made, as many seen by the provider. Medians of ${rounds.length} rounds (least–most).`,
  ].join('\n');
}

function aims(rounds: readonly Round[]): Aim[] {
  const found = (kind: Row['kind'], contender: ContenderName) =>
    ROWS.find((row) => row.kind === kind && row.contender === contender);
  const median = (
    kind: Row['kind'],
    ours: ContenderName,
    theirs: ContenderName,
    figure: (a: MeasuredRound, b: MeasuredRound) => number,
  ) => spread(compare(rounds, found(kind, ours), found(kind, theirs), figure)).median;
  const generic = (['GET', 'POST'] as const).flatMap((kind): Aim[] => [
    {
      aim: `${kind}: µs that Hookline adds to bare undici`,
      measured: median(kind, 'hookline', 'undici', (a, b) => usEach(a) - usEach(b)),
      bound: { atMost: 45 },
      digits: 1,
    },
    {
      aim: `${kind}: of the usual stack's CPU`,
      measured: median(kind, 'hookline', 'usual', (a, b) => usEach(a) / usEach(b)),
      bound: { atMost: 0.4 },
    },
    {
      aim: `${kind}: times the usual stack's calls a second`,
      measured: median(kind, 'hookline', 'usual', (a, b) => perSecond(a) / perSecond(b)),
      bound: { atLeast: 2.5 },
    },
  ]);
  const stripe = (['Stripe GET', 'Stripe POST'] as const).map((kind): Aim => ({
    aim: `${kind}: times the CPU of stripe-node alone`,
    measured: median(kind, 'hookline-stripe', 'stripe', (a, b) => usEach(a) / usEach(b)),
    bound: { atMost: 1 },
  }));
  return [...generic, ...stripe];
}

function of(rounds: readonly Round[], row: Row): MeasuredRound[] {
  return rounds.flatMap((round) => round.get(row) ?? []);
}

/** One figure of two rows for each round. */
function compare(
  rounds: readonly Round[],
  row: Row | undefined,
  other: Row | undefined,
  figure: (a: MeasuredRound, b: MeasuredRound) => number,
): number[] {
  return rounds.flatMap((round) => {
    const [a, b] = [row && round.get(row), other && round.get(other)];
    return a && b ? [figure(a, b)] : [];
  });
}
