import type { Aim } from '../aims.js';
import { spread } from '../statistics.js';
import type { Measurement } from './contender-process.js';
import { CONTENDERS, type ContenderName } from './contenders.js';
import { perSecond, residentMebibytes, usEach } from './figures.js';
import { KINDS, type KindName } from './kinds.js';
import { ROWS, type Rounds, type Row } from './rounds.js';

const cpuUsEach = (measured: Measurement) => usEach('application')(measured) + usEach('postgres')(measured);

/** What Hookline is to reach, alone and beside the others. */
export function acceptingAims(rounds: Rounds): Aim[] {
  const median = (row: Row, figure: (measured: Measurement) => number) =>
    spread(rounds.of(row).map(figure)).median;
  const ratio = (row: Row, other: Row, figure = perSecond) =>
    spread(rounds.ratios(row, other, figure)).median;
  const hookline = (kind: KindName): Row => ({ contender: 'hookline', kind });
  const timesFaster = (kind: KindName, contender: ContenderName, atLeast: number): Aim => ({
    aim: `${KINDS[kind].title}: Hookline, times ${CONTENDERS[contender].title}`,
    measured: ratio(hookline(kind), { contender, kind }),
    bound: { atLeast },
  });
  const asWhenEmpty = (kind: KindName): Aim => ({
    aim: `${KINDS[kind].title}: Hookline when full, times when empty`,
    measured: ratio({ contender: 'full', kind }, hookline(kind)),
    bound: { atLeast: 0.9 },
  });
  const memory = ROWS.filter(({ contender }) => contender === 'hookline').flatMap((row) =>
    rounds.of(row).map(residentMebibytes),
  );
  return [
    ...(['large', 'small'] as const).flatMap((kind) => [
      timesFaster(kind, 'bullmq', 2.6),
      timesFaster(kind, 'pgboss', 8),
      timesFaster(kind, 'statement', 1),
      timesFaster(kind, 'group', 0.65),
    ]),
    {
      aim: '2.6 kB: CPU in all, µs an event',
      measured: median(hookline('large'), cpuUsEach),
      bound: { atMost: 165 },
    },
    {
      aim: '2.6 kB: p99, ms',
      measured: median(hookline('large'), ({ p99Ms }) => p99Ms),
      bound: { atMost: 20 },
    },
    {
      aim: '500 a second: p50, ms',
      measured: median(hookline('openLoop'), ({ p50Ms }) => p50Ms),
      bound: { atMost: 1.4 },
    },
    {
      aim: '500 a second: p99, ms',
      measured: median(hookline('openLoop'), ({ p99Ms }) => p99Ms),
      bound: { atMost: 6 },
    },
    {
      aim: '1,000 connections without an error, times 64 connections',
      measured: ratio(hookline('manyConnections'), hookline('large')),
      bound: { atLeast: 0.75 },
    },
    {
      aim: 'Duplicates only, times fresh events',
      measured: ratio(hookline('duplicates'), hookline('large')),
      bound: { atLeast: 1 },
    },
    { aim: 'Memory under load, MiB', measured: Math.max(...memory), bound: { atMost: 230 }, digits: 0 },
    ...(['large', 'small', 'duplicates'] as const).map(asWhenEmpty),
  ];
}
