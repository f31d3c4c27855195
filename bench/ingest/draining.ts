import { setTimeout as sleep } from 'node:timers/promises';
import type { Aim } from '../aims.js';
import { ProcessorMeter, type Usage } from '../processor-meter.js';
import { spread } from '../statistics.js';
import { cell, table } from '../table.js';
import { ContenderProcess, nextPrefix } from './contender-process.js';
import { CONTENDERS } from './contenders.js';
import type { IngestPlan } from './plan.js';
import type { Stage } from './stage.js';

/** A worker that takes longer has lost an event, or hangs. */
const DRAINED_WITHIN_MS = 120_000;

const HANDLERS = {
  single: { title: 'one UPDATE for each', atLeast: 2_000 },
  batch: { title: 'one UPDATE for a hundred', atLeast: 5_000 },
} as const;

type HandlerName = keyof typeof HANDLERS;

interface Drain extends Usage<'worker' | 'postgres' | 'web'> {
  perSecond: number;
}

/** How fast a worker is that finds many events waiting. It is warm, and stood still while they came. */
export async function benchDraining(
  stage: Stage,
  plan: IngestPlan,
): Promise<{ report: string; aims: Aim[] }> {
  const web = await ContenderProcess.start(stage, CONTENDERS.hookline);
  const drains: Record<HandlerName, Drain[]> = { single: [], batch: [] };
  for (const handler of Object.keys(HANDLERS) as HandlerName[]) {
    await web.clear();
    const worker = await ContenderProcess.start(stage, CONTENDERS.hookline, {
      ROLE: 'worker',
      HANDLER: handler,
    });
    await drain(stage, web, worker, Math.ceil(plan.backlog / 4)); // to get warm
    for (let time = 0; time < plan.drains; time += 1) {
      drains[handler].push(await drain(stage, web, worker, plan.backlog));
    }
    await worker.stop();
  }
  await web.stop();
  return { report: report(drains, plan), aims: aims(drains) };
}

async function drain(
  stage: Stage,
  web: ContenderProcess,
  worker: ContenderProcess,
  count: number,
): Promise<Drain> {
  const { client } = stage.database;
  const prefix = nextPrefix();
  await web.clear();
  worker.child.freeze();
  await web.deliver({ connections: 64, deliveries: count, bytes: 2_600 }, prefix);
  await client.query('TRUNCATE orders');
  await client.query('INSERT INTO orders (id) SELECT external_id FROM webhook_events');
  await client.query('VACUUM ANALYZE orders');
  await client.query('CHECKPOINT');
  const meter = new ProcessorMeter({
    worker: () => worker.child.ask('timeMs'),
    web: () => web.child.ask('timeMs'),
    postgres: () => stage.database.timeMs(),
  });
  worker.child.thaw();
  const { result, ...usage } = await meter.during(() => drained(stage));
  return { ...usage, perSecond: result };
}

/**
 * Waits until everything is handled.
 * @returns events a second, from the first effect to the last
 * @throws Error when an event was not handled in time, or not once
 */
async function drained({ database }: Stage): Promise<number> {
  const endsAt = performance.now() + DRAINED_WITHIN_MS;
  const waiting = "SELECT id FROM webhook_events WHERE status <> 'processed' LIMIT 1";
  while ((await database.column(waiting)).length) {
    if (performance.now() > endsAt) throw new Error('The worker has not handled all events in time.');
    await sleep(100);
  }
  const { rows } = await database.client.query<{ count: number; seconds: number; wrong: number }>(`
    SELECT count(*)::int AS count, count(*) FILTER (WHERE paid <> 1)::int AS wrong,
      extract(epoch FROM max(paid_at) - min(paid_at))::float AS seconds
    FROM orders`);
  const { count = 0, seconds = Number.NaN, wrong = 0 } = rows[0] ?? {};
  if (!count || wrong) throw new Error(`Of ${count} events, ${wrong} were not handled exactly once.`);
  return count / seconds;
}

function report(drains: Record<HandlerName, Drain[]>, { backlog }: IngestPlan): string {
  const header = [
    'Webhooks handled',
    'a second',
    'worker CPU µs each',
    'PostgreSQL CPU µs each',
    'CPU elsewhere %',
  ];
  const rows = (Object.keys(HANDLERS) as HandlerName[]).map((name) => [
    `${backlog.toLocaleString('en')} waiting, ${HANDLERS[name].title}`,
    cell(drains[name].map(({ perSecond }) => perSecond)),
    cell(drains[name].map(({ usedMs }) => (usedMs.worker * 1_000) / backlog)),
    cell(drains[name].map(({ usedMs }) => (usedMs.postgres * 1_000) / backlog)),
    cell(drains[name].map(({ elsewherePercent }) => elsewherePercent)),
  ]);
  return `${table(header, rows)}\nAudit: each event had its effect exactly once.`;
}

function aims(drains: Record<HandlerName, Drain[]>): Aim[] {
  return (Object.keys(HANDLERS) as HandlerName[]).map((name) => ({
    aim: `Handled a second, ${HANDLERS[name].title}`,
    measured: spread(drains[name].map(({ perSecond }) => perSecond)).median,
    bound: { atLeast: HANDLERS[name].atLeast },
    digits: 0,
  }));
}
