import type { Aim } from '../aims.js';
import { spread } from '../statistics.js';
import { table } from '../table.js';
import { tenantOf } from './addresses.js';
import type { DeliveriesPlan } from './plan.js';
import { clearHookline, startMember, type Stage } from './stage.js';

const TENANT_OF_TEN = 'tenant-of-ten';

/** What is published with the product's own row; `null`: nothing. */
const ROWS = [
  { title: 'without an event', tenant: null },
  { title: 'with one to 1 endpoint', tenant: tenantOf(1) },
  { title: 'with one to 10 endpoints', tenant: TENANT_OF_TEN },
];

/** What an event costs the product that publishes it in a transaction of its own: BEGIN, INSERT, COMMIT. */
export async function benchPublishing(
  stage: Stage,
  { transactions, warmUp }: DeliveriesPlan,
): Promise<{ report: string; aims: Aim[] }> {
  const { client } = stage.database;
  await client.query(
    'CREATE TABLE bench_orders (id bigserial PRIMARY KEY, customer text NOT NULL, total int NOT NULL)',
  );
  const product = await startMember(stage, 'hookline.ts', { ROLE: 'web' });
  await product.ask('createEndpointsOf', { tenant: TENANT_OF_TEN, count: 10 });
  const tenants = ROWS.map(({ tenant }) => tenant);
  await product.ask('transact', { count: Math.min(warmUp, transactions), tenants }); // to get warm
  await clearHookline(stage);
  const made = await product.ask('transact', { count: transactions, tenants });
  await product.stop();
  await clearHookline(stage);
  const figures = ROWS.map(({ title }, index) => ({
    title,
    ms: spread(made[index]?.ms ?? []).median,
    statements: spread(made[index]?.statements ?? []).median,
  }));
  const [bare] = figures;
  const header = ['The product’s transaction', 'round trips', 'more', 'ms', 'more'];
  const rows = figures.map(({ title, statements, ms }, index) => [
    title,
    String(statements),
    index ? String(statements - (bare?.statements ?? Number.NaN)) : '',
    ms.toFixed(2),
    index ? (ms - (bare?.ms ?? Number.NaN)).toFixed(2) : '',
  ]);
  const note = `Medians of ${transactions.toLocaleString('en')} transactions of each kind, one after the other, in turns.`;
  return {
    report: `${table(header, rows)}\n${note}`,
    aims: figures.slice(1).map(({ title, statements }) => ({
      aim: `Round trips more in a transaction ${title}`,
      measured: statements - (bare?.statements ?? Number.NaN),
      bound: { atMost: 1 },
    })),
  };
}
