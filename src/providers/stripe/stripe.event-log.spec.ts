import { afterEach, describe, expect, it } from 'vitest';
import { pino } from 'pino';
import { noConnections } from '../../../test/support/no-connections.js';
import { faults, startFaultServer, type FaultServer } from '../../../test/support/fault-server.js';
import { openRoad } from '../../../test/support/open-road.js';
import { stripeThinEvent } from '../../../test/support/stripe-webhooks.js';
import { NotConfiguredError, ResponseFormatError } from '../../contracts/errors.js';
import type { WebhookEnvelope } from '../../contracts/webhooks.js';
import { startStripeSandbox, type StripeSandbox } from '../../sandbox/stripe/stripe-sandbox.js';
import { StripeClient } from './stripe.client.js';
import { stripeConfig } from './stripe.config.js';
import { StripeEventLog } from './stripe.event-log.js';

let opened: ReturnType<typeof openRoad> | undefined;
let sandbox: StripeSandbox | undefined;
let server: FaultServer | undefined;

afterEach(async () => {
  await opened?.transport.close();
  await sandbox?.close();
  await server?.close();
});

function clientAt(baseUrl: string, secretKey = '') {
  const config = stripeConfig.read({ STRIPE_SECRET_KEY: secretKey });
  opened = openRoad({ logger: pino({ level: 'silent' }), provider: 'stripe', settings: { baseUrl } });
  const client = new StripeClient(config, opened.road, noConnections);
  return { client, log: new StripeEventLog(config, client) };
}

async function startSandbox() {
  sandbox = await startStripeSandbox({ port: 0 });
  return clientAt(sandbox.url, sandbox.secretKey);
}

function createCustomer(client: StripeClient): Promise<string> {
  return client.perform('customers.create', {}, async (stripe) => {
    const { id } = await stripe.call('/v1/customers', (sdk) => sdk.customers.create({}));
    return id;
  });
}

async function read(log: StripeEventLog, since: Date, ...types: string[]): Promise<WebhookEnvelope[]> {
  const events = [];
  for await (const event of log.events(since, types, AbortSignal.timeout(30_000))) events.push(event);
  return events;
}

const LONG_AGO = new Date(Date.now() - 86_400_000);

describe('The log of snapshots', () => {
  it('is read page by page', async () => {
    const { client, log } = await startSandbox();
    const made: string[] = [];
    for (let count = 0; count < 105; count += 1) made.push(await createCustomer(client));
    const events = await read(log, LONG_AGO, 'customer.created');
    const bodies = events.map(({ rawBody }) => JSON.parse(Buffer.from(rawBody).toString()));
    expect(new Set(bodies.map(({ data }) => data.object.id))).toEqual(new Set(made));
    expect(events[0]).toMatchObject({ externalId: bodies[0].id, type: 'customer.created' });
    expect(events[0]?.occurredAt?.getTime()).toBe(bodies[0].created * 1000);
    const lists = sandbox?.requests().filter(({ path }) => path.startsWith('/v1/events'));
    expect(lists).toHaveLength(2);
  }, 180_000);

  it('is asked for twenty types at a time, and finds those of all', async () => {
    const { client, log } = await startSandbox();
    await createCustomer(client);
    const types = Array.from({ length: 45 }, (_, index) => `made.up_${index}`);
    const events = await read(log, LONG_AGO, ...types, 'customer.created');
    expect(events.map(({ type }) => type)).toEqual(['customer.created']);
    const lists = sandbox?.requests().filter(({ path }) => path.startsWith('/v1/events'));
    expect(lists).toHaveLength(3);
  });

  it('begins where it is told to', async () => {
    const { client, log } = await startSandbox();
    await createCustomer(client);
    expect(await read(log, new Date(Date.now() + 60_000), 'customer.created')).toEqual([]);
  });

  it('is not there without a key', async () => {
    const { log } = clientAt('http://127.0.0.1:1');
    expect(log.configured).toBe(false);
    await expect(read(log, LONG_AGO, 'customer.created')).rejects.toThrow(NotConfiguredError);
  });
});

describe('The log of thin events', () => {
  const TYPE = 'v1.billing.meter.error_report_triggered';

  it('is read page by page, with the bounds that it asks for', async () => {
    const bodies = Array.from({ length: 3 }, () => JSON.parse(stripeThinEvent()));
    server = await startFaultServer({
      answer: ({ path }) =>
        path.includes('page=2')
          ? faults.ok({ data: bodies.slice(2), next_page_url: null })
          : faults.ok({ data: bodies.slice(0, 2), next_page_url: '/v2/core/events?page=2' }),
    });
    const { log } = clientAt(server.url, 'sk_test_1');
    const events = await read(log, new Date('2026-11-20T00:00:00Z'), TYPE);
    expect(events.map(({ externalId }) => externalId)).toEqual(bodies.map(({ id }) => id));
    expect(events[0]).toMatchObject({ type: TYPE, occurredAt: new Date(bodies[0].created) });
    const [first] = server.requests;
    const { pathname, searchParams } = new URL(first?.path ?? '', 'http://stripe');
    expect(pathname).toBe('/v2/core/events');
    expect(Object.fromEntries(searchParams)).toEqual({
      'created[gte]': '2026-11-20T00:00:00.000Z',
      'types[0]': TYPE,
      limit: '100',
    });
  });

  it('says when the answer is not a log', async () => {
    server = await startFaultServer({ answer: () => faults.ok({ data: 'none' }) });
    const { log } = clientAt(server.url, 'sk_test_1');
    await expect(read(log, LONG_AGO, TYPE)).rejects.toThrow(ResponseFormatError);
  });
});
