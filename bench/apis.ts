import { randomBytes } from 'node:crypto';
import type { Aim } from './aims.js';
import { aimsTable } from './aims.js';
import { answersOf, type Round } from './apis/rounds.js';
import type { answers as callerAnswers } from './apis/caller.js';
import type { answers as providerAnswers } from './apis/provider.js';
import { Child } from './child.js';
import { BenchDatabase } from './database.js';
import { machineFacts } from './machine.js';
import { runBench } from './running.js';
import { spread } from './statistics.js';
import { cell, table } from './table.js';

/** `npm run bench:apis [-- --quick]`: what a described API's typed call costs beyond the bare road. See docs/performance.md. */

const FULL = { starts: 3, rounds: 6, warmUpMs: 6_000, callsMs: 1_500, items: 100_000 };
const QUICK = { starts: 1, rounds: 2, warmUpMs: 150, callsMs: 150, items: 20_000 };

/** Items of a page. */
const PAGE = 100;

await runBench(async (workspace, { quick }, print) => {
  const plan = quick ? QUICK : FULL;
  const database = await BenchDatabase.start(workspace);
  print(await machineFacts(workspace, database));
  const rounds: Round[] = [];
  const heaps: number[][] = [];
  for (let start = 0; start < plan.starts; start += 1) {
    const here = (path: string) => new URL(path, import.meta.url);
    const provider = await Child.start<typeof providerAnswers>(workspace, here('apis/provider.ts'));
    const caller = await Child.start<typeof callerAnswers>(workspace, here('apis/caller.ts'), {
      NODE_ENV: 'production',
      ROLE: 'web',
      PUBLIC_URL: 'http://localhost',
      DATABASE_URL: database.url,
      ENCRYPTION_KEYS: `bench:${randomBytes(32).toString('base64')}`,
      DIRECTORY_API_BASE_URL: await provider.ask('url'),
      DIRECTORY_RATE_LIMIT: '100000000',
      DIRECTORY_MAX_CONCURRENT: '128',
    });
    await answersOf(caller, plan.warmUpMs, 0);
    for (let round = 0; round < plan.rounds; round += 1) {
      rounds.push(await answersOf(caller, plan.callsMs, round));
    }
    heaps.push(await caller.ask('walk', { items: plan.items, page: PAGE }));
    await caller.stop();
    await provider.stop();
  }
  print(report(rounds));
  print(heapReport(heaps, plan.items));
  print(aimsTable(aims(rounds, heaps)));
});

function report(rounds: readonly Round[]): string {
  const row = (title: string, kind: keyof Round) => [
    title,
    cell(rounds.map((round) => round[kind].perSecond)),
    cell(
      rounds.map((round) => round[kind].usEach),
      1,
    ),
    kind === 'road'
      ? ''
      : cell(
          rounds.map((round) => round[kind].usEach - round.road.usEach),
          1,
        ),
  ];
  return table(
    ['Reads of 1 kB, 64 in flight', 'a second', 'CPU µs a call', 'more than the bare road'],
    [
      row('the bare road, JSON parsed', 'road'),
      row('the road, and zod by hand', 'schema'),
      row('typed call of a described API', 'typed'),
    ],
  );
}

function heapReport(heaps: readonly (readonly number[])[], items: number): string {
  const mebibytes = (bytes: number) => bytes / 2 ** 20;
  const columns = (heaps[0] ?? []).map((_, tenth) =>
    heaps.map((heap) => mebibytes(heap[tenth] ?? Number.NaN)),
  );
  return table(
    [`Heap after collection while ${items.toLocaleString('en')} items come in pages of ${PAGE}`, 'MiB'],
    columns.map((values, tenth) => [`${(tenth + 1) * 10} %`, cell(values, 2)]),
  );
}

function aims(rounds: readonly Round[], heaps: readonly (readonly number[])[]): Aim[] {
  const growth = heaps.map((heap) => ((heap.at(-1) ?? Number.NaN) - (heap[0] ?? Number.NaN)) / 2 ** 20);
  return [
    {
      aim: 'typed call, CPU µs more than the bare road',
      measured: spread(rounds.map(({ typed, road }) => typed.usEach - road.usEach)).median,
      bound: { atMost: 25 },
      digits: 1,
    },
    {
      aim: 'heap grown from the first to the last tenth of the pages, MiB',
      measured: spread(growth).median,
      bound: { atMost: 1 },
    },
  ];
}
