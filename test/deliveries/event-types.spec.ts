import { Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { z } from 'zod';
import { defineEvent } from '../../src/deliveries/catalogue/define-event.js';
import { EventCatalogue } from '../../src/deliveries/catalogue/event-catalogue.js';
import { EventTypes } from '../../src/deliveries/catalogue/event-types.js';
import { EventsService } from '../../src/deliveries/events/events.service.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';

const orderPaid = defineEvent({
  type: 'order.paid',
  description: 'Somebody has paid.',
  schema: z.object({ order: z.string(), amount: z.int(), note: z.string().optional() }),
  example: { order: 'order_1', amount: 1999 },
  versions: { '2025-01-01': ({ order, amount }) => ({ order, total: amount / 100 }) },
});

@EventTypes()
class ShopEvents {
  readonly orderPaid = orderPaid;
  readonly cartFilled = defineEvent({ type: 'cart.filled', deprecated: true });
  readonly somethingElse = 'no event';
}

/** Has the same definition, which is no conflict. */
@EventTypes()
class MoreEvents {
  readonly orderPaid = orderPaid;
}

@Module({ providers: [ShopEvents, MoreEvents] })
class ShopModule {}

const SCHEMA = {
  type: 'object',
  properties: { id: { type: 'integer' }, tags: { type: 'array', items: { $ref: '#/$defs/tag' } } },
  required: ['id'],
  additionalProperties: false,
  $defs: { tag: { type: 'string', maxLength: 3 } },
};

let hookline: TestHookline;
let catalogue: EventCatalogue;
let events: EventsService;

beforeAll(async () => {
  hookline = await startTestHookline({ environment: { ROLE: 'web' }, imports: [ShopModule] });
  catalogue = hookline.app.get(EventCatalogue, { strict: false });
  events = hookline.app.get(EventsService, { strict: false });
});
afterAll(async () => {
  await hookline?.close();
});

const put = (name: string, body: unknown) => hookline.api('PUT', `/v1/event-types/${name}`, body);

describe('defineEvent', () => {
  it('makes events with their data in every version', () => {
    const event = orderPaid.event({
      tenant: 'acme',
      data: { order: '42', amount: 250 },
      subject: 'order_42',
      idempotencyKey: 'a',
    });
    expect(event).toEqual({
      type: 'order.paid',
      tenant: 'acme',
      data: { order: '42', amount: 250 },
      subject: 'order_42',
      idempotencyKey: 'a',
      versions: { '2025-01-01': { order: '42', total: 2.5 } },
    });
    // @ts-expect-error the schema wants a number
    const wrong = orderPaid.event({ tenant: 'acme', data: { order: '42', amount: '250' } });
    expect(orderPaid.check(wrong.data, 'data')).toMatchObject([{ field: 'data.amount' }]);
  });

  it.each([
    ['a type that is none', () => defineEvent({ type: 'order paid' }), 'letters, digits'],
    ["a type of Hookline's own", () => defineEvent({ type: 'hookline.ping' }), 'Hookline itself'],
    ['a version that is none', () => defineEvent({ type: 'a', versions: { 'v 1': () => 1 } }), '"v 1"'],
    [
      'an example that the schema refuses',
      () => defineEvent({ type: 'a', schema: z.object({ b: z.string().min(3) }), example: { b: 'c' } }),
      'example.b',
    ],
    ['an example that is no JSON', () => defineEvent({ type: 'a', example: 1n }), 'example must be JSON'],
    ['a schema that JSON cannot express', () => defineEvent({ type: 'a', schema: z.date() }), 'JSON Schema'],
  ])('refuses %s', (_what, define, message) => {
    expect(define).toThrow(TypeError);
    expect(define).toThrow(message);
  });

  it('refuses to start with two definitions of one type, or a class without any', async () => {
    @EventTypes()
    class OtherEvents {
      readonly orderPaid = defineEvent({ type: 'order.paid' });
    }
    @EventTypes()
    class NoEvents {
      static readonly orderSent = defineEvent({ type: 'order.sent' });
    }
    @Module({ providers: [ShopEvents, OtherEvents, NoEvents] })
    class WrongModule {}
    const started = startTestHookline({ environment: { ROLE: 'web' }, imports: [WrongModule] });
    await expect(started).rejects.toThrow(
      /order\.paid is defined twice[^]*NoEvents has @EventTypes\(\), but no event/,
    );
  });
});

describe('the catalogue', () => {
  it('shows what the code defines, and lets nobody change it', async () => {
    const { body } = await hookline.api('GET', '/v1/event-types/order.paid');
    expect(body).toMatchObject({
      name: 'order.paid',
      description: 'Somebody has paid.',
      schema: { type: 'object', required: ['order', 'amount'] },
      example: { order: 'order_1', amount: 1999 },
      versions: ['2025-01-01'],
      deprecated: false,
      defined_in: 'code',
    });
    expect(await put('order.paid', {})).toMatchObject({ status: 409, body: { error: { code: 'CONFLICT' } } });
    expect(await hookline.api('DELETE', '/v1/event-types/order.paid')).toMatchObject({ status: 409 });
    expect(await catalogue.get('cart.filled')).toMatchObject({
      deprecated: true,
      schema: null,
      example: null,
    });
  });

  it('checks events of a defined type, whoever publishes them', async () => {
    const data = { order: '42', amount: 250 };
    expect(await events.publish(orderPaid.event({ tenant: 'acme', data }))).toMatchObject({
      duplicate: false,
    });
    const published = events.publish({ type: 'order.paid', tenant: 'acme', data: { order: 1, amount: 2.5 } });
    await expect(published).rejects.toMatchObject({
      details: [
        { field: 'data.order' },
        { field: 'data.amount' },
        { field: 'versions', issue: 'must have data for 2025-01-01' },
      ],
    });
    const versions = { '2025-01-01': {}, '2024-01-01': {} };
    const unknown = await hookline.api('POST', '/v1/events', {
      type: 'order.paid',
      tenant: 'acme',
      data,
      versions,
    });
    expect(unknown).toMatchObject({ status: 400, body: { error: { details: [{ field: 'versions' }] } } });
  });

  it('checks what goes out, not what it is made of', async () => {
    await put('order.moved', {
      schema: { properties: { at: { type: 'string' } }, additionalProperties: false },
    });
    const data = { at: new Date(0), note: undefined };
    expect(await events.publish({ type: 'order.moved', tenant: 'acme', data })).toMatchObject({
      duplicate: false,
    });
  });

  it('keeps, lists, changes and removes types', async () => {
    const entry = {
      description: 'Shipped.',
      schema: SCHEMA,
      example: { id: 1 },
      versions: ['v1'],
      deprecated: true,
    };
    const created = await put('order.shipped', entry);
    expect(created).toMatchObject({
      status: 200,
      body: { ...entry, name: 'order.shipped', defined_in: 'api' },
    });
    expect((await hookline.api('GET', '/v1/event-types/order.shipped')).body).toEqual(created.body);
    expect(await catalogue.versions()).toEqual(['2025-01-01', 'v1']);
    const names: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await hookline.api('GET', `/v1/event-types?limit=1${cursor && `&cursor=${cursor}`}`);
      names.push(...body.data.map(({ name }: { name: string }) => name));
      cursor = body.next_cursor;
    }
    expect(names).toEqual((await catalogue.list()).map(({ name }) => name));
    expect(names).toEqual(expect.arrayContaining(['cart.filled', 'order.paid', 'order.shipped']));
    const { name, defined_in, ...emptied } = (await put('order.shipped', {})).body;
    expect({ name, defined_in }).toEqual({ name: 'order.shipped', defined_in: 'api' });
    expect(emptied).toEqual({
      description: '',
      schema: null,
      example: null,
      versions: [],
      deprecated: false,
    });
    expect((await put('order.shipped', emptied)).status).toBe(200);
    expect(await hookline.api('DELETE', '/v1/event-types/order.shipped')).toMatchObject({ status: 204 });
    expect(await hookline.api('DELETE', '/v1/event-types/order.shipped')).toMatchObject({ status: 404 });
    expect(await hookline.api('GET', '/v1/event-types/order.shipped')).toMatchObject({ status: 404 });
  });

  it('checks events of a stored type, by its newest schema', async () => {
    const publish = (data: unknown) =>
      hookline.api('POST', '/v1/events', { type: 'parcel.sent', tenant: 'acme', data });
    expect((await publish('anything')).status).toBe(202);
    await put('parcel.sent', { schema: SCHEMA });
    expect((await publish({ id: 1, tags: ['a'] })).status).toBe(202);
    const wrong = await publish({ tags: ['a', 'long'], extra: 1 });
    expect(wrong.status).toBe(400);
    expect(wrong.body.error.details).toEqual(
      expect.arrayContaining([
        { field: 'data.id', issue: 'must be there' },
        { field: 'data.tags.1', issue: expect.stringContaining('3 characters') },
        { field: 'data.extra', issue: expect.any(String) },
      ]),
    );
    await put('parcel.sent', {});
    expect((await publish('anything')).status).toBe(202);
  });

  it.each([
    ['a type that is none', 'order%20paid', {}, 'name'],
    ["a type of Hookline's own", 'hookline.ping', {}, 'name'],
    ['an unknown field', 'a', { title: 'A' }, 'title'],
    ['a schema that is none', 'a', { schema: { type: 'text' } }, 'schema'],
    [
      'a schema of another draft',
      'a',
      { schema: { $schema: 'http://json-schema.org/draft-07/schema#' } },
      'schema',
    ],
    ['a schema elsewhere', 'a', { schema: { $ref: 'https://example.com/schema.json' } }, 'schema'],
    ['a schema that waits', 'a', { schema: { $async: true } }, 'schema'],
    ['a pattern that is none', 'a', { schema: { pattern: '(' } }, 'schema'],
    ['a schema that is too large', 'a', { schema: { description: 'a'.repeat(65_536) } }, 'schema'],
    ['an example that its schema refuses', 'a', { schema: SCHEMA, example: { id: 'a' } }, 'example.id'],
    ['an example that is too large', 'a', { example: 'a'.repeat(65_536) }, 'example'],
    ['a version that is none', 'a', { versions: ['v 1'] }, 'versions.0'],
    ['a version twice', 'a', { versions: ['v1', 'v1'] }, 'versions'],
    ['a description that cannot be kept', 'a', { description: '\0' }, 'description'],
  ])('refuses %s', async (_what, name, body, field) => {
    const { status, body: answer } = await put(name, body);
    expect(status).toBe(400);
    expect(answer.error.details).toEqual([expect.objectContaining({ field })]);
  });

  it('says so when a schema never comes to an end', async () => {
    expect((await put('loop', { schema: { $ref: '#' } })).status).toBe(200);
    const { status, body } = await hookline.api('POST', '/v1/events', {
      type: 'loop',
      tenant: 'acme',
      data: 1,
    });
    expect(status).toBe(400);
    expect(body.error.details).toMatchObject([
      { field: 'data', issue: expect.stringContaining('its schema does not work') },
    ]);
  });

  it('keeps the names within one schema from meaning anything in another', async () => {
    const schema = (type: string) => ({ $id: 'https://shop.example/item', type });
    expect((await put('item.named', { schema: schema('string'), example: 'a' })).status).toBe(200);
    expect((await put('item.counted', { schema: schema('number'), example: 1 })).status).toBe(200);
  });

  it('keeps any example, and has an answer of its own for any description', async () => {
    const anyJson = fc
      .jsonValue({ stringUnit: 'binary', maxDepth: 3 })
      .filter(
        (value) => !/__proto__|constructor.*prototype|prototype.*constructor/s.test(JSON.stringify(value)),
      )
      .map((value): unknown => JSON.parse(JSON.stringify(value, rounded)));
    await fc.assert(
      fc.asyncProperty(anyJson, async (example) => {
        expect((await put('any', { example })).status).toBe(200);
        expect((await hookline.api('GET', '/v1/event-types/any')).body.example).toEqual(example);
      }),
      { numRuns: 50 },
    );
    const oddBody = fc.record(
      {
        schema: fc.oneof(
          anyJson,
          fc.dictionary(fc.constantFrom('type', '$ref', 'items', 'properties'), anyJson),
        ),
        versions: anyJson,
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.oneof(oddBody, anyJson), async (body) => {
        expect([200, 400]).toContain((await put('any', JSON.stringify(body))).status);
      }),
      { numRuns: 100 },
    );
    for (const depth of [99, 101, 8_000]) {
      const schema = '{"not":'.repeat(depth) + '{}' + '}'.repeat(depth);
      expect((await put('any', `{"schema":${schema}}`)).status).toBe(depth > 99 ? 400 : 200);
    }
  });
});

/** Prisma may change the last digit of a fraction on its way into a column of JSON. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.trunc(value % 1_000_000) : value;
}
