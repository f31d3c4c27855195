import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Client } from 'pg';
import { patternsFor } from '../../src/deliveries/events/event-type-names.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { storeDelivery, storeEndpoint, storeEvent } from '../support/stored-deliveries.js';

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

let hookline: TestHookline;
let database: Client;

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { ROLE: 'web' } });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});
beforeEach(async () => {
  await database.query('TRUNCATE deliveries, delivery_attempts, endpoints, published_events');
});

const recover = (endpointId: string, body: unknown) =>
  hookline.api('POST', `/v1/endpoints/${endpointId}/recover`, body);

/** The events on their way to an endpoint, in the order in which they were put in the queue. */
async function eventsOf(endpointId: string): Promise<string[]> {
  const { rows } = await database.query<{ event_id: string }>(
    'SELECT event_id FROM deliveries WHERE endpoint_id = $1 ORDER BY position',
    [endpointId],
  );
  return rows.map(({ event_id: id }) => id);
}

describe('POST /v1/endpoints/:id/recover', () => {
  it('delivers what the endpoint wants, was published since, and was never on its way to it', async () => {
    const endpoint = await storeEndpoint(database, { tenant: 'acme', eventTypes: ['order.*'] });
    await storeEvent(database, { tenant: 'acme', at: hoursAgo(5) });
    await storeEvent(database, { tenant: 'globex', at: hoursAgo(2) });
    await storeEvent(database, { tenant: 'acme', type: 'invoice.paid', at: hoursAgo(2) });
    const sent = await storeEvent(database, { tenant: 'acme', at: hoursAgo(2) });
    await storeDelivery(database, {
      endpointId: endpoint,
      eventId: sent,
      status: 'delivered',
      at: hoursAgo(2),
    });
    const missed = await storeEvent(database, { tenant: 'acme', at: hoursAgo(3) });
    const later = await storeEvent(database, { tenant: 'acme', type: 'order.sent', at: hoursAgo(1) });

    const answer = await recover(endpoint, { since: hoursAgo(4) });
    expect(answer).toMatchObject({ status: 202, body: { recovered: 2, next_cursor: null } });
    expect(await eventsOf(endpoint)).toEqual([sent, missed, later]);
    const { body } = await hookline.api('GET', `/v1/deliveries?event_id=${missed}`);
    expect(body.data).toMatchObject([
      { type: 'order.paid', status: 'pending', attempts: 0, endpoint_id: endpoint },
    ]);
    expect(body.data[0].id.slice(0, 19)).toBe(missed.slice(0, 19));
    expect(Date.parse(body.data[0].next_attempt_at)).toBeLessThanOrEqual(Date.now());
    expect((await recover(endpoint, { since: hoursAgo(4) })).body.recovered).toBe(0);
  });

  it('keeps the order of subjects where the endpoint does', async () => {
    const [plain, ordered] = [
      await storeEndpoint(database, { tenant: 'acme' }),
      await storeEndpoint(database, { tenant: 'acme', ordered: true }),
    ];
    await storeEvent(database, { tenant: 'acme', subject: 'order_42', at: hoursAgo(1) });
    for (const id of [plain, ordered]) await recover(id, { since: hoursAgo(2) });
    const { rows } = await database.query('SELECT endpoint_id, order_key FROM deliveries ORDER BY position');
    expect(rows).toEqual([
      { endpoint_id: plain, order_key: null },
      { endpoint_id: ordered, order_key: 'order_42' },
    ]);
  });

  it('leaves out pings and tests, which are for one endpoint alone', async () => {
    const endpoint = await storeEndpoint(database, { tenant: 'acme' });
    const endpointId = await storeEndpoint(database, { tenant: 'acme' });
    for (const type of ['hookline.ping', 'order.paid']) {
      await storeEvent(database, { tenant: 'acme', type, endpointId, at: hoursAgo(1) });
    }
    expect((await recover(endpoint, { since: hoursAgo(2) })).body.recovered).toBe(0);
  });

  it('delivers thousands, each once, however many ask for it at the same time', async () => {
    const endpoint = await storeEndpoint(database, { tenant: 'acme' });
    await database.query(
      `INSERT INTO published_events (id, tenant, type, data)
       SELECT ('0198a1b2-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'acme', 'order.paid', '{}'
       FROM generate_series(1, 2500) AS i`,
    );
    const since = new Date('2025-01-01T00:00:00Z');
    const answers = await Promise.all([1, 2, 3].map(() => recover(endpoint, { since })));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(answers.reduce((sum, { body }) => sum + body.recovered, 0)).toBe(2_500);
    const events = await eventsOf(endpoint);
    expect(events).toEqual([...new Set(events)].toSorted());
    expect(events).toHaveLength(2_500);
    const cursor = events[1_999];
    await database.query('TRUNCATE deliveries');
    expect((await recover(endpoint, { since, cursor })).body.recovered).toBe(500);
  });

  it('refuses for an endpoint that is disabled, unproved, deleted or unknown, and without a time', async () => {
    const [disabled, unproved, deleted, enabled] = [
      await storeEndpoint(database, { tenant: 'acme', enabled: false }),
      await storeEndpoint(database, { tenant: 'acme', ownership: 'unproved' }),
      await storeEndpoint(database, { tenant: 'acme', deletedAt: new Date() }),
      await storeEndpoint(database, { tenant: 'acme' }),
    ];
    const since = hoursAgo(1);
    const first = await recover(disabled, { since });
    expect(first).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    expect(first.body.error.message).toContain('{"enabled": true}');
    const second = await recover(unproved, { since });
    expect(second.status).toBe(409);
    expect(second.body.error.message).toContain(`POST /v1/endpoints/${unproved}/ping`);
    expect((await recover(deleted, { since })).status).toBe(404);
    expect((await recover('0198a1b2-0000-7000-8000-000000000000', { since })).status).toBe(404);
    expect(await recover(enabled, {})).toMatchObject({
      status: 400,
      body: { error: { details: [{ field: 'since' }] } },
    });
  });

  it('wants the same types as publishing does', async () => {
    const part = fc.constantFrom('order', 'order_', 'orders', 'paid', 'a-b', 'o%');
    const type = fc
      .array(part, { minLength: 1, maxLength: 3 })
      .map((parts) => parts.join('.').replaceAll('%', '_'));
    const pattern = fc.oneof(
      fc.constant('*'),
      type,
      type.map((text) => `${text}.*`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(pattern, { minLength: 1, maxLength: 3 }),
        fc.array(type, { minLength: 1, maxLength: 5 }),
        async (eventTypes, types) => {
          const tenant = crypto.randomUUID();
          const endpoint = await storeEndpoint(database, { tenant, eventTypes });
          const wanted: string[] = [];
          for (const each of types) {
            const id = await storeEvent(database, { tenant, type: each, at: hoursAgo(1) });
            if (patternsFor(each).some((meant) => eventTypes.includes(meant))) wanted.push(id);
          }
          await recover(endpoint, { since: hoursAgo(2) });
          expect((await eventsOf(endpoint)).toSorted()).toEqual(wanted.toSorted());
        },
      ),
      { numRuns: 20 },
    );
  });
});
