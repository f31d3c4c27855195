import { rm } from 'node:fs/promises';
import { Injectable, Module } from '@nestjs/common';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeysService } from '../../src/platform/api-access/api-keys.service.js';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import { startService, type Service } from '../../src/start-service.js';
import { OnWebhook } from '../../src/webhooks/handlers/on-webhook.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { Receiver } from '../support/receiver.js';
import { makeFolder } from '../support/run-folder.js';
import { stripeEvent, stripeSignature } from '../support/stripe-webhooks.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { DescribedApi, type Answer, type Given } from './described-api.js';

/**
 * Every route of openapi.json, called as it is described on a service as `npm start` makes one: with stand-ins for the
 * providers. What is answered is held against the description, whole: status, headers, and each field.
 */

const SECRET = 'whsec_of_the_tests';

/** What Stripe's log is asked for: events that somebody takes. */
@Injectable()
class Product {
  @OnWebhook('stripe', 'payment_intent.succeeded')
  async paid(): Promise<void> {}
}

@Module({ providers: [Product] })
class ProductModule {}

const api = await DescribedApi.read();
let database: TestDatabase;
let folder: string;
let receiver: Receiver;
let service: Service;
let key: string;
/** What was answered, by operation. */
const made: Record<string, Answer> = {};

beforeAll(async () => {
  [database, folder, receiver] = await Promise.all([
    createTestDatabase(),
    makeFolder('every-route'),
    Receiver.start(),
  ]);
  service = await startService({
    environment: {
      DATABASE_URL: database.url,
      DATA_DIR: folder,
      PORT: String(await freePort()),
      LOG_LEVEL: 'silent',
      STRIPE_WEBHOOK_SECRETS: SECRET,
    },
    imports: [ProductModule],
  });
  key = (await service.app.get(ApiKeysService, { strict: false }).create('every route', ['admin'])).key;
});
afterAll(async () => {
  await service?.close();
  await receiver?.close();
  await database?.drop();
  await rm(folder, { recursive: true, force: true });
});

const call = (id: string, given?: Given) => api.call(id, service.url, key, given);
const prisma = () => service.app.get(PrismaService, { strict: false });
const idOf = (operation: string) => ({ id: String(made[operation]?.body.id) });

/** A webhook as Stripe sends it. */
function signed(secret = SECRET, type?: string): Given {
  const body = stripeEvent(type, { id: `evt_${crypto.randomUUID()}` });
  return { body, headers: { 'Stripe-Signature': stripeSignature(body, { secret }) } };
}

/** The first of a list, as soon as there is one. */
const firstOf = (id: string, given?: Given) =>
  eventually(`${id} has something`, async () => (await call(id, given)).body.data[0]);

/** Sends the browser through the provider's consent page; resolves to where it is sent back to. */
async function consent(page: string): Promise<URLSearchParams> {
  const address = /href="(http[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const shown = await (await fetch(address)).text();
  const account = /name="account" value="([^"]+)"/.exec(shown)?.[1] ?? '';
  const { headers } = await fetch(address, {
    method: 'POST',
    body: new URLSearchParams({ decision: 'allow', account }),
    redirect: 'manual',
  });
  return new URL(headers.get('location') ?? '').searchParams;
}

/** How each operation is called, in order: what differs from its examples. */
const CALLS: Record<string, () => Given | Promise<Given>> = {
  getLiveness: () => ({}),
  getReadiness: () => ({}),
  getHealth: () => ({}),
  getMetrics: () => ({}),
  getOpenApi: () => ({}),
  showErrors: () => ({}),
  showApi: () => ({}),
  showApiGroup: () => ({}),

  createPayment: () => ({}),
  listPayments: () => ({}),
  getPayment: () => ({ params: idOf('createPayment') }),
  capturePayment: () => ({ params: idOf('createPayment') }),
  refundPayment: () => ({ params: idOf('createPayment') }),
  cancelPayment: async () => ({ params: { id: (await call('createPayment')).body.id } }),
  createCheckout: () => ({}),

  upsertContact: () => ({}),
  listContacts: () => ({}),
  getContact: () => ({ params: idOf('upsertContact') }),
  upsertContacts: () => ({}),

  createCalendarEvent: () => ({}),
  createCalendarEvents: () => ({}),
  listCalendarEvents: () => ({}),
  listCalendarChanges: () => ({}),
  getFreeBusy: () => ({}),
  getCalendarEvent: () => ({ params: { eventId: made.createCalendarEvent?.body.id } }),
  updateCalendarEvent: () => ({ params: { eventId: made.createCalendarEvent?.body.id } }),
  deleteCalendarEvent: () => ({ params: { eventId: made.createCalendarEvent?.body.id } }),

  processExternalData: () => ({ body: { data: { input: 'a,b', format: 'text' }, options: { async: true } } }),
  getExternalRequest: () => ({ params: { requestId: made.processExternalData?.body.request_id } }),

  addSuppression: () => ({}),
  listSuppressions: () => ({}),
  getSuppression: () => ({}),
  sendNotification: () => ({}),
  sendNotifications: () => ({}),
  listNotifications: () => ({}),
  getNotification: () => ({ params: idOf('sendNotification') }),
  sendNotificationAgain: async () => {
    const body = {
      provider: 'sendgrid',
      to: 'bob@example.com',
      subject: 'Hello',
      text: 'Hello',
      mode: 'durable',
    };
    const { id } = (await call('sendNotification', { body })).body;
    await eventually('it is refused, since nobody is to write there', async () => {
      const { status } = (await call('getNotification', { params: { id } })).body;
      return status === 'failed' || undefined;
    });
    return { params: { id } };
  },
  deleteSuppression: () => ({}),
  putNotificationTemplate: () => ({}),
  listNotificationTemplates: () => ({}),
  getNotificationTemplate: () => ({}),
  deleteNotificationTemplate: () => ({}),

  createConnection: () => ({
    body: { provider: 'sendgrid', credentials: { api_key: 'SG.sandbox-key-id.sandbox-key-secret' } },
  }),
  listConnections: () => ({}),
  createConnectLink: () => ({}),
  openConnectLink: () => ({
    query: Object.fromEntries(new URL(made.createConnectLink?.body.url).searchParams),
  }),
  submitConnectForm: () => ({
    body: { link: new URL(made.createConnectLink?.body.url).searchParams.get('link') },
  }),
  completeConnect: async () => ({
    query: Object.fromEntries(await consent(made.submitConnectForm?.text ?? '')),
    headers: { Cookie: made.submitConnectForm?.headers.get('set-cookie')?.split(';')[0] ?? '' },
  }),
  showConnected: () => ({}),
  getConnection: async () => {
    const { id } = await firstOf('listConnections', { query: { provider: 'hubspot' } });
    return { params: { id } };
  },
  refreshConnection: () => ({ params: idOf('getConnection') }),
  listSubscriptions: () => ({ params: idOf('getConnection') }),
  deleteConnection: () => ({ params: idOf('getConnection') }),

  putEventType: () => ({}),
  listEventTypes: () => ({}),
  getEventType: () => ({}),
  createEndpoint: () => ({
    body: { tenant: 'acme', url: receiver.hook().url, event_types: ['order.*'] },
  }),
  listEndpoints: () => ({}),
  getEndpoint: () => ({ params: idOf('createEndpoint') }),
  updateEndpoint: () => ({ params: idOf('createEndpoint') }),
  rotateEndpointSecret: () => ({ params: idOf('createEndpoint') }),
  pingEndpoint: () => ({ params: idOf('createEndpoint') }),
  testEndpoint: () => ({ params: idOf('createEndpoint') }),
  publishEvent: () => ({}),
  listEvents: () => ({}),
  getEvent: () => ({ params: idOf('publishEvent') }),
  listDeliveries: () => ({}),
  getDelivery: async () => {
    const { id } = await firstOf('listDeliveries', { query: { status: 'delivered', type: 'order.paid' } });
    return { params: { id } };
  },
  replayDelivery: () => ({ params: idOf('getDelivery') }),
  replayDeliveries: () => ({}),
  listEndpointDeliveries: () => ({ params: idOf('createEndpoint') }),
  replayEndpointDeliveries: () => ({ params: idOf('createEndpoint') }),
  recoverEndpointEvents: () => ({
    params: idOf('createEndpoint'),
    body: { since: new Date(Date.now() - 60_000).toISOString() },
  }),
  createPortalLink: () => ({}),
  deleteEndpoint: () => ({ params: idOf('createEndpoint') }),
  deleteEventType: () => ({}),

  receiveWebhook: () => signed(),
  putWebhookAccount: () => ({}),
  listWebhookAccounts: () => ({}),
  getWebhookAccount: () => ({}),
  receiveAccountWebhook: () => signed('whsec_of_the_account', 'charge.updated'),
  listWebhookEvents: () => ({}),
  getWebhookEvent: async () => {
    const { id } = await firstOf('listWebhookEvents', { query: { connection_id: 'acct_42' } });
    return { params: { id } };
  },
  replayWebhookEvent: () => ({ params: idOf('getWebhookEvent') }),
  replayWebhookEvents: () => ({}),
  listUnhandledWebhookTypes: async () => {
    await firstOf('listUnhandledWebhookTypes');
    return {};
  },
  listWebhookRejections: async () => {
    expect((await call('receiveAccountWebhook', signed('whsec_of_tomorrow'))).status).toBe(401);
    await firstOf('listWebhookRejections');
    return {};
  },
  getWebhookRejection: () => ({ params: { id: made.listWebhookRejections?.body.data[0].id } }),
  verifyWebhookRejection: async () => {
    await call('putWebhookAccount', { body: { secrets: ['whsec_of_the_account', 'whsec_of_tomorrow'] } });
    return { params: idOf('getWebhookRejection') };
  },
  verifyWebhookRejections: () => ({}),
  deleteWebhookAccount: () => ({}),
  listWebhookSources: () => ({}),
  pauseWebhookSource: () => ({}),
  resumeWebhookSource: () => ({}),
  listWebhookReconciliations: () => ({}),
  runWebhookReconciliation: () => ({}),

  listTimeline: async () => {
    await firstOf('listTimeline');
    return {};
  },
  revealTimelineEntry: () => ({ params: { kind: 'webhook', id: made.getWebhookEvent?.body.id } }),
  eraseWebhookEvents: () => ({ body: { ids: [made.getWebhookEvent?.body.id] } }),

  listRequests: async () => {
    await firstOf('listRequests');
    return {};
  },
  listUnknownOutcomes: async () => {
    await prisma().unknownOutcome.create({
      data: {
        provider: 'stripe',
        operation: 'payments.create',
        endpoint: '/v1/payment_intents',
        method: 'POST',
        path: '/v1/payment_intents',
        status: 'unresolved',
        sentAt: new Date(),
      },
    });
    return {};
  },
  getUnknownOutcome: () => ({ params: { id: made.listUnknownOutcomes?.body.data[0].id } }),
  holdCircuit: () => ({}),
  listCircuits: () => ({}),
  releaseCircuit: () => ({}),
  listCircuitTransitions: () => ({}),
  listApiNotices: async () => {
    await prisma().apiNotice.create({
      data: { provider: 'stripe', operation: 'payments.create', kind: 'unknown_value', path: 'status' },
    });
    return {};
  },
  dismissApiNotice: () => ({ params: { id: made.listApiNotices?.body.data[0].id } }),
};

it('has a call of every operation', () => {
  expect(Object.keys(CALLS).toSorted()).toEqual([...api.operations.keys()].toSorted());
});

describe('A call as it is described', () => {
  it.each(Object.entries(CALLS))('%s', async (id, given) => {
    const answer = await call(id, await given());
    made[id] = answer;
    // On a busy machine, /health may find something slow, and say so: 503, as described.
    expect(answer.body).not.toHaveProperty('error.correlation_id');
  });
});

describe('A body that is not as it is described', () => {
  /** One of its fields is of another type, or there is one too many. */
  const broken = (example: object) =>
    fc
      .record({
        field: fc.constantFrom(...Object.keys(example), 'unheard_of'),
        value: fc.oneof(fc.constant({}), fc.constant([[]]), fc.integer({ max: -1 }), fc.boolean()),
      })
      .map(({ field, value }) => ({ ...example, [field]: value }));

  it.each(['createPayment', 'publishEvent', 'createEndpoint', 'createConnectLink', 'holdCircuit'])(
    'is refused by %s with the field that is wrong',
    async (id) => {
      const example = api.example(id) as object;
      await fc.assert(
        fc.asyncProperty(broken(example), async (body) => {
          fc.pre(!api.takes(id, body));
          const { status, body: answered } = await call(id, { body });
          expect(status).toBe(400);
          expect(answered.error.details).not.toEqual([]);
        }),
        { numRuns: 15 },
      );
    },
  );
});
