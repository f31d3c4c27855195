import { Injectable, Module } from '@nestjs/common';
import fc from 'fast-check';
import { Client } from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeliveriesModule } from '../src/deliveries/deliveries.module.js';
import { EventsService } from '../src/deliveries/events/events.service.js';
import { NotificationsModule } from '../src/notifications/notifications.module.js';
import { NotificationsService } from '../src/notifications/notifications.service.js';
import { TimelineReferences } from '../src/platform/timeline/timeline-references.js';
import { startStripeSandbox, type StripeSandbox } from '../src/sandbox/stripe/stripe-sandbox.js';
import { OnWebhook, type WebhookContext } from '../src/webhooks/handlers/on-webhook.js';
import { eventually } from './support/eventually.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';
import { PostOffice } from './support/post-office.js';
import { PublishingProduct } from './support/publishing-product.js';
import { Receiver } from './support/receiver.js';
import { deliver, stripeEvent } from './support/stripe-webhooks.js';

/** What happened about one order, whatever part of Hookline did it. */

const SECRET = 'sk_test_1234567890abcdef';
const CUSTOMER = 'ada.lovelace@example.com';

/** A shop that tells its customers and its own customers' systems once an order is paid. */
@Injectable()
class Checkout {
  constructor(
    private readonly events: EventsService,
    private readonly notifications: NotificationsService,
  ) {}

  @OnWebhook('stripe', 'payment_intent.succeeded')
  async paid({ event, tx }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
    const order = event.payload.data.object.metadata['order_id'] ?? '';
    const told = {
      type: 'order.paid',
      tenant: `tenant-${order}`,
      subject: `order_${order}`,
      data: { order_id: order },
    };
    await this.events.publish({ ...told, idempotencyKey: event.id }, { tx });
    await this.notifications.send({
      provider: 'owl',
      to: CUSTOMER,
      subject: 'Paid',
      text: `Order ${order}`,
      mode: 'durable',
    });
  }

  @OnWebhook('stripe', 'charge.failed')
  complain(): void {
    throw new Error(`no shelf for ${CUSTOMER}, ${SECRET}`);
  }
}

@Module({ imports: [DeliveriesModule, NotificationsModule], providers: [Checkout] })
class CheckoutModule {}

interface Entry {
  at: string;
  kind: string;
  id: string;
  request_id: string;
  title: string;
  outcome: string;
  detail: string | null;
  links: { self: string | null; reveal: string | null };
}

const office = new PostOffice();
let stripe: StripeSandbox;
let receiver: Receiver;
let hookline: TestHookline;
let database: Client;

beforeAll(async () => {
  stripe = await startStripeSandbox({ port: 0 });
  receiver = await Receiver.start();
  hookline = await startTestHookline({
    imports: [office.module(), CheckoutModule],
    environment: {
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_API_BASE_URL: stripe.url,
      REQUEST_LOG_SAMPLE: '0',
    },
  });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
  await receiver?.close();
  await stripe?.close();
});

const timeline = async (query: string) =>
  (await hookline.api('GET', `/v1/timeline?${query}`)).body.data as Entry[];
const kindsOf = (entries: readonly Entry[]) => new Set(entries.map(({ kind }) => kind));

/** The timeline of an order, once it has entries of all these kinds. */
const story = (order: string, ...kinds: string[]): Promise<Entry[]> =>
  eventually(`the timeline of order ${order} has ${kinds.join(', ')}`, async () => {
    const entries = await timeline(`reference=order_id:${order}`);
    return kinds.every((kind) => kindsOf(entries).has(kind)) ? entries : undefined;
  });

async function pay(order: string): Promise<string> {
  const body = {
    amount: 1999,
    currency: 'EUR',
    payment_method: 'pm_card_visa',
    metadata: { order_id: order },
  };
  const answer = await hookline.api('POST', '/v1/payments', body, { 'Idempotency-Key': `order-${order}` });
  expect(answer.status).toBe(201);
  return answer.headers.get('x-request-id') ?? '';
}

/** The webhook about an order, as the provider sends it: on its own time, under a request id of its own. */
async function tell(order: string, type = 'payment_intent.succeeded', fields: object = {}): Promise<string> {
  const object = { id: `pi_${order}`, object: 'payment_intent', metadata: { order_id: order }, ...fields };
  const answer = await deliver(hookline.url, stripeEvent(type, { data: { object } }));
  expect(answer.status).toBe(200);
  return answer.headers.get('x-request-id') ?? '';
}

/** An order that is paid in the shop's way, from the payment to the e-mail and the customer's own system. */
async function paidOrder(id: string): Promise<{ payment: string; entries: Entry[] }> {
  await new PublishingProduct(hookline).subscribe(receiver.hook().url, { tenant: `tenant-${id}` });
  const payment = await pay(id);
  await tell(id);
  const entries = await story(
    id,
    'call',
    'webhook',
    'handler',
    'event',
    'delivery_attempt',
    'notification_event',
  );
  return { payment, entries };
}

describe('An order that is paid', () => {
  it('has one timeline by its reference, in the order of time, and nothing of another order', async () => {
    const [{ payment, entries }, other] = await Promise.all([paidOrder('42'), paidOrder('43')]);
    expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).toSorted());
    const first = (kind: string) => entries.findIndex((entry) => entry.kind === kind);
    const kinds = ['call', 'webhook', 'handler', 'event', 'delivery', 'delivery_attempt'];
    expect(kinds.map(first)).toEqual(kinds.map(first).toSorted((one, next) => one - next));
    expect(entries.every(({ outcome }) => outcome === 'ok')).toBe(true);
    const ids = new Set(entries.map(({ request_id: id }) => id));
    expect(ids.has(payment)).toBe(true);
    expect(ids.size).toBe(2);
    expect(other.entries.filter(({ request_id: id }) => ids.has(id))).toEqual([]);
    expect(JSON.stringify(entries)).not.toContain('tenant-43');
  });

  it('has its first part by the request id of the payment', async () => {
    const { payment } = await paidOrder('44');
    const entries = await timeline(`request_id=${payment}`);
    expect(kindsOf(entries)).toEqual(new Set(['call']));
    expect(entries[0]?.title).toBe('Called stripe: payments.create');
  });

  it('is found in any spelling of the name, and narrowed to kinds', async () => {
    await paidOrder('45');
    const entries = await timeline('reference=orderId:45&kinds=webhook,event');
    expect(kindsOf(entries)).toEqual(new Set(['webhook', 'event']));
    expect(await timeline('reference=subject:order_45&kinds=event')).toHaveLength(1);
  });

  it('is masked: no payload, no secret, no whole address', async () => {
    await paidOrder('46');
    await tell('46', 'charge.failed');
    const entries = await eventually('the handler failed', async () => {
      const found = await story('46', 'handler');
      return found.some(({ outcome }) => outcome === 'failed') ? found : undefined;
    });
    const text = JSON.stringify(entries);
    expect(text).toContain('a…@example.com');
    expect(text).toContain('no shelf for');
    expect(text).not.toContain(CUSTOMER);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('/hooks/');
  });
});

describe('What is noted', () => {
  it('an event that shares its request with others has a timeline without them', async () => {
    const requestId = `batch-${uuidv7()}`;
    const ids = [uuidv7(), uuidv7()];
    const { rows } = await database.query(
      `INSERT INTO webhook_events (id, provider, external_id, type, received_at, request_id, status)
       SELECT id, 'stripe', id::text, 'invoice.paid', now(), $2, 'processed' FROM unnest($1::uuid[]) AS id RETURNING id`,
      [ids, requestId],
    );
    expect(rows).toHaveLength(2);
    const references = hookline.app.get(TimelineReferences, { strict: false });
    references.noteAmong({ invoice_id: 'in_1' }, { requestId, eventId: ids[0] ?? '' });
    await references.flush();
    expect((await timeline('reference=invoice_id:in_1')).map(({ id }) => id)).toEqual([ids[0]]);
    expect(await timeline(`request_id=${requestId}`)).toHaveLength(2);
  });

  it('what became of a message never stands before it, though its provider tells whole seconds', async () => {
    const body = { provider: 'pigeon', to: '#team', text: 'hello', references: { ticket_id: 8 } };
    const { id } = (await hookline.api('POST', '/v1/notifications', body)).body;
    await database.query(
      `INSERT INTO notification_events (notification_id, type, provider, occurred_at)
       SELECT id, 'delivered', 'pigeon', date_trunc('second', created_at) FROM notifications WHERE id = $1`,
      [id],
    );
    const entries = await eventually('it is noted', async () => {
      const found = await timeline('reference=ticket_id:8');
      return found.some(({ title }) => title.includes('delivered')) ? found : undefined;
    });
    expect(entries[0]?.kind).toBe('notification');
  });

  it('a notification is found by the references that it was sent with', async () => {
    const body = { provider: 'pigeon', to: '#team', text: 'hello', references: { ticket_id: 7 } };
    const sent = await hookline.api('POST', '/v1/notifications', body);
    expect(sent.status).toBe(201);
    const entries = await eventually('it is noted', async () => {
      const found = await timeline('reference=ticket_id:7');
      return found.length > 0 ? found : undefined;
    });
    expect(kindsOf(entries)).toEqual(new Set(['notification', 'notification_event']));
  });
});

describe('Pages', () => {
  it('lose no entry and show none twice, however many happened in one millisecond', async () => {
    const at = Date.now();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom('call', 'audit', 'event')), {
          maxLength: 30,
        }),
        fc.integer({ min: 1, max: 7 }),
        async (things, limit) => {
          const requestId = `pages-${uuidv7()}`;
          const expected: string[] = [];
          for (const [ms, kind] of things) expected.push(await store(kind, requestId, new Date(at + ms)));
          const seen: string[] = [];
          let cursor = '';
          do {
            const query = `request_id=${requestId}&limit=${limit}${cursor && `&cursor=${cursor}`}`;
            const { body } = await hookline.api('GET', `/v1/timeline?${query}`);
            expect(body.data.length).toBeLessThanOrEqual(limit);
            seen.push(...body.data.map(({ id }: Entry) => id));
            cursor = body.next_cursor ?? '';
          } while (cursor);
          expect(seen.toSorted()).toEqual(expected.toSorted());
        },
      ),
      { numRuns: 15 },
    );
  });

  it.each([
    ['', 'reference'],
    ['reference=order_id:1&request_id=x', 'reference'],
    ['reference=nothing', 'reference'],
    ['reference=client_secret:1', 'reference'],
    ['request_id=x&kinds=call,nonsense', 'kinds'],
    ['request_id=x&cursor=abc', 'cursor'],
    ['request_id=x&limit=1000', 'limit'],
    ['request_id=%00', 'request_id'],
  ])('%j is refused, about %s', async (query, field) => {
    const { status, body } = await hookline.api('GET', `/v1/timeline?${query}`);
    expect(status).toBe(400);
    expect(body.error.details[0].field).toMatch(new RegExp(`^${field}`));
  });

  it('begin at an index in every table, whatever its size', async () => {
    await database.query('SET enable_seqscan = off');
    for (const table of [
      'webhook_events',
      'outbound_requests',
      'published_events',
      'notifications',
      'external_requests',
      'audit_entries',
    ]) {
      const { rows } = await database.query(
        `EXPLAIN SELECT 1 FROM ${table} WHERE request_id = ANY('{a,b}'::text[])`,
      );
      expect(JSON.stringify(rows)).toContain(`${table}_request_id_idx`);
    }
  });
});

/** A thing of a kind, as the part of Hookline would have left it. @returns its id */
async function store(kind: string, requestId: string, at: Date): Promise<string> {
  const id = uuidv7();
  const statements: Record<string, string> = {
    call: `INSERT INTO outbound_requests (id, request_id, provider, operation, endpoint, method, failed, attempts, duration_ms, started_at)
      VALUES ($1, $2, 'acme', 'things.get', '/things', 'GET', false, 1, 5, $3)`,
    audit: `INSERT INTO audit_entries (id, request_id, actor_kind, actor, action, at) VALUES ($1, $2, 'system', 'Hookline', 'thing.done', $3)`,
    event: `INSERT INTO published_events (id, request_id, tenant, type, data, created_at) VALUES ($1, $2, 'acme', 'thing.done', '{}', $3)`,
  };
  await database.query(statements[kind] ?? '', [id, requestId, at]);
  return id;
}

describe('A reveal', () => {
  it('shows what an entry holds, without secrets, and is in the audit log with its reason', async () => {
    await tell('47', 'payment_intent.created', {
      client_secret: 'pi_1_secret_abcdefgh',
      receipt_email: CUSTOMER,
    });
    const [webhook] = await story('47', 'webhook');
    const path = webhook?.links.reveal ?? '';
    const { status, body } = await hookline.api('POST', path, { reason: 'Ada asked why she paid twice' });
    expect(status).toBe(200);
    expect(body.content).toContain(CUSTOMER);
    expect(body.content).not.toContain('_secret_');
    const { rows } = await database.query(
      `SELECT * FROM audit_entries WHERE action = 'timeline.revealed' AND target = $1`,
      [`webhook:${webhook?.id}`],
    );
    expect(rows).toMatchObject([
      { actor_kind: 'api_key', details: { reason: 'Ada asked why she paid twice' } },
    ]);
  });

  it('needs a reason, a scope of its own, and something to show', async () => {
    const path = `/v1/timeline/entries/webhook/${uuidv7()}/reveal`;
    const reader = { Authorization: `Bearer ${await hookline.createKey('timeline:read')}` };
    expect((await hookline.api('POST', path, { reason: 'because I may' }, reader)).status).toBe(403);
    expect((await hookline.api('POST', path, {})).status).toBe(400);
    expect((await hookline.api('POST', path, { reason: '  ' })).status).toBe(400);
    expect((await hookline.api('POST', path, { reason: 'because I may' })).status).toBe(404);
    expect(
      (await hookline.api('POST', `/v1/timeline/entries/call/${uuidv7()}/reveal`, { reason: 'why not' }))
        .status,
    ).toBe(400);
    const { rows } = await database.query(
      `SELECT 1 FROM audit_entries WHERE details->>'reason' = 'because I may'`,
    );
    expect(rows).toEqual([]);
  });

  it('shows of each kind what it holds', async () => {
    const { entries } = await paidOrder('48');
    const held = async (kind: string) => {
      const entry = entries.find((found) => found.kind === kind);
      return (await hookline.api('POST', entry?.links.reveal ?? '', { reason: 'a test' })).body
        .content as string;
    };
    expect(JSON.parse(await held('event'))).toEqual({ order_id: '48' });
    expect(await held('notification')).toContain('Order 48');
  });
});
