import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import { DeliveriesService } from '../../src/deliveries/records/deliveries.service.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { storeDelivery, storeEndpoint } from '../support/stored-deliveries.js';

const UNKNOWN = '0198a1b2-0000-7000-8000-000000000000';
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);

let hookline: TestHookline;
let database: Client;
let endpoint: string;

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
  await database.query('TRUNCATE deliveries, delivery_attempts, endpoints');
  endpoint = await storeEndpoint(database, { tenant: 'acme' });
});

const replay = (path: string, body: unknown = {}) => hookline.api('POST', `${path}/replay`, body);

/** How a delivery lies in the queue. */
async function queued(id: string) {
  const { rows } = await database.query(
    'SELECT status, attempts, earlier, due_at <= now() AS due FROM deliveries WHERE id = $1',
    [id],
  );
  return rows[0];
}

async function due(): Promise<string[]> {
  const { rows } = await database.query<{ id: string }>(
    "SELECT id FROM deliveries WHERE status = 'pending' AND due_at <= now() ORDER BY id",
  );
  return rows.map(({ id }) => id);
}

describe('POST /v1/deliveries/:id/replay', () => {
  it.each(['delivered', 'failed', 'dead'] as const)('makes one that is %s due at once', async (status) => {
    const id = await storeDelivery(database, { endpointId: endpoint, status, attempts: 3 });
    const answer = await replay(`/v1/deliveries/${id}`);
    expect(answer).toMatchObject({ status: 202, body: { id, status: 'pending' } });
    expect(await queued(id)).toEqual({ status: 'pending', attempts: 3, earlier: 3, due: true });
    expect((await hookline.api('GET', `/v1/deliveries/${id}`)).body.history).toHaveLength(3);
  });

  it('refuses one that waits for its turn anyway, and knows which there are', async () => {
    const id = await storeDelivery(database, { endpointId: endpoint, status: 'pending' });
    const answer = await replay(`/v1/deliveries/${id}`);
    expect(answer).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    expect((await queued(id))?.due).toBe(false);
    expect((await replay(`/v1/deliveries/${UNKNOWN}`)).status).toBe(404);
  });

  it('refuses what goes to an endpoint that is disabled or deleted, and says how to enable it', async () => {
    const disabled = await storeEndpoint(database, { tenant: 'acme', enabled: false });
    const deleted = await storeEndpoint(database, { tenant: 'acme', deletedAt: new Date() });
    for (const endpointId of [disabled, deleted]) {
      const id = await storeDelivery(database, { endpointId, status: 'dead' });
      const { status, body } = await replay(`/v1/deliveries/${id}`);
      expect(status).toBe(409);
      expect(body.error.message).toContain('{"enabled": true}');
      expect((await queued(id))?.status).toBe('dead');
    }
  });

  it('waits for an attempt that is being written down, and counts it', async () => {
    const id = await storeDelivery(database, { endpointId: endpoint, status: 'failed', attempts: 1 });
    await database.query('BEGIN');
    await database.query("UPDATE deliveries SET status = 'dead', attempts = 2, due_at = NULL WHERE id = $1", [
      id,
    ]);
    const answer = replay(`/v1/deliveries/${id}`);
    await eventually('the replay waits', async () => {
      const { rows } = await database.query("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
      return rows[0];
    });
    await database.query('COMMIT');
    expect((await answer).status).toBe(202);
    expect(await queued(id)).toEqual({ status: 'pending', attempts: 2, earlier: 2, due: true });
  });
});

describe('POST /v1/deliveries/replay', () => {
  it('replays what has failed or is dead, and nothing else, passing by endpoints that are disabled', async () => {
    const failed = await storeDelivery(database, { endpointId: endpoint, status: 'failed', at: hoursAgo(3) });
    const dead = await storeDelivery(database, { endpointId: endpoint, status: 'dead', at: hoursAgo(1) });
    await storeDelivery(database, { endpointId: endpoint, status: 'delivered', at: hoursAgo(1) });
    await storeDelivery(database, { endpointId: endpoint, status: 'pending', at: hoursAgo(1) });
    const disabled = await storeEndpoint(database, { tenant: 'acme', enabled: false });
    await storeDelivery(database, { endpointId: disabled, status: 'dead', at: hoursAgo(1) });
    expect(await replay('/v1/deliveries')).toMatchObject({
      status: 202,
      body: { replayed: 2, next_cursor: null },
    });
    expect(await due()).toEqual([failed, dead]);
    expect((await replay('/v1/deliveries')).body.replayed).toBe(0);
  });

  it('replays what the filter finds', async () => {
    const other = await storeEndpoint(database, { tenant: 'acme' });
    const [old, recent, delivered, others] = [
      await storeDelivery(database, { endpointId: endpoint, status: 'dead', at: hoursAgo(5) }),
      await storeDelivery(database, { endpointId: endpoint, status: 'dead', at: hoursAgo(2) }),
      await storeDelivery(database, { endpointId: endpoint, status: 'delivered', at: hoursAgo(2) }),
      await storeDelivery(database, { endpointId: other, status: 'failed', at: hoursAgo(2) }),
    ];
    await replay('/v1/deliveries', { status: ['failed'] });
    expect(await due()).toEqual([others]);
    await replay('/v1/deliveries', { since: hoursAgo(3), until: hoursAgo(1), status: ['dead'] });
    expect(await due()).toEqual([recent, others].toSorted());
    await replay('/v1/deliveries', { endpoint_id: endpoint, status: ['delivered'] });
    expect(await due()).toEqual([recent, delivered, others].toSorted());
    await replay('/v1/deliveries', { cursor: old });
    expect((await queued(old))?.status).toBe('dead');
  });

  it('names what is wrong with a request', async () => {
    const { status, body } = await replay('/v1/deliveries', {
      status: ['pending'],
      since: 'yesterday',
      tenant: 'a',
    });
    expect(status).toBe(400);
    const fields = body.error.details.map(({ field }: { field: string }) => field);
    expect(fields.toSorted()).toEqual(['since', 'status.0', 'tenant']);
    expect((await replay('/v1/deliveries', { endpoint_id: UNKNOWN })).status).toBe(404);
  });

  it('replays thousands, each once, however many ask for it at the same time', async () => {
    await database.query(
      `INSERT INTO deliveries (id, event_id, endpoint_id, type, status, attempts)
       SELECT ('0198a1b2-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, gen_random_uuid(), $1, 'a', 'dead', 6
       FROM generate_series(1, 2500) AS i`,
      [endpoint],
    );
    const answers = await Promise.all([1, 2, 3].map(() => replay('/v1/deliveries')));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(answers.reduce((sum, { body }) => sum + body.replayed, 0)).toBe(2_500);
    expect(await due()).toHaveLength(2_500);
  });
});

describe('POST /v1/endpoints/:id/replay', () => {
  it('replays everything that an endpoint was sent since a time, unless told of which status', async () => {
    const other = await storeEndpoint(database, { tenant: 'acme' });
    await storeDelivery(database, { endpointId: other, status: 'dead', at: hoursAgo(1) });
    await storeDelivery(database, { endpointId: endpoint, status: 'dead', at: hoursAgo(9) });
    await storeDelivery(database, { endpointId: endpoint, status: 'pending', at: hoursAgo(1) });
    const dead = await storeDelivery(database, { endpointId: endpoint, status: 'dead', at: hoursAgo(2) });
    const delivered = await storeDelivery(database, {
      endpointId: endpoint,
      status: 'delivered',
      at: hoursAgo(1),
    });
    await replay(`/v1/endpoints/${endpoint}`, { since: hoursAgo(3), status: ['dead'] });
    expect(await due()).toEqual([dead]);
    const answer = await replay(`/v1/endpoints/${endpoint}`, { since: hoursAgo(3) });
    expect(answer).toMatchObject({ status: 202, body: { replayed: 1, next_cursor: null } });
    expect(await due()).toEqual([dead, delivered]);
  });

  it('refuses for one that is disabled, deleted or unknown', async () => {
    const disabled = await storeEndpoint(database, { tenant: 'acme', enabled: false });
    const deleted = await storeEndpoint(database, { tenant: 'acme', deletedAt: new Date() });
    const { status, body } = await replay(`/v1/endpoints/${disabled}`);
    expect(status).toBe(409);
    expect(body.error.message).toContain(`PATCH /v1/endpoints/${disabled} with {"enabled": true}`);
    for (const id of [deleted, UNKNOWN]) expect((await replay(`/v1/endpoints/${id}`)).status).toBe(404);
  });

  it('does nothing for no status at all', async () => {
    await storeDelivery(database, { endpointId: endpoint, status: 'dead' });
    const service = hookline.app.get(DeliveriesService, { strict: false });
    expect(await service.replayAll({ status: ['pending'] })).toEqual({ replayed: 0, next: undefined });
    expect(await service.replayAll({ status: [] })).toEqual({ replayed: 0, next: undefined });
    expect(await due()).toEqual([]);
  });
});

describe('A replay', () => {
  let receiver: Server;
  let worker: TestHookline;
  const received: { id: string | undefined; status: number }[] = [];
  let status = 500;

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      received.push({ id: request.headers['webhook-id']?.toString(), status });
      response.writeHead(status).end();
    });
    await new Promise<void>((resolve) => void receiver.listen(0, '127.0.0.1', resolve));
    worker = await startTestHookline({ environment: { DELIVERY_RETRY_DELAYS: '0.05' } });
  });
  afterAll(async () => {
    await worker?.close();
    receiver?.close();
  });

  it('sends the same webhook-id again, and attempts begin anew', async () => {
    const { port } = receiver.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    const made = await worker.api('POST', '/v1/endpoints', {
      tenant: 'acme',
      url,
      event_types: ['order.paid'],
    });
    expect(made.status).toBe(201);
    const event = await worker.api('POST', '/v1/events', { type: 'order.paid', tenant: 'acme', data: {} });
    const reached = (wanted: string) =>
      eventually(`the delivery is ${wanted}`, async () => {
        const { body } = await worker.api('GET', `/v1/deliveries?event_id=${event.body.id}`);
        const [delivery] = body.data;
        return delivery.status === wanted ? delivery : undefined;
      });
    const { id, attempts } = await reached('dead');
    expect(attempts).toBe(2);
    status = 204;
    expect((await worker.api('POST', `/v1/deliveries/${id}/replay`, {})).status).toBe(202);
    expect(await reached('delivered')).toMatchObject({ id, attempts: 3, next_attempt_at: null });
    const { body } = await worker.api('GET', `/v1/deliveries/${id}`);
    expect(body.history.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      'failed',
      'dead',
      'delivered',
    ]);
    const ofEvent = received.filter((each) => each.id === event.body.id);
    expect(ofEvent.map((each) => each.status)).toEqual([500, 500, 204]);
  });
});
