import { Child } from '../../child.js';
import type { BenchDatabase } from '../../database.js';
import { table } from '../../table.js';
import type { Workspace } from '../../workspace.js';
import type { Aim } from '../../aims.js';
import { TITLES, type ContenderName } from '../contenders.js';
import type { OutboundPlan } from '../plan.js';
import { startCaller, variable, type Caller } from '../start-caller.js';
import type { Endured } from './endure.js';
import type { Seen, answers as faultAnswers } from './fault-provider.js';
import { REHEARSAL, SCENARIOS, type Scenario } from './scenarios.js';

const CONTENDERS: readonly ContenderName[] = ['undici', 'retry-agent', 'usual', 'got', 'stripe', 'hookline'];

/** What became of one contender in one scenario, as it saw it and as the provider saw it. */
interface Outcome extends Endured, Seen {
  scenario: Scenario;
  contender: ContenderName;
}

interface Runner {
  contender: ContenderName;
  caller: Caller;
  provider: Child<typeof faultAnswers>;
}

/**
 * What each contender does when the provider fails, each in a process of its own with a provider of its own. The others
 * meet a scenario at the same time, since they mostly wait; Hookline meets it after them, since it keeps to a clock that
 * all of them together would make late.
 */
export async function benchFaults(
  workspace: Workspace,
  database: BenchDatabase,
  plan: OutboundPlan,
): Promise<{ report: string; aims: Aim[] }> {
  const runners = await Promise.all(CONTENDERS.map((name) => startRunner(workspace, database, name)));
  for (const runner of runners) await run(runner, REHEARSAL, plan);
  const outcomes: Outcome[] = [];
  for (const scenario of SCENARIOS) {
    const [ours, theirs] = [
      runners.filter(({ contender }) => contender === 'hookline'),
      runners.filter(({ contender }) => contender !== 'hookline' && !scenario.onlyHookline),
    ];
    for (const those of [theirs, ours]) {
      outcomes.push(...(await Promise.all(those.map((runner) => run(runner, scenario, plan)))));
    }
  }
  for (const { caller, provider } of runners) await Promise.all([caller.stop(), provider.stop()]);
  return { report: report(outcomes, plan), aims: aims(outcomes) };
}

async function startRunner(
  workspace: Workspace,
  database: BenchDatabase,
  contender: ContenderName,
): Promise<Runner> {
  const script = new URL('fault-provider.ts', import.meta.url);
  const provider = await Child.start<typeof faultAnswers>(workspace, script);
  const urls = await provider.ask('urls');
  const scenarios = [REHEARSAL, ...SCENARIOS];
  const targets = scenarios.map(({ name, deadlineMs }) => ({ name, url: urls[name] ?? '', deadlineMs }));
  const limits = scenarios.flatMap(({ name, perSecond }) =>
    perSecond ? [[variable(name, 'RATE_LIMIT'), String(perSecond * 60)] as const] : [],
  );
  const caller = await startCaller(workspace, database, contender, targets, Object.fromEntries(limits));
  return { contender, caller, provider };
}

async function run(
  { contender, caller, provider }: Runner,
  scenario: Scenario,
  { patienceMs }: OutboundPlan,
): Promise<Outcome> {
  const { name: target, calls } = scenario;
  const endured = await caller.ask('endure', { target, calls, patienceMs });
  return { scenario, contender, ...endured, ...(await provider.ask('close', target)) };
}

/** Calls that had to wait for others to end, and never began, made none. */
const requestsEach = ({ requests, begun }: Outcome) => requests / begun;

/** The share of all calls, in percent, that were over within 2 % of their deadline. */
const inTimePercent = ({ tookMs, scenario }: Outcome) =>
  (100 * tookMs.filter((ms) => ms <= scenario.deadlineMs * 1.02).length) / scenario.calls;

/** Calls that are still waiting may yet make more. */
const requestsToTheEnd = (outcome: Outcome) => (outcome.waiting ? Number.NaN : requestsEach(outcome));

/** Giving up early is no way to be quick. */
const secondsToGetAllRight = ({ right, scenario, elapsedMs }: Outcome) =>
  right === scenario.calls ? elapsedMs / 1_000 : Number.NaN;

const longestMs = ({ tookMs }: Outcome) => Math.max(0, ...tookMs);

function report(outcomes: readonly Outcome[], { patienceMs }: OutboundPlan): string {
  const header = [
    'Under faults, 64 in flight',
    'calls',
    'requests a call',
    'distinct keys',
    'operations',
    'answers right',
    'still waiting',
    'seconds',
    'slowest s',
    'in time %',
    'failed as',
  ];
  const rows = outcomes.map((outcome) => [
    `${outcome.scenario.title}: ${TITLES[outcome.contender]}`,
    String(outcome.scenario.calls),
    requestsEach(outcome).toFixed(2),
    String(outcome.keys),
    String(outcome.operations),
    String(outcome.right),
    String(outcome.waiting),
    (outcome.elapsedMs / 1_000).toFixed(1),
    outcome.waiting ? '–' : (longestMs(outcome) / 1_000).toFixed(2),
    inTimePercent(outcome).toFixed(0),
    failedAs(outcome),
  ]);
  return [
    table(header, rows),
    `In time: over within 2 % of the deadline, 30 s or 2 s. What has not ended after ${patienceMs / 1_000} s is still waiting.`,
  ].join('\n');
}

function failedAs({ failures, wrong }: Outcome): string {
  const named = Object.entries({ ...failures, ...(wrong && { 'answer of another call': wrong }) });
  return named.map(([name, times]) => `${name} ${times}`).join(', ');
}

function aims(outcomes: readonly Outcome[]): Aim[] {
  const measure = (name: string, figure: (outcome: Outcome) => number) => {
    const outcome = outcomes.find(
      ({ scenario, contender }) => scenario.name === name && contender === 'hookline',
    );
    return outcome ? figure(outcome) : Number.NaN;
  };
  const quota = (['quota-bucket', 'quota-window'] as const).flatMap((name): Aim[] => [
    {
      aim: `${name}: of 200 calls right`,
      measured: measure(name, ({ right }) => right),
      bound: { atLeast: 200 },
    },
    { aim: `${name}: requests a call`, measured: measure(name, requestsToTheEnd), bound: { atMost: 1.1 } },
    {
      aim: `${name}: seconds (ideal 7.0)`,
      measured: measure(name, secondsToGetAllRight),
      bound: { atMost: 7.7 },
    },
  ]);
  const inTime = (['hang', 'stalled'] as const).map((name): Aim => ({
    aim: `${name}: % of calls over within 2 % of the deadline`,
    measured: measure(name, inTimePercent),
    bound: { atLeast: 100 },
  }));
  return [
    ...quota,
    { aim: 'dead: requests a call', measured: measure('dead', requestsToTheEnd), bound: { atMost: 0.15 } },
    ...inTime,
  ];
}
