import { afterEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { LONG } from './long-form.js';
import { ProcessUnderTest } from './process-under-test.js';
import { deliverSteadily } from './steady-senders.js';

/** FAULTS I18: the handlers are far behind, and the tables are full of what waits for them. */

const WAITING = LONG ? 1_000_000 : 50_000;

let database: TestDatabase | undefined;
let client: Client | undefined;
let service: ProcessUnderTest | undefined;

afterEach(async () => {
  await service?.kill();
  await client?.end();
  await database?.drop();
});

/** As the ingest leaves them, each with a job of its own. */
async function fillTables(tables: Client): Promise<void> {
  await tables.query(`
    WITH events AS (
      INSERT INTO webhook_events (id, provider, external_id, type, received_at, request_id)
      SELECT uuidv7_of(i), 'stripe', 'evt_waiting_' || i, 'payment_intent.succeeded', now(), 'request-' || i
      FROM generate_series(1, ${WAITING}) AS i
      RETURNING id
    ), payloads AS (
      INSERT INTO webhook_payloads (event_id, headers, body)
      SELECT id, '{"content-type":"application/json"}', convert_to(repeat('x', 500), 'UTF8') FROM events
    )
    INSERT INTO pgboss.job (name, data)
    SELECT 'webhook-events', jsonb_build_object('eventIds', jsonb_build_array(id)) FROM events`);
  await tables.query('ANALYZE');
}

/** Ids that rise with time, as ours do, all of them in the past. */
const UUIDV7_OF = `
  CREATE FUNCTION uuidv7_of(i int) RETURNS uuid LANGUAGE sql AS $$
    SELECT (lpad(to_hex(1700000000000 + i), 12, '0') || '7' || substr(md5(i::text), 1, 19))::uuid $$`;

describe(`A backlog of ${WAITING.toLocaleString('en')} events`, () => {
  it('does not slow down the ingest', async () => {
    database = await createTestDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    service = await ProcessUnderTest.start(database.url, { ROLE: 'web' });
    const load = { perSecond: 200, seconds: LONG ? 20 : 2 };
    await deliverSteadily(service.url, load); // the first seconds of a process are slow
    const empty = await deliverSteadily(service.url, load);

    await client.query(UUIDV7_OF);
    await fillTables(client);
    const full = await deliverSteadily(service.url, load);

    process.stderr.write(
      `Ingest at ${load.perSecond}/s: p99 ${empty.p99Ms.toFixed(1)} ms, with ${WAITING} waiting ${full.p99Ms.toFixed(1)} ms\n`,
    );
    expect([...full.statuses.keys()]).toEqual([200]);
    expect(full.p99Ms).toBeLessThan(Math.max((LONG ? 1.5 : 3) * empty.p99Ms, LONG ? 50 : 3_000));
  }, 1_800_000);
});
