import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PrismaPg } from '@prisma/adapter-pg';
import fc from 'fast-check';
import { Pool } from 'pg';
import type { EventTransaction } from '../../src/contracts/events.js';
import { EventsService } from '../../src/deliveries/events/events.service.js';
import { PrismaClient } from '../../src/platform/database/generated/client.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

const MAX_BYTES = 16 * 1_024;

let hookline: TestHookline;
let events: EventsService;
/** The product's own client of the same database. */
let shop: PrismaClient;
let tenants = 0;

beforeAll(async () => {
  // Nothing is sent: what is published waits.
  const environment = { ROLE: 'web', EVENT_MAX_BYTES: String(MAX_BYTES) };
  hookline = await startTestHookline({ environment });
  events = hookline.app.get(EventsService, { strict: false });
  shop = new PrismaClient({ adapter: new PrismaPg({ connectionString: hookline.databaseUrl }) });
});
afterAll(async () => {
  await shop?.$disconnect();
  await hookline?.close();
});

function newTenant(): string {
  tenants += 1;
  return `tenant_${tenants}`;
}

async function addEndpoint(
  tenant: string,
  settings: Partial<Parameters<PrismaClient['endpoint']['create']>[0]['data']> = {},
): Promise<string> {
  const url = 'https://receiver.example/hooks';
  const data = { tenant, url, eventTypes: ['*'], sealedSecrets: new Uint8Array(1), ...settings };
  return (await shop.endpoint.create({ data })).id;
}

async function receiversOf(eventId: string): Promise<string[]> {
  const deliveries = await shop.delivery.findMany({ where: { eventId }, orderBy: { position: 'asc' } });
  return deliveries.map(({ endpointId }) => endpointId).toSorted();
}

/** The same transaction, and the statements that go through it. */
function recorded(tx: EventTransaction): { tx: EventTransaction; statements: string[] } {
  const statements: string[] = [];
  const record = <Rows>(query: string, ...values: unknown[]) => {
    statements.push(query);
    return tx.$queryRawUnsafe<Rows>(query, ...values);
  };
  return { tx: { $queryRawUnsafe: record }, statements };
}

describe('EventsService.publish', () => {
  it('stores an event with its deliveries to the endpoints that want it', async () => {
    const tenant = newTenant();
    const wanted = [
      await addEndpoint(tenant),
      await addEndpoint(tenant, { eventTypes: ['order.*'] }),
      await addEndpoint(tenant, { eventTypes: ['cart.filled', 'order.paid'] }),
      await addEndpoint(tenant, { paused: true }),
    ];
    await addEndpoint(tenant, { eventTypes: ['order'] });
    await addEndpoint(tenant, { eventTypes: ['order.paid.*'] });
    await addEndpoint(tenant, { enabled: false });
    await addEndpoint(tenant, { ownership: 'unproved' });
    await addEndpoint(tenant, { deletedAt: new Date() });
    await addEndpoint(newTenant());
    const receipt = await events.publish({
      type: 'order.paid',
      tenant,
      data: { amount: 1999 },
      subject: 'order_1',
    });
    expect(receipt).toMatchObject({
      type: 'order.paid',
      tenant,
      subject: 'order_1',
      deliveries: 4,
      duplicate: false,
    });
    expect(await receiversOf(receipt.id)).toEqual(wanted.toSorted());
    expect(await events.get(receipt.id)).toMatchObject({
      data: { amount: 1999 },
      versions: null,
      idempotencyKey: null,
    });
  });

  it('keeps the subject as the order of ordered endpoints alone', async () => {
    const tenant = newTenant();
    const ordered = await addEndpoint(tenant, { ordered: true });
    await addEndpoint(tenant);
    const { id } = await events.publish({ type: 'order.paid', tenant, data: 1, subject: 'order_1' });
    const deliveries = await shop.delivery.findMany({ where: { eventId: id, orderKey: { not: null } } });
    expect(deliveries).toMatchObject([{ endpointId: ordered, orderKey: 'order_1' }]);
  });

  it('belongs to the transaction of the product, in one round trip', async () => {
    const tenant = newTenant();
    await addEndpoint(tenant);
    const { published: receipt, sent } = await shop.$transaction(async (transaction) => {
      const { tx, statements } = recorded(transaction);
      const published = await events.publish(
        { type: 'order.paid', tenant, data: {}, idempotencyKey: 'a' },
        { tx },
      );
      expect(await events.get(published.id)).toBeUndefined(); // nobody else sees it yet
      return { published, sent: statements };
    });
    expect(sent).toHaveLength(1);
    expect(receipt).toMatchObject({ deliveries: 1, duplicate: false });
    expect(await events.get(receipt.id)).toMatchObject({ idempotencyKey: 'a' });
    expect(await receiversOf(receipt.id)).toHaveLength(1);
  });

  it('leaves nothing when the transaction is rolled back, and the key is free again', async () => {
    const tenant = newTenant();
    const endpointId = await addEndpoint(tenant);
    const event = { type: 'order.paid', tenant, data: {}, idempotencyKey: 'a' };
    const rolledBack = shop.$transaction(async (tx) => {
      await events.publish(event, { tx });
      throw new Error('out of stock');
    });
    await expect(rolledBack).rejects.toThrow('out of stock');
    expect(await events.list({ tenant }, 10)).toEqual([]);
    expect(await shop.delivery.count({ where: { endpointId } })).toBe(0);
    expect(await events.publish(event)).toMatchObject({ duplicate: false, deliveries: 1 });
  });

  it('leaves the transaction usable after a duplicate and after a refusal', async () => {
    const tenant = newTenant();
    const event = { type: 'order.paid', tenant, data: { amount: 1 }, idempotencyKey: 'a' };
    const first = await events.publish(event);
    const [again, other] = await shop.$transaction(async (tx) => {
      await expect(events.publish({ ...event, data: { amount: 2 } }, { tx })).rejects.toThrow(
        'something else',
      );
      await expect(events.publish({ ...event, type: 'order paid' }, { tx })).rejects.toThrow('type');
      return [
        await events.publish(event, { tx }),
        await events.publish({ ...event, idempotencyKey: 'b' }, { tx }),
      ];
    });
    expect(again).toEqual({ ...first, duplicate: true });
    expect(other).toMatchObject({ duplicate: false });
  });

  it('goes through any client that sends raw statements', async () => {
    const pool = new Pool({ connectionString: hookline.databaseUrl });
    const tx: EventTransaction = {
      $queryRawUnsafe: async <Rows>(query: string, ...values: unknown[]) =>
        (await pool.query(query, values)).rows as Rows,
    };
    const tenant = newTenant();
    await addEndpoint(tenant);
    const event = { type: 'order.paid', tenant, data: {}, idempotencyKey: 'a' };
    const first = await events.publish(event, { tx });
    expect(first).toMatchObject({ deliveries: 1, duplicate: false });
    expect(await events.publish(event, { tx })).toEqual({ ...first, duplicate: true });
    await pool.end();
  });

  it('is once for one key of a tenant, however many come at the same time', async () => {
    const tenant = newTenant();
    await addEndpoint(tenant);
    const event = { type: 'order.paid', tenant, data: { a: 1, b: [{ c: 2, d: 3 }] }, idempotencyKey: 'a' };
    const turned = { ...event, data: { b: [{ d: 3, c: 2 }], a: 1 } };
    const receipts = await Promise.all(
      Array.from({ length: 20 }, (_, index) => events.publish(index % 2 === 0 ? event : turned)),
    );
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
    expect(receipts.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    expect(receipts.every(({ deliveries }) => deliveries === 1)).toBe(true);
    expect(await events.publish({ ...event, tenant: newTenant() })).toMatchObject({ duplicate: false });
  });

  it.each([
    ['type', { type: 'order.refunded' }],
    ['subject', { subject: 'order_2' }],
    ['data', { data: [2, 1] }],
    ['versions', { versions: { v1: [1] } }],
  ])('refuses a key that was used for another %s', async (_field, other) => {
    const event = {
      type: 'order.paid',
      tenant: newTenant(),
      data: [1, 2],
      subject: 'order_1',
      idempotencyKey: 'a',
    };
    await events.publish(event);
    await expect(events.publish({ ...event, ...other })).rejects.toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  const circle: unknown[] = [];
  circle.push(circle);
  const deep = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

  it.each([
    ['type', { type: 'order paid' }],
    ['type', { type: 'hookline.ping' }],
    ['type', { type: 'a'.repeat(129) }],
    ['tenant', { tenant: '' }],
    ['tenant', { tenant: 'a\0' }],
    ['tenant', { tenant: 'a'.repeat(256) }],
    ['subject', { subject: '' }],
    ['subject', { subject: '\ud800' }],
    ['idempotencyKey', { idempotencyKey: 'schlüssel' }],
    ['versions.a b', { versions: { 'a b': 1 } }],
    [
      'versions',
      { versions: Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`v${index}`, 1])) },
    ],
    ['versions.v1', { versions: { v1: undefined } }],
    ['data', { data: undefined }],
    ['data', { data: () => 1 }],
    ['data', { data: { amount: 1n } }],
    ['data', { data: circle }],
    ['data', { data: deep(101) }],
    ['data', { data: deep(20_000) }],
  ])('refuses a wrong %s: %o', async (field, wrong) => {
    const tenant = newTenant();
    const published = events.publish({ type: 'order.paid', tenant, data: {}, ...wrong });
    await expect(published).rejects.toMatchObject({
      name: 'ValidationError',
      details: expect.arrayContaining([expect.objectContaining({ field })]),
    });
    expect(await events.list({ tenant }, 1)).toEqual([]);
  });

  it('counts the bytes of data and versions together', async () => {
    const tenant = newTenant();
    const text = (bytes: number) => 'é'.repeat(bytes / 2 - 1); // with its quotation marks
    const fits = { type: 'order.paid', tenant, data: text(MAX_BYTES) };
    expect(await events.publish(fits)).toMatchObject({ duplicate: false });
    const both = { ...fits, data: text(MAX_BYTES / 2), versions: { v1: text(MAX_BYTES / 2) } };
    await expect(events.publish(both)).rejects.toMatchObject({
      code: 'PAYLOAD_TOO_LARGE',
      message: expect.stringContaining(`EVENT_MAX_BYTES allows ${MAX_BYTES}`),
    });
  });

  it('counts events', async () => {
    const published = async () => {
      const { body } = await hookline.api('GET', '/metrics');
      return Number(/^events_published_total (\d+)$/m.exec(body)?.[1]);
    };
    const before = await published();
    const event = { type: 'order.paid', tenant: newTenant(), data: {}, idempotencyKey: 'a' };
    await events.publish(event);
    await events.publish(event);
    expect(await published()).toBe(before + 1);
  });
});

describe('/v1/events', () => {
  it('publishes, lists and shows', async () => {
    const tenant = newTenant();
    await addEndpoint(tenant);
    const body = {
      type: 'order.paid',
      tenant,
      subject: 'order_1',
      data: { amount: 1 },
      versions: { v1: [1] },
    };
    const first = await hookline.api('POST', '/v1/events', { ...body, idempotency_key: 'a' });
    expect(first).toMatchObject({
      status: 202,
      body: { type: 'order.paid', tenant, subject: 'order_1', deliveries: 1, duplicate: false },
    });
    const second = await hookline.api('POST', '/v1/events', { ...body, type: 'cart.filled' });
    const summary = { id: first.body.id, tenant, idempotency_key: 'a', created_at: first.body.created_at };
    const page = await hookline.api('GET', `/v1/events?tenant=${tenant}&limit=1`);
    expect(page.body).toMatchObject({ data: [{ id: second.body.id }], next_cursor: second.body.id });
    const next = await hookline.api(
      'GET',
      `/v1/events?tenant=${tenant}&limit=1&cursor=${page.body.next_cursor}`,
    );
    expect(next.body).toMatchObject({ data: [summary], next_cursor: null });
    expect(next.body.data[0]).not.toHaveProperty('data');
    const ofType = await hookline.api('GET', `/v1/events?tenant=${tenant}&type=order.paid`);
    expect(ofType.body.data).toMatchObject([summary]);
    const shown = await hookline.api('GET', `/v1/events/${first.body.id}`);
    expect(shown.body).toEqual({
      ...summary,
      type: 'order.paid',
      subject: 'order_1',
      data: { amount: 1 },
      versions: { v1: [1] },
    });
  });

  it('publishes once for one Idempotency-Key header, also when the first answer was lost', async () => {
    const tenant = newTenant();
    const body = { type: 'order.paid', tenant, data: {} };
    const headers = { 'Idempotency-Key': `order ${tenant}` };
    const first = await hookline.api('POST', '/v1/events', body, headers);
    const repeated = await hookline.api('POST', '/v1/events', body, headers);
    expect(repeated.body).toEqual(first.body);
    await shop.idempotencyRecord.updateMany({ data: { status: null, sealedBody: null } }); // as a crash leaves it
    const afterCrash = await hookline.api('POST', '/v1/events', body, headers);
    expect(afterCrash.body).toEqual({ ...first.body, duplicate: true });
  });

  it('names what is wrong as it was sent', async () => {
    const wrong = { type: 'order paid', tenant: '', data: 1, idempotency_key: 'ü', more: 1 };
    const { status, body } = await hookline.api('POST', '/v1/events', wrong);
    expect(status).toBe(400);
    expect(body.error.details.map(({ field }: { field: string }) => field).toSorted()).toEqual([
      'idempotency_key',
      'more',
      'tenant',
      'type',
    ]);
    const withoutData = await hookline.api('POST', '/v1/events', { type: 'order.paid', tenant: 'acme' });
    expect(withoutData.body.error.details).toMatchObject([{ field: 'data' }]);
    const reused = { type: 'order.paid', tenant: newTenant(), data: 1, idempotency_key: 'a' };
    await hookline.api('POST', '/v1/events', reused);
    expect(await hookline.api('POST', '/v1/events', { ...reused, data: 2 })).toMatchObject({
      status: 422,
      body: { error: { code: 'IDEMPOTENCY_KEY_REUSED' } },
    });
  });

  it('refuses what is too large, whether or not it can be read', async () => {
    const event = { type: 'order.paid', tenant: newTenant() };
    for (const data of ['a'.repeat(MAX_BYTES), '"'.repeat(3_000_000)]) {
      const large = await hookline.api('POST', '/v1/events', { ...event, data });
      expect(large).toMatchObject({ status: 413, body: { error: { code: 'PAYLOAD_TOO_LARGE' } } });
    }
  });

  it('asks for scopes', async () => {
    const headers = { Authorization: `Bearer ${await hookline.createKey('events:read')}` };
    const body = { type: 'order.paid', tenant: newTenant(), data: 1 };
    expect(await hookline.api('POST', '/v1/events', body, headers)).toMatchObject({ status: 403 });
    expect(await hookline.api('GET', '/v1/events', undefined, headers)).toMatchObject({ status: 200 });
  });

  it('answers 404 for an event that is not there', async () => {
    const unknown = await hookline.api('GET', '/v1/events/019aa000-0000-7000-8000-000000000000');
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'NOT_FOUND' } } });
    expect(await hookline.api('GET', '/v1/events/1')).toMatchObject({ status: 400 });
  });

  it('gives back any JSON as it was published', async () => {
    const tenant = newTenant();
    await fc.assert(
      fc.asyncProperty(
        anyJson(),
        fc.dictionary(fc.stringMatching(/^[\w.-]{1,64}$/).filter(isHarmless), anyJson(), { maxKeys: 3 }),
        async (data, versions) => {
          const { status, body } = await hookline.api('POST', '/v1/events', {
            type: 't',
            tenant,
            data,
            versions,
          });
          expect(status).toBe(202);
          const shown = await hookline.api('GET', `/v1/events/${body.id}`);
          expect(shown.body.data).toEqual(data);
          expect(shown.body.versions ?? {}).toEqual(versions);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('has an answer of its own for any body', async () => {
    const oddValue = fc.oneof(
      anyJson(),
      fc.constantFrom('order.paid', 'acme', '\ud800', '\0', 'a'.repeat(300)),
    );
    const oddBody = fc.oneof(
      anyJson(),
      fc.record(
        {
          type: oddValue,
          tenant: oddValue,
          data: oddValue,
          subject: oddValue,
          versions: oddValue,
          idempotency_key: oddValue,
        },
        { requiredKeys: [] },
      ),
    );
    await fc.assert(
      fc.asyncProperty(oddBody, async (body) => {
        const { status } = await hookline.api('POST', '/v1/events', JSON.stringify(body));
        expect([202, 400, 422]).toContain(status);
      }),
      { numRuns: 200 },
    );
    for (const depth of [100, 101, 3_000, 30_000]) {
      const data = '['.repeat(depth) + ']'.repeat(depth);
      const body = `{"type":"t","tenant":"acme","data":${data}}`;
      const { status } = await hookline.api('POST', '/v1/events', body);
      expect(status).toBe(depth > 100 ? 400 : 202);
    }
  });
});

/** JSON as a request may have it; -0 is 0 there. */
function anyJson() {
  return fc
    .jsonValue({ stringUnit: 'binary', maxDepth: 4 })
    .filter((value) => isHarmless(JSON.stringify(value)))
    .map((value): unknown => JSON.parse(JSON.stringify(value)));
}

/** Names by which a prototype could be reached are refused at the edge, for all requests alike. */
function isHarmless(text: string): boolean {
  return !/__proto__|constructor.*prototype|prototype.*constructor/s.test(text);
}
