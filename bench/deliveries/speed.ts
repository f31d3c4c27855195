import type { Aim } from '../aims.js';
import { spread } from '../statistics.js';
import { cell, table } from '../table.js';
import { CONTENDERS, contendersHere, type ContenderName } from './contenders.js';
import type { DeliveriesPlan } from './plan.js';
import type { Stage } from './stage.js';
import { Team, type Round } from './team.js';

/** To how many endpoints the deliveries of a row go. */
const ENDPOINTS = [1, 100] as const;

const AIM_PER_SECOND = 2_500;

/** One row of the table, with what its rounds have shown. */
interface Row {
  contender: ContenderName;
  endpoints: number;
  rounds: Round[];
}

/** How fast three workers deliver what is waiting, in turns, by processes that are started for each round and get warm first. */
export async function benchSpeed(
  stage: Stage,
  plan: DeliveriesPlan,
): Promise<{ report: string; aims: Aim[] }> {
  const rows = ENDPOINTS.flatMap((endpoints) =>
    contendersHere(stage).map((contender): Row => ({ contender, endpoints, rounds: [] })),
  );
  let discarded = 0;
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const { contender, endpoints, rounds } of rows) {
      const team = await Team.start(stage, CONTENDERS[contender]);
      await team.measure(plan.warmUp, endpoints);
      const made = await roundsUntilQuiet(team, endpoints, plan);
      rounds.push(quietestOf(made));
      discarded += made.length - 1;
      await team.stop();
    }
  }
  return { report: report(rows, plan, discarded), aims: aimsOf(rows) };
}

/** Makes a round again while other programs are busy. At least one. */
async function roundsUntilQuiet(
  team: Team,
  endpoints: number,
  { waiting, elsewherePercent, attempts }: DeliveriesPlan,
): Promise<[Round, ...Round[]]> {
  const made: [Round, ...Round[]] = [await team.measure(waiting, endpoints)];
  while (made.length < attempts && quietestOf(made).elsewherePercent > elsewherePercent) {
    made.push(await team.measure(waiting, endpoints));
  }
  return made;
}

function quietestOf(rounds: readonly [Round, ...Round[]]): Round {
  return rounds.reduce((quietest, round) =>
    round.elsewherePercent < quietest.elsewherePercent ? round : quietest,
  );
}

function report(rows: readonly Row[], { waiting }: DeliveriesPlan, discarded: number): string {
  const header = [
    `${waiting.toLocaleString('en')} waiting`,
    'a second',
    'Hookline is … times as fast',
    'workers CPU µs each',
    'PostgreSQL CPU µs each',
    'Redis CPU µs each',
    'receiver CPU µs each',
    'CPU elsewhere %',
  ];
  const lines = rows.map(({ contender, endpoints, rounds }) => {
    const usEach = (part: keyof Round['usedMs']) =>
      cell(rounds.map(({ usedMs }) => (usedMs[part] * 1_000) / waiting));
    const ours = rows.find((row) => row.contender === 'hookline' && row.endpoints === endpoints)?.rounds;
    const ratios = rounds.flatMap(({ perSecond }, round) => (ours?.[round]?.perSecond ?? 0) / perSecond);
    return [
      `${endpoints === 1 ? '1 endpoint' : `${endpoints} endpoints`}: ${CONTENDERS[contender].title}`,
      cell(rounds.map(({ perSecond }) => perSecond)),
      contender === 'hookline' ? '' : cell(ratios, 2),
      usEach('workers'),
      usEach('postgres'),
      contender === 'bullmq' ? usEach('redis') : '',
      usEach('receiver'),
      cell(rounds.map(({ elsewherePercent }) => elsewherePercent)),
    ];
  });
  return `${table(header, lines)}\nAudit: each event arrived exactly once, in every round. Medians (least–most). Discarded: ${discarded} rounds, because other programs were busy.`;
}

function aimsOf(rows: readonly Row[]): Aim[] {
  return rows
    .filter(({ contender }) => contender === 'hookline')
    .map(({ endpoints, rounds }) => ({
      aim: `Deliveries a second to ${endpoints === 1 ? '1 endpoint' : `${endpoints} endpoints`}`,
      measured: spread(rounds.map(({ perSecond }) => perSecond)).median,
      bound: { atLeast: AIM_PER_SECOND },
      digits: 0,
    }));
}
