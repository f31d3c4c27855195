import { Injectable, Module } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EventsService } from '../src/deliveries/events/events.service.js';
import { DeliveriesModule } from '../src/deliveries/deliveries.module.js';
import { PaymentsModule } from '../src/payments/payments.module.js';
import { PaymentsService } from '../src/payments/payments.service.js';
import {
  OnWebhook,
  type WebhookBatchContext,
  type WebhookContext,
} from '../src/webhooks/handlers/on-webhook.js';
import { eventually } from './support/eventually.js';
import { faults, startFaultServer, type FaultServer } from './support/fault-server.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';
import { PublishingProduct } from './support/publishing-product.js';
import { Receiver, type Hook } from './support/receiver.js';
import { deliver, stripeEvent, stripeSignature } from './support/stripe-webhooks.js';
import { request } from './support/hookline.js';

const STRIPE_KEY = 'rk_planted_key_of_stripe_0123456789';
const CALLER = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const TENANT = 'acme';

const anyValue = z.looseObject({ stringValue: z.string().optional(), intValue: z.number().optional() });
const attributes = z
  .array(z.object({ key: z.string(), value: anyValue }))
  .transform((list) =>
    Object.fromEntries(list.map(({ key, value }) => [key, value.stringValue ?? value.intValue])),
  );
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string(),
              spanId: z.string(),
              parentSpanId: z.string().optional(),
              name: z.string(),
              kind: z.number(),
              attributes,
              status: z.object({ code: z.number().optional(), message: z.string().optional() }),
              links: z.array(z.object({ traceId: z.string(), spanId: z.string() })).default([]),
            }),
          ),
        }),
      ),
    }),
  ),
});
type Span = z.output<typeof exported>['resourceSpans'][number]['scopeSpans'][number]['spans'][number];

@Injectable()
class Orders {
  constructor(
    private readonly payments: PaymentsService,
    private readonly events: EventsService,
  ) {}

  @OnWebhook('stripe', 'payment_intent.succeeded')
  async pay({ event }: WebhookContext<'stripe', 'payment_intent.succeeded'>): Promise<void> {
    await this.payments.getPayment(event.payload.data.object.id);
    await trace.getTracer('the product').startActiveSpan('pack', async (span) => {
      await this.events.publish({ type: 'order.paid', tenant: TENANT, data: { order: 42 } });
      span.end();
    });
  }

  @OnWebhook('stripe', 'charge.refunded')
  refuse(): void {
    throw new Error(`The key ${STRIPE_KEY} is refused`, { cause: new Error('Bearer abcdefgh12345678') });
  }

  @OnWebhook('stripe', 'invoice.paid', { batch: 10 })
  count({ events }: WebhookBatchContext<'stripe', 'invoice.paid'>): number {
    return events.length;
  }
}

@Module({ imports: [PaymentsModule, DeliveriesModule], providers: [Orders] })
class OrdersModule {}

let stripe: FaultServer;
let receiver: Receiver;
let hook: Hook;

beforeAll(async () => {
  stripe = await startFaultServer({
    answer: ({ method, path }) => {
      if (path.includes('pi_broken')) return faults.status(500, {}, { error: { message: STRIPE_KEY } });
      return faults.ok({
        id: method === 'GET' ? path.split('/').at(-1) : 'pi_made',
        object: 'payment_intent',
        amount: 1200,
        amount_capturable: 0,
        amount_received: 1200,
        capture_method: 'automatic',
        currency: 'eur',
        status: 'succeeded',
        created: 1_700_000_000,
        metadata: {},
        livemode: false,
      });
    },
  });
  receiver = await Receiver.start();
  hook = receiver.hook();
});
afterAll(async () => {
  await stripe?.close();
  await receiver?.close();
});

async function startTraced(endpoint: string | undefined): Promise<TestHookline> {
  const hookline = await startTestHookline({
    imports: [OrdersModule],
    environment: {
      STRIPE_SECRET_KEY: STRIPE_KEY,
      STRIPE_API_BASE_URL: stripe.url,
      STRIPE_MAX_RETRIES: '1',
      STRIPE_RETRY_DELAY: '0.01',
      ALLOW_PRIVATE_NETWORKS: '127.0.0.1',
      ...(endpoint !== undefined && { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }),
    },
  });
  await new PublishingProduct(hookline).subscribe(hook.url, { tenant: TENANT });
  return hookline;
}

/** The header that a provider got with the last request for a path. */
const traceparentAt = (path: string) =>
  stripe.requests.findLast((received) => received.path.startsWith(path))?.headers['traceparent'];

const PAYMENT = { provider: 'stripe', amount: 1200, currency: 'EUR' };

describe('With OTEL_EXPORTER_OTLP_ENDPOINT', () => {
  let collector: FaultServer;
  let hookline: TestHookline;

  beforeAll(async () => {
    collector = await startFaultServer({ answer: () => faults.ok({}) });
    hookline = await startTraced(`${collector.url}/`);
  });
  afterAll(async () => {
    await hookline?.close();
    await collector?.close();
  });

  const bodies = () => collector.requests.map(({ body }) => exported.parse(JSON.parse(body.toString())));
  const spans = (): Span[] =>
    bodies().flatMap(({ resourceSpans }) =>
      resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
    );
  const span = (what: string, find: (one: Span) => boolean) => eventually(what, () => spans().find(find));
  const parentOf = ({ parentSpanId }: Span) => spans().find(({ spanId }) => spanId === parentSpanId);

  it('goes on with the trace of a request, and names it to the provider', async () => {
    const answer = await hookline.api('POST', '/v1/payments', PAYMENT, {
      traceparent: CALLER,
      'Idempotency-Key': 'traced-1',
      'X-Request-ID': 'request-1',
    });
    expect(answer.status).toBeLessThan(300);
    const server = await span('the request', ({ name }) => name === 'POST /v1/payments');
    expect(server).toMatchObject({
      traceId: TRACE,
      parentSpanId: '00f067aa0ba902b7',
      kind: 2,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/v1/payments',
        'http.response.status_code': answer.status,
        'hookline.request_id': 'request-1',
      },
    });
    const call = await span('the call', ({ name }) => name === 'stripe payments.create');
    expect(call).toMatchObject({
      traceId: TRACE,
      parentSpanId: server.spanId,
      kind: 3,
      attributes: {
        'hookline.provider': 'stripe',
        'hookline.retry_count': 0,
        'http.response.status_code': 200,
      },
    });
    const attempt = await span('the attempt', ({ parentSpanId }) => parentSpanId === call.spanId);
    expect(traceparentAt('/v1/payment_intents')).toBe(`00-${TRACE}-${attempt.spanId}-01`);
    expect(bodies()[0]?.resourceSpans[0]?.resource.attributes).toMatchObject({ 'service.name': 'hookline' });
  });

  it('shows each attempt at a call, by its template and never by its URL', async () => {
    const { status } = await hookline.api('GET', '/v1/payments/pi_broken?provider=stripe');
    expect(status).toBeGreaterThanOrEqual(500);
    const call = await span('the call', (one) => one.attributes['hookline.retry_count'] === 1);
    expect(call.status.code).toBe(2);
    const attempts = spans().filter(({ parentSpanId }) => parentSpanId === call.spanId);
    expect(attempts.map((one) => one.attributes['http.request.resend_count'])).toEqual([undefined, 1]);
    expect(attempts[0]?.attributes).toMatchObject({ 'url.template': '/v1/payment_intents/:id' });
    expect(JSON.stringify(spans())).not.toContain('pi_broken');
    const server = await span('the request', ({ name }) => name === 'GET /v1/payments/:id');
    expect(server.status.code).toBe(2);
  });

  it('goes on through a webhook, its job, a call, an event and its delivery', async () => {
    const body = stripeEvent('payment_intent.succeeded', {
      data: { object: { id: 'pi_of_webhook', object: 'payment_intent', metadata: {} } },
    });
    const headers = { 'Stripe-Signature': stripeSignature(body), traceparent: CALLER };
    expect((await request(`${hookline.url}/webhooks/stripe`, 'POST', body, headers)).status).toBe(200);
    const received = await eventually('the delivery', () => hook.events.at(0));
    const door = await span('the webhook', ({ name }) => name === 'POST /webhooks/:provider');
    const handled = await span('the handler', ({ name }) => name.startsWith('handle Orders.pay'));
    expect(handled).toMatchObject({ traceId: TRACE, parentSpanId: door.spanId, kind: 5 });
    expect(handled.attributes).toMatchObject({ 'hookline.outcome': 'processed', 'hookline.attempt': 1 });
    expect(traceparentAt('/v1/payment_intents/pi_of_webhook')).toContain(`00-${TRACE}-`);
    const pack = await span("the product's own span", ({ name }) => name === 'pack');
    expect(pack).toMatchObject({ traceId: TRACE, parentSpanId: handled.spanId });
    const delivery = await span(
      'the delivery',
      ({ name, attributes: { 'hookline.event_type': type } }) =>
        name === 'deliver event' && type === 'order.paid',
    );
    expect(delivery).toMatchObject({ traceId: TRACE, parentSpanId: pack.spanId });
    const posted = await span(
      'its POST',
      (one) => one.name === 'POST (endpoint)' && parentOf(one)?.parentSpanId === delivery.spanId,
    );
    expect(received.headers['traceparent']).toBe(`00-${TRACE}-${posted.spanId}-01`);
  });

  it('links what is handled together to the traces in which it came', async () => {
    const others = ['1', '2', '3'].map((digit) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`);
    const events = others.map((traceparent) => ({ body: stripeEvent('invoice.paid'), traceparent }));
    await Promise.all(
      events.map(({ body, traceparent }) =>
        request(`${hookline.url}/webhooks/stripe`, 'POST', body, {
          'Stripe-Signature': stripeSignature(body),
          traceparent,
        }),
      ),
    );
    const named = (one: Span) => one.name.startsWith('handle Orders.count');
    const traces = await eventually('all are handled', () => {
      const found = spans()
        .filter(named)
        .flatMap(({ traceId, parentSpanId, links }) =>
          parentSpanId ? [traceId] : links.map((link) => link.traceId),
        );
      return found.length >= 3 ? found.toSorted() : undefined;
    });
    expect(traces).toEqual(others.map((traceparent) => traceparent.slice(3, 35)));
  });

  it('records what went wrong without a secret', async () => {
    await deliver(hookline.url, stripeEvent('charge.refunded'));
    const failed = await span('the failed handler', (one) => one.name.startsWith('handle Orders.refuse'));
    expect(failed.status).toMatchObject({ code: 2, message: expect.stringContaining('is refused') });
    const all = collector.requests.map(({ body }) => body.toString()).join('\n');
    for (const secret of [STRIPE_KEY, 'abcdefgh12345678', 'Bearer hl_']) expect(all).not.toContain(secret);
  });

  it('takes a traceparent that is none for none', async () => {
    const strange = [
      'garbage',
      `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`,
      `ff-${TRACE}-${'1'.repeat(16)}-01`,
    ];
    for (const traceparent of strange) {
      const { status } = await hookline.api('GET', '/v1/endpoints', undefined, { traceparent });
      expect(status).toBe(200);
    }
    const listed = await eventually('all requests', () => {
      const found = spans().filter(({ name }) => name === 'GET /v1/endpoints');
      return found.length === strange.length ? found : undefined;
    });
    for (const { traceId, parentSpanId } of listed) {
      expect(traceId).not.toBe(TRACE);
      expect(parentSpanId ?? '').toBe('');
    }
  });

  it('leaves out what machines ask every few seconds', async () => {
    await hookline.api('GET', '/health/live');
    await hookline.api('GET', '/v1/circuits');
    await span('a later request', ({ name }) => name === 'GET /v1/circuits');
    expect(spans().filter(({ name }) => name.includes('/health'))).toEqual([]);
  });
});

describe('A collector', () => {
  it.each([
    ['refuses', faults.status(503)],
    ['hangs', faults.hang()],
  ])("that %s is nobody else's affair, and does not hold up the end", async (_how, fault) => {
    const collector = await startFaultServer({ answer: () => fault });
    const hookline = await startTraced(collector.url);
    for (let n = 0; n < 20; n += 1) {
      expect((await hookline.api('GET', '/v1/endpoints')).status).toBe(200);
    }
    await eventually('the collector is asked', () => collector.requests.length > 0 || undefined);
    const beganMs = performance.now();
    await hookline.close();
    expect(performance.now() - beganMs).toBeLessThan(4_000);
    await collector.close();
  });
});

describe('Without OTEL_EXPORTER_OTLP_ENDPOINT', () => {
  it('nothing is traced: no header goes out, nothing is kept', async () => {
    const hookline = await startTraced(undefined);
    const before = hook.events.length;
    const headers = { traceparent: CALLER, 'Idempotency-Key': 'untraced-1' };
    expect((await hookline.api('POST', '/v1/payments', PAYMENT, headers)).status).toBeLessThan(300);
    expect(traceparentAt('/v1/payment_intents')).toBeUndefined();
    await deliver(hookline.url, stripeEvent());
    const delivery = await eventually('the delivery', () => hook.events[before]);
    expect(delivery.headers['traceparent']).toBeUndefined();
    const database = new Client({ connectionString: hookline.databaseUrl });
    await database.connect();
    const { rows } = await database.query(
      'SELECT traceparent FROM webhook_events UNION ALL SELECT traceparent FROM published_events',
    );
    await database.end();
    expect(rows.map((row) => row.traceparent)).toEqual([null, null, null]); // the endpoint's ping is one
    await hookline.close();
  });
});
