import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Client } from 'pg';
import { Prisma } from '../../src/platform/database/generated/client.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import type { WebhookEventFilter } from '../../src/webhooks/events/event-filter.js';
import { firstIdAt } from '../../src/platform/database/uuid-ranges.js';
import { EventSearch } from '../../src/webhooks/events/event-search.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

const EVENTS = 300_000;
/** When the first event was stored; one a second since. */
const BEGAN_MS = Date.UTC(2026, 0, 1);
const at = (event: number) => new Date(BEGAN_MS + event * 1_000);

/** Rows that one page may touch: far from all of them, and no more when there are ten million. */
const MAX_ROWS_READ = 10_500;

/**
 * A year of a busy product: many types, a third of them never handled, a provider and a type that were given up long
 * ago, a few dead letters, what has just arrived, and one type of which nearly all are unhandled.
 */
const FILL = `
  INSERT INTO webhook_events (id, provider, connection_id, external_id, type, status, received_at, request_id)
  SELECT
    (lpad(to_hex(${BEGAN_MS} + i * 1000::bigint), 12, '0') || '70008000' || lpad(to_hex(i), 12, '0'))::uuid,
    CASE WHEN i < 20 THEN 'given-up' WHEN i % 50 = 7 THEN 'paypal' ELSE 'stripe' END,
    CASE WHEN i % 30000 = 5 THEN 'acct_rare' WHEN i % 10 = 5 THEN 'acct_' || i % 7 ELSE '' END,
    'evt_' || md5(i::text),
    CASE WHEN i < 5 THEN 'type.given.up' WHEN i % 5 = 1 THEN 'type.noise' ELSE 'type.' || i % 100 END,
    (CASE WHEN i > 299900 THEN 'pending' WHEN i % 1000 = 3 THEN 'dead' WHEN i % 5000 = 4 THEN 'superseded'
      WHEN i % 5 = 1 AND i > 40 THEN 'unhandled' WHEN i % 3 = 0 THEN 'unhandled' ELSE 'processed'
    END)::webhook_event_status,
    to_timestamp((${BEGAN_MS} + i * 1000::bigint) / 1000.0), ''
  FROM generate_series(0, ${EVENTS - 1}) AS i`;

let hookline: TestHookline;
let database: Client;

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { ROLE: 'web' } });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
  await database.query(FILL);
  await database.query('VACUUM ANALYZE webhook_events');
}, 180_000);
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

/** A search that notes the statements that it sends. */
function recordedSearch(): { search: EventSearch; statements: Prisma.Sql[] } {
  const prisma = hookline.app.get(PrismaService, { strict: false });
  const statements: Prisma.Sql[] = [];
  const $queryRaw = (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) => {
    const statement = query instanceof Prisma.Sql ? query : Prisma.sql(query, ...values);
    statements.push(statement);
    return prisma.$queryRaw(statement);
  };
  return { search: new EventSearch({ $queryRaw } as unknown as PrismaService), statements };
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** The parts of a statement's plan that read events, as it was carried out. */
async function readsOf({ text, values }: Prisma.Sql): Promise<PlanNode[]> {
  const { rows } = await database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`,
    values,
  );
  const all = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(all)];
  return rows
    .flatMap((row) => all(row['QUERY PLAN'][0].Plan))
    .filter((node) => node['Relation Name'] === 'webhook_events');
}

const rowsRead = (nodes: readonly PlanNode[]) =>
  nodes.reduce(
    (sum, node) => sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
    0,
  );

describe('A search among very many events', () => {
  const filters: WebhookEventFilter[] = [
    {},
    { provider: 'stripe' },
    { provider: 'paypal' },
    { provider: 'given-up' },
    { provider: 'nobody' },
    { type: 'type.7' },
    { type: 'type.given.up' },
    { type: 'type.none' },
    { status: 'processed' },
    { status: 'dead' },
    { status: 'pending' },
    { status: 'failed' },
    { status: 'unhandled' },
    { status: 'superseded' },
    { connectionId: 'acct_3' },
    { connectionId: 'acct_rare' },
    { receivedAfter: at(1_000), receivedBefore: at(1_100) },
    { receivedBefore: at(10) },
    { id: `evt_${'c4ca4238a0b923820dcc509a6f75849b'.slice(0, 8)}` },
    { provider: 'stripe', type: 'type.7' },
    { provider: 'stripe', status: 'dead' },
    { provider: 'stripe', type: 'type.7', status: 'processed' },
    { provider: 'given-up', status: 'processed' },
    { type: 'type.given.up', status: 'processed' },
    { type: 'type.noise', status: 'processed' },
    { provider: 'paypal', status: 'processed' },
    { provider: 'paypal', status: 'unhandled' },
    { provider: 'paypal', connectionId: 'acct_rare' },
    { status: 'pending', receivedBefore: at(1_000) },
    { provider: 'stripe', receivedAfter: at(100), receivedBefore: at(5_000) },
  ];

  it.each(filters)('goes along an index, and reads few of them: %j', async (filter) => {
    const { search, statements } = recordedSearch();
    await search.page(filter, { limit: 100, order: 'newest first' });
    await search.page(filter, { limit: 100, order: 'newest first', after: firstIdAt(at(150_000)) });
    await search.page(filter, { limit: 500, order: 'oldest first' });
    for (const statement of statements) {
      const reads = await readsOf(statement);
      expect(reads.map((node) => node['Node Type'])).not.toContain('Seq Scan');
      expect(rowsRead(reads)).toBeLessThan(MAX_ROWS_READ);
    }
  });

  it('finds the few among the many in the end, page by page', async () => {
    const expected = await database.query<{ external_id: string }>(
      "SELECT external_id FROM webhook_events WHERE type = 'type.noise' AND status = 'processed' ORDER BY id DESC",
    );
    expect(expected.rows.length).toBeGreaterThan(0);
    const found: string[] = [];
    let [cursor, pages] = ['', 0];
    do {
      const path = `/v1/webhook-events?type=type.noise&status=processed${cursor && `&cursor=${cursor}`}`;
      const { body } = await hookline.api('GET', path);
      found.push(...body.data.map((event: { external_id: string }) => event.external_id));
      cursor = body.next_cursor;
      pages += 1;
    } while (cursor);
    expect(found).toEqual(expected.rows.map(({ external_id }) => external_id));
    expect(pages).toBeLessThan(20);
  });

  it('asks for more of an id that very many begin with', async () => {
    expect(await hookline.api('GET', '/v1/webhook-events?id=evt_')).toMatchObject({
      status: 400,
      body: { error: { code: 'VALIDATION_ERROR', details: [{ field: 'id' }] } },
    });
  });

  it('finds what a plain look at every row finds, whatever the filter, the order and the length of a page', async () => {
    const search = hookline.app.get(EventSearch, { strict: false });
    const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const filter = fc.record({
      provider: optional(fc.constantFrom('stripe', 'paypal', 'given-up')),
      type: optional(fc.constantFrom('type.noise', 'type.7', 'type.57', 'type.given.up')),
      status: optional(fc.constantFrom('processed', 'dead', 'unhandled', 'superseded', 'pending')),
      connectionId: optional(fc.constantFrom('acct_rare', 'acct_3')),
    });
    const order = fc.constantFrom('newest first', 'oldest first');
    const window = fc.tuple(fc.integer({ min: 0, max: EVENTS }), fc.integer({ min: 0, max: 3_000 }));
    await fc.assert(
      fc.asyncProperty(
        filter,
        order,
        window,
        fc.integer({ min: 1, max: 400 }),
        async (wanted, inOrder, [from, length], limit) => {
          const bounded = { ...wanted, receivedAfter: at(from), receivedBefore: at(from + length) };
          const found: string[] = [];
          let after: string | undefined;
          do {
            const page = await search.page(bounded, { limit, order: inOrder, after });
            expect(page.ids.length).toBeLessThanOrEqual(limit);
            found.push(...page.ids);
            after = page.next;
          } while (after);
          const { rows } = await database.query<{ id: string }>(
            `SELECT id FROM webhook_events WHERE received_at >= $1 AND received_at < $2
               AND ($3::text IS NULL OR provider = $3) AND ($4::text IS NULL OR type = $4)
               AND ($5::text IS NULL OR status::text = $5) AND ($6::text IS NULL OR connection_id = $6)
             ORDER BY id`,
            [
              bounded.receivedAfter,
              bounded.receivedBefore,
              wanted.provider,
              wanted.type,
              wanted.status,
              wanted.connectionId,
            ],
          );
          const expected = rows.map(({ id }) => id);
          expect(found).toEqual(inOrder === 'newest first' ? expected.toReversed() : expected);
        },
      ),
      { numRuns: 60 },
    );
  }, 180_000);
});
