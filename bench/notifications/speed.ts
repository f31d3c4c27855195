import type { Aim } from '../aims.js';
import { spread } from '../statistics.js';
import { cell, table } from '../table.js';
import { CONTENDERS, contendersHere, type ContenderName } from './contenders.js';
import type { NotificationsPlan } from './plan.js';
import type { Stage } from './stage.js';
import { Team, type Round } from './team.js';

/** Messages a second, from the first that is accepted to the last that is sent. */
const AIM_PER_SECOND = 1_500;

/** How fast messages are accepted and sent, in turns, by processes that are started for each round and get warm first. */
export async function benchSpeed(
  stage: Stage,
  plan: NotificationsPlan,
): Promise<{ report: string; aims: Aim[] }> {
  const { messages, warmUp, rounds } = plan;
  const names = contendersHere(stage);
  const measured = new Map<ContenderName, Round[]>(names.map((name) => [name, []]));
  let discarded = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      const team = await Team.start(stage, CONTENDERS[name]);
      await team.measure(warmUp);
      const made = await roundsUntilQuiet(team, plan);
      measured.get(name)?.push(quietestOf(made));
      discarded += made.length - 1;
      await team.stop();
    }
  }
  return { report: report(measured, messages, discarded), aims: aimsOf(measured, messages) };
}

/** Makes a round again while other programs are busy. At least one. */
async function roundsUntilQuiet(
  team: Team,
  { messages, elsewherePercent, attempts }: NotificationsPlan,
): Promise<[Round, ...Round[]]> {
  const made: [Round, ...Round[]] = [await team.measure(messages)];
  while (made.length < attempts && quietestOf(made).elsewherePercent > elsewherePercent) {
    made.push(await team.measure(messages));
  }
  return made;
}

function quietestOf(rounds: readonly [Round, ...Round[]]): Round {
  return rounds.reduce((quietest, round) =>
    round.elsewherePercent < quietest.elsewherePercent ? round : quietest,
  );
}

function report(
  measured: ReadonlyMap<ContenderName, readonly Round[]>,
  messages: number,
  discarded: number,
): string {
  const header = [
    `${messages.toLocaleString('en')} durable messages`,
    'a second',
    'calls per thousand',
    'product CPU µs each',
    'workers CPU µs each',
    'PostgreSQL CPU µs each',
    'Redis CPU µs each',
    'provider CPU µs each',
    'CPU elsewhere %',
  ];
  const rows = [...measured].map(([name, rounds]) => {
    const usEach = (part: keyof Round['usedMs']) =>
      cell(rounds.map(({ usedMs }) => (usedMs[part] * 1_000) / messages));
    return [
      CONTENDERS[name].title,
      cell(rounds.map(({ perSecond }) => perSecond)),
      cell(rounds.map(({ calls }) => (calls * 1_000) / messages)),
      usEach('product'),
      usEach('workers'),
      usEach('postgres'),
      name === 'bullmq' ? usEach('redis') : '',
      usEach('standIn'),
      cell(rounds.map(({ elsewherePercent }) => elsewherePercent)),
    ];
  });
  return `${table(header, rows)}\nAudit: each message arrived exactly once, in every round. Medians (least–most). Discarded: ${discarded} rounds, because other programs were busy.`;
}

function aimsOf(measured: ReadonlyMap<ContenderName, readonly Round[]>, messages: number): Aim[] {
  const of = (name: ContenderName) => measured.get(name) ?? [];
  return [
    {
      aim: 'One by one: messages a second',
      measured: spread(of('hookline').map(({ perSecond }) => perSecond)).median,
      bound: { atLeast: AIM_PER_SECOND },
      digits: 0,
    },
    {
      aim: 'sendToMany: calls per thousand',
      measured: Math.max(...of('many').map(({ calls }) => (calls * 1_000) / messages)),
      bound: { atMost: 1 },
    },
  ];
}
