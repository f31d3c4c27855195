import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Client } from 'pg';
import type { DeliveryStatus } from '../../src/contracts/events.js';
import { DeliverySearch, type WantedDeliveries } from '../../src/deliveries/records/delivery-search.js';
import { Prisma } from '../../src/platform/database/generated/client.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { firstIdAt } from '../../src/platform/database/uuid-ranges.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

const DELIVERIES = 60_000;
/** When the first was published; one a second since. */
const BEGAN_MS = Date.UTC(2026, 9, 1);
const at = (second: number) => new Date(BEGAN_MS + second * 1_000);

/** Rows that one page may touch: far from all of them, and no more when there are ten million. */
const MAX_ROWS_READ = 10_500;

/** Endpoints by number: 0 to 2 are of `acme`, 3 of `globex`, and 2,000 of `crowd`, more than are walked side by side. */
const endpoint = (number: number) => `0198a1b2-0000-7000-8000-${String(number).padStart(12, '0')}`;
const event = (number: number) => `0198a1b2-0000-7000-9000-${String(number).padStart(12, '0')}`;

const FILL = [
  `INSERT INTO endpoints (id, tenant, url, sealed_secrets)
   SELECT ('0198a1b2-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid,
     CASE WHEN i < 3 THEN 'acme' WHEN i = 3 THEN 'globex' ELSE 'crowd' END, 'https://customer.example/', ''
   FROM generate_series(0, 2003) AS i`,
  // Most go to one endpoint and arrive; one endpoint has had few, one none, and few types are rare.
  `INSERT INTO deliveries (id, event_id, endpoint_id, type, status, due_at, created_at)
   SELECT (lpad(to_hex(${BEGAN_MS} + i * 1000::bigint), 12, '0') || '70008000' || lpad(to_hex(i), 12, '0'))::uuid,
     ('0198a1b2-0000-7000-9000-' || lpad((i / 3)::text, 12, '0'))::uuid,
     ('0198a1b2-0000-7000-8000-' || lpad((CASE
       WHEN i % 10000 = 5 THEN 1 WHEN i % 10 = 3 THEN 3 WHEN i % 7 = 2 THEN 4 + i % 2000 ELSE 0 END)::text, 12, '0'))::uuid,
     CASE WHEN i < 3 THEN 'type.rare' ELSE 'type.' || i % 20 END, status::delivery_status,
     CASE WHEN status IN ('pending', 'failed') THEN now() END,
     to_timestamp((${BEGAN_MS} + i * 1000::bigint) / 1000.0)
   FROM generate_series(0, ${DELIVERIES - 1}) AS i, LATERAL (SELECT CASE
     WHEN i > ${DELIVERIES - 50} THEN 'pending' WHEN i % 500 = 7 THEN 'failed' WHEN i % 1000 = 13 THEN 'dead'
     ELSE 'delivered' END AS status) AS given`,
  'VACUUM ANALYZE deliveries',
  'VACUUM ANALYZE endpoints',
];

let hookline: TestHookline;
let database: Client;

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { ROLE: 'web' } });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
  for (const statement of FILL) await database.query(statement);
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

/** A search that notes the statements that it sends. */
function recordedSearch(): { search: DeliverySearch; statements: Prisma.Sql[] } {
  const prisma = hookline.app.get(PrismaService, { strict: false });
  const statements: Prisma.Sql[] = [];
  const $queryRaw = (statement: Prisma.Sql) => {
    statements.push(statement);
    return prisma.$queryRaw(statement);
  };
  const recorded = { $queryRaw, endpoint: prisma.endpoint } as unknown as PrismaService;
  return { search: new DeliverySearch(recorded), statements };
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** The parts of a statement's plan that read deliveries, as it was carried out. */
async function readsOf({ text, values }: Prisma.Sql): Promise<PlanNode[]> {
  const { rows } = await database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
    values,
  );
  const all = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(all)];
  return rows
    .flatMap((row) => all(row['QUERY PLAN'][0].Plan))
    .filter((node) => node['Relation Name'] === 'deliveries');
}

const rowsRead = (nodes: readonly PlanNode[]) =>
  nodes.reduce(
    (sum, node) => sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    0,
  );

describe('A search among very many deliveries', () => {
  const wanted: WantedDeliveries[] = [
    {},
    { endpointId: endpoint(0) },
    { endpointId: endpoint(1) },
    { endpointId: endpoint(2) },
    { endpointId: endpoint(0), statuses: ['dead'] },
    { endpointId: endpoint(0), statuses: ['delivered', 'failed', 'dead'] },
    { eventId: event(7_000) },
    { eventId: event(7_000), endpointId: endpoint(3) },
    { statuses: ['delivered'] },
    { statuses: ['pending'] },
    { statuses: ['failed'] },
    { statuses: ['dead'] },
    { statuses: ['failed', 'dead'] },
    { statuses: ['delivered', 'failed', 'dead'] },
    { type: 'type.7' },
    { type: 'type.rare' },
    { type: 'type.none', statuses: ['dead'] },
    { tenant: 'acme' },
    { tenant: 'globex', statuses: ['failed'] },
    { tenant: 'nobody' },
    { tenant: 'crowd' },
    { tenant: 'crowd', statuses: ['failed', 'dead'] },
    { since: at(1_000), until: at(1_100) },
    { statuses: ['failed'], since: at(1_000), until: at(30_000) },
  ];

  it.each(wanted)('goes along an index, and reads few of them: %j', async (filter) => {
    const { search, statements } = recordedSearch();
    await search.page(filter, { limit: 100, order: 'newest first' });
    await search.page(filter, { limit: 100, order: 'newest first', after: firstIdAt(at(DELIVERIES / 2)) });
    await search.page(filter, { limit: 1_000, order: 'oldest first' });
    for (const statement of statements) {
      const reads = await readsOf(statement);
      expect(reads.map((node) => node['Node Type'])).not.toContain('Seq Scan');
      expect(rowsRead(reads)).toBeLessThan(MAX_ROWS_READ);
    }
  });

  it('finds what a plain look at every row finds, whatever the filter, the order and the length of a page', async () => {
    const search = hookline.app.get(DeliverySearch, { strict: false });
    const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const statuses: DeliveryStatus[] = ['pending', 'delivered', 'failed', 'dead'];
    const filter = fc.record({
      endpointId: optional(fc.constantFrom(endpoint(0), endpoint(1), endpoint(2), endpoint(3))),
      eventId: optional(fc.constantFrom(event(0), event(333), event(19_999))),
      tenant: optional(fc.constantFrom('acme', 'globex', 'crowd', 'nobody')),
      type: optional(fc.constantFrom('type.rare', 'type.7', 'type.13')),
      statuses: optional(fc.subarray(statuses)),
    });
    const window = fc.tuple(fc.integer({ min: 0, max: DELIVERIES }), fc.integer({ min: 0, max: 30_000 }));
    await fc.assert(
      fc.asyncProperty(
        filter,
        fc.constantFrom('newest first', 'oldest first'),
        window,
        fc.integer({ min: 1, max: 400 }),
        async (looked, order, [from, length], limit) => {
          const bounded = { ...looked, since: at(from), until: at(from + length) };
          const found: string[] = [];
          let after: string | undefined;
          do {
            const page = await search.page(bounded, { limit, order, after });
            expect(page.ids.length).toBeLessThanOrEqual(limit);
            found.push(...page.ids);
            after = page.next;
          } while (after !== undefined);
          const { rows } = await database.query<{ id: string }>(
            `SELECT delivery.id FROM deliveries AS delivery JOIN endpoints ON endpoints.id = endpoint_id
             WHERE delivery.created_at >= $1 AND delivery.created_at < $2
               AND ($3::uuid IS NULL OR endpoint_id = $3) AND ($4::uuid IS NULL OR event_id = $4)
               AND ($5::text IS NULL OR tenant = $5) AND ($6::text IS NULL OR type = $6)
               AND ($7::text[] IS NULL OR status::text = ANY($7))
             ORDER BY delivery.id`,
            [
              bounded.since,
              bounded.until,
              looked.endpointId,
              looked.eventId,
              looked.tenant,
              looked.type,
              looked.statuses,
            ],
          );
          const expected = rows.map(({ id }) => id);
          expect(found).toEqual(order === 'newest first' ? expected.toReversed() : expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});
