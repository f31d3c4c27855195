import { cell, table } from '../table.js';
import { CONTENDERS } from './contenders.js';
import { perSecond, residentMebibytes, usEach } from './figures.js';
import { KINDS } from './kinds.js';
import type { IngestPlan } from './plan.js';
import { ROWS, type Rounds, type Row } from './rounds.js';
import type { Stage } from './stage.js';

/** A line for each row, and what the audit found. */
export function acceptingReport(rounds: Rounds, { redis }: Stage, { stored }: IngestPlan): string {
  const header = [
    'Webhooks accepted',
    'a second',
    'Hookline is … times as fast',
    'p50 ms',
    'p99 ms',
    'application CPU µs each',
    'PostgreSQL CPU µs each',
    'Redis CPU µs each',
    'memory MiB',
    'CPU elsewhere %',
  ];
  const rows = ROWS.filter((row) => rounds.of(row).length).map((row) => {
    const own = rounds.of(row);
    const hookline: Row = { contender: 'hookline', kind: row.kind };
    return [
      `${KINDS[row.kind].title}: ${CONTENDERS[row.contender].title}`,
      cell(own.map(perSecond)),
      row.contender === 'hookline' ? '' : cell(rounds.ratios(hookline, row, perSecond), 2),
      cell(
        own.map(({ p50Ms }) => p50Ms),
        1,
      ),
      cell(
        own.map(({ p99Ms }) => p99Ms),
        1,
      ),
      cell(own.map(usEach('application'))),
      cell(own.map(usEach('postgres'))),
      row.contender === 'bullmq' ? cell(own.map(usEach('redis'))) : '',
      cell(own.map(residentMebibytes)),
      cell(own.map(({ elsewherePercent }) => elsewherePercent)),
    ];
  });
  const all = rounds.ofAll();
  const storedByAll = all.reduce((sum, measured) => sum + measured.stored, 0);
  const busiest = Math.max(...all.map(({ usedMs, elapsedMs }) => (100 * usedMs.load) / elapsedMs));
  return [
    table(header, rows),
    ...(redis ? [] : ['Skipped: Nest, Prisma, BullMQ. redis-server is not installed.']),
    `Full: with ${stored.toLocaleString('en')} events from before.`,
    `Audit: ${storedByAll.toLocaleString('en')} events acknowledged, the same ids stored, each once and with one job.`,
    `Discarded: ${rounds.discarded} measurements, because other programs were busy.`,
    `The load itself used at most ${Math.round(busiest)} % of one core, signing before the rounds included.`,
  ].join('\n');
}
