import { afterEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { eventually } from '../support/eventually.js';
import { request, startTestHookline, type ApiAnswer, type TestHookline } from '../support/hookline.js';
import { deliver, stripeEvent } from '../support/stripe-webhooks.js';

/** FAULTS I5: a database that answers, but takes nothing. No event is answered 200 that is not stored. */

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function start(): Promise<{ hookline: TestHookline; database: Client }> {
  const hookline = await startTestHookline();
  cleanups.push(() => hookline.close());
  const database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
  cleanups.push(() => database.end());
  return { hookline, database };
}

const events = () => Array.from({ length: 40 }, () => stripeEvent());
const deliverAll = ({ url }: TestHookline, bodies: readonly string[]) =>
  Promise.all(bodies.map((body) => deliver(url, body)));
const ready = ({ url }: TestHookline) => request(`${url}/health/ready`, 'GET');
const idsOf = (bodies: readonly string[]) =>
  bodies.map((body) => (JSON.parse(body) as { id: string }).id).toSorted();

/** What is stored, once each has been seen to: jobs of a connection that was cut off come back after 15 s. */
async function storedIds(database: Client): Promise<string[]> {
  return eventually(
    'all events are seen to',
    async () => {
      const { rows } = await database.query<{ id: string; status: string }>(
        'SELECT external_id AS id, status FROM webhook_events ORDER BY external_id',
      );
      return rows.every(({ status }) => status === 'unhandled') ? rows.map(({ id }) => id) : undefined;
    },
    120_000,
  );
}

function expectRefused(answers: readonly ApiAnswer[]): void {
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 503, body: { error: { code: 'DATABASE_UNAVAILABLE' } } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
}

describe('A database that is read-only', () => {
  it('gets every event answered 503 and readiness red; once it is mended, all are stored once', async () => {
    const { hookline, database } = await start();
    const before = events();
    await deliverAll(hookline, before);
    const { rows } = await database.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
    const everySession = async (readOnly: 'on' | 'off') => {
      await database.query(`ALTER DATABASE ${rows[0]?.name} SET default_transaction_read_only = ${readOnly}`);
      await database.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    };

    await everySession('on');
    const bodies = events();
    expectRefused(await deliverAll(hookline, bodies));
    // Every session has just been ended: a look may still meet a connection that is being made anew.
    const red = await eventually('readiness says why', async () => {
      const { status, body } = await ready(hookline);
      expect({ status, database: body.error.database.status }).toEqual({ status: 503, database: 'down' });
      return String(body.error.database.message).includes('read-only') ? body : undefined;
    });
    expect(red.error.database.message).toContain('read-only');

    await everySession('off');
    await eventually('readiness is green', async () => (await ready(hookline)).status === 200 || undefined);
    const again = await deliverAll(hookline, bodies);
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await storedIds(database)).toEqual([...idsOf(before), ...idsOf(bodies)].toSorted());
  }, 180_000);
});

describe('A database without room for another row', () => {
  it('gets every event answered 503; once there is room again, all are stored once', async () => {
    const { hookline, database } = await start();
    const before = events();
    await deliverAll(hookline, before);
    await database.query(`
      CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$`);
    // The first of the three writes has room, and must not stay when the last has none.
    await database.query(
      'CREATE TRIGGER no_room BEFORE INSERT ON webhook_payloads FOR EACH ROW EXECUTE FUNCTION no_room()',
    );
    const bodies = events();
    expectRefused(await deliverAll(hookline, bodies));
    expect(await storedIds(database)).toEqual(idsOf(before));

    await database.query('DROP TRIGGER no_room ON webhook_payloads');
    const again = await deliverAll(hookline, bodies);
    expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await storedIds(database)).toEqual([...idsOf(before), ...idsOf(bodies)].toSorted());
  }, 180_000);
});
