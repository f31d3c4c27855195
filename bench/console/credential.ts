import type { Aim } from '../aims.js';
import type { BenchDatabase } from '../database.js';
import { spread } from '../statistics.js';
import { cell, table } from '../table.js';
import type { ConsoleService } from './console-service.js';
import type { ConsolePlan } from './plan.js';

/** What a cached credential may cost, in µs. */
const AIM_US = 20;

/** What `Connections.credential` costs, beside what it would cost at least, in turns. */
export async function benchCredential(
  { child }: ConsoleService,
  database: BenchDatabase,
  { rounds, cachedCalls, uncachedCalls }: ConsolePlan,
  connectionIds: readonly string[],
): Promise<{ report: string; aims: Aim[] }> {
  const usable = await database.column(
    `SELECT id FROM connections WHERE status = 'connected' AND id = ANY($1) ORDER BY random() LIMIT $2`,
    [connectionIds, uncachedCalls],
  );
  const [id = ''] = usable;
  const us = {
    cached: [] as number[],
    fromMap: [] as number[],
    uncached: [] as number[],
    byPg: [] as number[],
  };
  const statements = new Map<string, number>();
  for (let round = 0; round < rounds; round += 1) {
    const cached = { id, calls: cachedCalls };
    us.cached.push((await child.ask('cached', cached)).elapsedNs / cachedCalls / 1_000);
    us.fromMap.push((await child.ask('fromMap', cached)).elapsedNs / cachedCalls / 1_000);
    const uncached = await child.ask('uncached', usable);
    us.uncached.push(uncached.elapsedNs / usable.length / 1_000);
    us.byPg.push((await child.ask('byPg', usable)).elapsedNs / usable.length / 1_000);
    for (const { text, count } of uncached.statements)
      statements.set(text, (statements.get(text) ?? 0) + count);
  }
  const sent = [...statements.values()].reduce((sum, count) => sum + count, 0);
  const perCall = sent / (rounds * usable.length);
  const plans = await Promise.all([...statements.keys()].map((text) => indexScan(database, text)));
  const header = ['The credential of a connection', 'µs a call', 'statements a call'];
  const report = [
    table(header, [
      ['cached: Hookline', cell(us.cached, 2), '0'],
      ['cached: a Map and an await', cell(us.fromMap, 2), '0'],
      ['not cached: Hookline', cell(us.uncached), perCall.toFixed(2)],
      ['not cached: pg alone, the row as it is', cell(us.byPg), '1.00'],
    ]),
    `One call after the other. Medians of ${rounds} rounds (least–most): ${cachedCalls.toLocaleString('en')} calls for one connection, one each for ${usable.length} of ${connectionIds.length}. The statement: ${plans.join('; ')}.`,
  ].join('\n');
  return {
    report,
    aims: [
      { aim: 'credential, cached: µs', measured: spread(us.cached).median, bound: { atMost: AIM_US } },
      { aim: 'credential, not cached: statements', measured: perCall, bound: { atMost: 1 } },
    ],
  };
}

/** How PostgreSQL finds what a statement reads. @throws Error when it is not along an index */
async function indexScan(database: BenchDatabase, text: string): Promise<string> {
  const plan = await database.column(`EXPLAIN (GENERIC_PLAN, COSTS OFF) ${text}`);
  const scans = plan.map((line) => line.replace('->', '').trim()).filter((line) => line.includes('Scan'));
  if (!scans.length || !scans.every((line) => line.startsWith('Index Scan'))) {
    throw new Error(`The credential is not read along an index:\n${plan.join('\n')}`);
  }
  return scans.join(', ');
}
