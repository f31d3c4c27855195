import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { EndpointHealth, MAX_WAITING } from '../../src/deliveries/records/endpoint-health.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { storeDelivery, storeEndpoint, storeEvent } from '../support/stored-deliveries.js';

const UNKNOWN = '0198a1b2-0000-7000-8000-000000000000';
const NOON = new Date('2026-11-01T12:00:00.000Z');
const minutesAfterNoon = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);

let hookline: TestHookline;
let database: Client;
let acme: string;
let globex: string;
let paid: string;
/** Ids of deliveries, the oldest first: one a minute. */
const ids: string[] = [];

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { ROLE: 'web' } });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
  acme = await storeEndpoint(database, { tenant: 'acme' });
  globex = await storeEndpoint(database, { tenant: 'globex', deletedAt: NOON });
  paid = await storeEvent(database, { tenant: 'acme', at: NOON });
  ids.push(
    await storeDelivery(database, {
      endpointId: acme,
      eventId: paid,
      status: 'failed',
      attempts: 3,
      at: NOON,
    }),
    await storeDelivery(database, { endpointId: acme, status: 'pending', at: minutesAfterNoon(1) }),
    await storeDelivery(database, { endpointId: globex, status: 'dead', at: minutesAfterNoon(2) }),
    await storeDelivery(database, {
      endpointId: acme,
      type: 'order.sent',
      status: 'delivered',
      at: minutesAfterNoon(3),
    }),
  );
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

/** The places in `ids` of what a query finds. */
async function found(query: string, path = '/v1/deliveries'): Promise<number[]> {
  const { status, body } = await hookline.api('GET', `${path}?${query}`);
  expect(status).toBe(200);
  return body.data.map(({ id }: { id: string }) => ids.indexOf(id));
}

describe('GET /v1/deliveries', () => {
  it('lists deliveries, the newest first, and filters them', async () => {
    expect(await found('')).toEqual([3, 2, 1, 0]);
    expect(await found(`endpoint_id=${acme}`)).toEqual([3, 1, 0]);
    expect(await found(`event_id=${paid}`)).toEqual([0]);
    expect(await found('status=dead')).toEqual([2]);
    expect(await found('status=pending')).toEqual([1]);
    expect(await found('type=order.paid')).toEqual([2, 1, 0]);
    expect(await found('tenant=acme&status=failed')).toEqual([0]);
    expect(await found('tenant=globex')).toEqual([2]);
    expect(await found('tenant=nobody')).toEqual([]);
    expect(await found(`endpoint_id=${acme}&tenant=globex`)).toEqual([]);
    expect(await found(`event_id=${paid}&endpoint_id=${globex}`)).toEqual([]);
    const [from, to] = [minutesAfterNoon(1), minutesAfterNoon(3)].map((time) => time.toISOString());
    expect(await found(`since=${from}&until=${to}`)).toEqual([2, 1]);
  });

  it('goes on from page to page', async () => {
    const first = await hookline.api('GET', '/v1/deliveries?limit=3');
    expect(first.body.data).toHaveLength(3);
    expect(await found(`limit=3&cursor=${first.body.next_cursor}`)).toEqual([0]);
    const whole = await hookline.api('GET', '/v1/deliveries?limit=4');
    expect(whole.body.next_cursor).toBeNull();
  });

  it('names what is wrong with a query', async () => {
    const wrong = 'limit=0&status=lost&since=yesterday&endpoint_id=7&type=%00&sort=up';
    const { status, body } = await hookline.api('GET', `/v1/deliveries?${wrong}`);
    expect(status).toBe(400);
    const fields = body.error.details.map(({ field }: { field: string }) => field);
    expect(fields.toSorted()).toEqual(['endpoint_id', 'limit', 'since', 'sort', 'status', 'type']);
  });
});

describe('GET /v1/deliveries/:id', () => {
  it('shows a delivery with all its attempts', async () => {
    const { status, body } = await hookline.api('GET', `/v1/deliveries/${ids[0]}`);
    expect(status).toBe(200);
    const attempt = {
      outcome: 'failed',
      status: 500,
      error: 'It answered HTTP 500.',
      answer: 'out of order',
      duration_ms: 12,
      started_at: NOON.toISOString(),
    };
    expect(body).toEqual({
      id: ids[0],
      event_id: paid,
      endpoint_id: acme,
      type: 'order.paid',
      status: 'failed',
      attempts: 3,
      next_attempt_at: expect.stringMatching(/Z$/),
      last_status: null,
      last_error: null,
      last_attempt_at: null,
      created_at: NOON.toISOString(),
      history: [
        { number: 1, ...attempt },
        { number: 2, ...attempt },
        { number: 3, ...attempt },
      ],
    });
    const done = await hookline.api('GET', `/v1/deliveries/${ids[3]}`);
    expect(done.body).toMatchObject({ status: 'delivered', next_attempt_at: null, last_status: 204 });
  });

  it('says when there is none', async () => {
    expect((await hookline.api('GET', `/v1/deliveries/${UNKNOWN}`)).status).toBe(404);
    expect((await hookline.api('GET', '/v1/deliveries/7')).status).toBe(400);
  });
});

describe('GET /v1/endpoints/:id/deliveries', () => {
  it('lists what one endpoint was sent', async () => {
    const path = `/v1/endpoints/${acme}/deliveries`;
    expect(await found('', path)).toEqual([3, 1, 0]);
    expect(await found('status=failed', path)).toEqual([0]);
    const first = await hookline.api('GET', `${path}?limit=2`);
    expect(await found(`cursor=${first.body.next_cursor}`, path)).toEqual([0]);
  });

  it('says when there is no such endpoint, or none any more', async () => {
    for (const id of [UNKNOWN, globex]) {
      expect((await hookline.api('GET', `/v1/endpoints/${id}/deliveries`)).status).toBe(404);
    }
  });
});

describe('Deliveries over the API', () => {
  it('are for keys that may see or change endpoints', async () => {
    const headers = { Authorization: `Bearer ${await hookline.createKey('endpoints:read')}` };
    expect((await hookline.api('GET', '/v1/deliveries', undefined, headers)).status).toBe(200);
    for (const path of [
      '/v1/deliveries/replay',
      `/v1/deliveries/${ids[0]}/replay`,
      `/v1/endpoints/${acme}/replay`,
      `/v1/endpoints/${acme}/recover`,
    ]) {
      expect((await hookline.api('POST', path, {}, headers)).status).toBe(403);
    }
    const others = { Authorization: `Bearer ${await hookline.createKey('events:write')}` };
    expect((await hookline.api('GET', '/v1/deliveries', undefined, others)).status).toBe(403);
  });
});

describe('The health of endpoints', () => {
  const health = () => hookline.app.get(EndpointHealth, { strict: false });

  it('is told by the hour, for each that is asked for', async () => {
    await database.query(
      `INSERT INTO endpoint_hours (endpoint_id, hour, delivered, failed)
       SELECT $1, $2::timestamptz + make_interval(hours => i), i, 10 - i FROM generate_series(0, 3) AS i`,
      [acme, NOON],
    );
    const hours = await health().hours([acme, globex], minutesAfterNoon(120));
    expect(hours).toEqual(
      new Map([
        [
          acme,
          [
            { hour: minutesAfterNoon(120), delivered: 2, failed: 8 },
            { hour: minutesAfterNoon(180), delivered: 3, failed: 7 },
          ],
        ],
        [globex, []],
      ]),
    );
    expect(await health().hours([], NOON)).toEqual(new Map());
  });

  it('counts what waits, up to a bound', async () => {
    const busy = await storeEndpoint(database, { tenant: 'busy' });
    await database.query(
      `INSERT INTO deliveries (id, event_id, endpoint_id, type, due_at)
       SELECT gen_random_uuid(), gen_random_uuid(), $1, 'a', now() FROM generate_series(1, $2)`,
      [busy, MAX_WAITING + 5],
    );
    expect(await health().waiting([acme, globex, busy])).toEqual(
      new Map([
        [acme, 2],
        [globex, 0],
        [busy, MAX_WAITING],
      ]),
    );
  });
});
