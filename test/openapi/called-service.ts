import { rm } from 'node:fs/promises';
import { Injectable, Module } from '@nestjs/common';
import { expect } from 'vitest';
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

const SECRET = 'whsec_of_the_tests';

/** What Stripe's log is asked for: events that somebody takes. */
@Injectable()
class Product {
  @OnWebhook('stripe', 'payment_intent.succeeded')
  async paid(): Promise<void> {}
}

@Module({ providers: [Product] })
class ProductModule {}

/**
 * A service as `npm start` makes one, with stand-ins for the providers, and a good call of every operation that
 * openapi.json describes.
 */
export class CalledService {
  /** What was answered, by operation. */
  readonly made: Record<string, Answer> = {};

  private constructor(
    readonly api: DescribedApi,
    readonly service: Service,
    readonly receiver: Receiver,
    private readonly key: string,
    private readonly database: TestDatabase,
    private readonly folder: string,
  ) {}

  static async start(api: DescribedApi): Promise<CalledService> {
    const [database, folder, receiver] = await Promise.all([
      createTestDatabase(),
      makeFolder('every-route'),
      Receiver.start(),
    ]);
    const service = await startService({
      environment: {
        DATABASE_URL: database.url,
        DATA_DIR: folder,
        PORT: String(await freePort()),
        LOG_LEVEL: 'silent',
        STRIPE_WEBHOOK_SECRETS: SECRET,
      },
      imports: [ProductModule],
    });
    const keys = service.app.get(ApiKeysService, { strict: false });
    const { key } = await keys.create('every route', ['admin']);
    return new CalledService(api, service, receiver, key, database, folder);
  }

  get prisma(): PrismaService {
    return this.service.app.get(PrismaService, { strict: false });
  }

  /** As {@link DescribedApi.call}, with a key of all scopes. */
  call(id: string, given?: Given): Promise<Answer> {
    return this.api.call(id, this.service.url, this.key, given);
  }

  /** Calls an operation as {@link CALLS} has it. Those before it must have been made. */
  async make(id: string): Promise<Answer> {
    const answer = await this.call(id, await CALLS[id]?.(this));
    this.made[id] = answer;
    return answer;
  }

  /** What the call of an operation has made, as the parameter of another. */
  idOf(operation: string) {
    return { id: String(this.made[operation]?.body.id) };
  }

  /** The first of a list, as soon as there is one. */
  firstOf(id: string, given?: Given) {
    return eventually(`${id} has something`, async () => (await this.call(id, given)).body.data[0]);
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.receiver.close();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A webhook as Stripe sends it. */
function signed(secret = SECRET, type?: string): Given {
  const body = stripeEvent(type, { id: `evt_${crypto.randomUUID()}` });
  return { body, headers: { 'Stripe-Signature': stripeSignature(body, { secret }) } };
}

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
export const CALLS: Record<string, (called: CalledService) => Given | Promise<Given>> = {
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
  getPayment: (called) => ({ params: called.idOf('createPayment') }),
  capturePayment: (called) => ({ params: called.idOf('createPayment') }),
  refundPayment: (called) => ({ params: called.idOf('createPayment') }),
  cancelPayment: async (called) => ({ params: { id: (await called.call('createPayment')).body.id } }),
  createCheckout: () => ({}),

  upsertContact: () => ({}),
  listContacts: () => ({}),
  getContact: (called) => ({ params: called.idOf('upsertContact') }),
  upsertContacts: () => ({}),

  createCalendarEvent: () => ({}),
  createCalendarEvents: () => ({}),
  listCalendarEvents: () => ({}),
  listCalendarChanges: () => ({}),
  getFreeBusy: () => ({}),
  getCalendarEvent: (called) => ({ params: { eventId: called.made.createCalendarEvent?.body.id } }),
  updateCalendarEvent: (called) => ({ params: { eventId: called.made.createCalendarEvent?.body.id } }),
  deleteCalendarEvent: (called) => ({ params: { eventId: called.made.createCalendarEvent?.body.id } }),

  processExternalData: () => ({ body: { data: { input: 'a,b', format: 'text' }, options: { async: true } } }),
  getExternalRequest: (called) => ({
    params: { requestId: called.made.processExternalData?.body.request_id },
  }),

  addSuppression: () => ({}),
  listSuppressions: () => ({}),
  getSuppression: () => ({}),
  sendNotification: () => ({}),
  sendNotifications: () => ({}),
  listNotifications: () => ({}),
  getNotification: (called) => ({ params: called.idOf('sendNotification') }),
  sendNotificationAgain: async (called) => {
    const body = {
      provider: 'sendgrid',
      to: 'bob@example.com',
      subject: 'Hello',
      text: 'Hello',
      mode: 'durable',
    };
    const { id } = (await called.call('sendNotification', { body })).body;
    await eventually('it is refused, since nobody is to write there', async () => {
      const { status } = (await called.call('getNotification', { params: { id } })).body;
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
  openConnectLink: (called) => ({
    query: Object.fromEntries(new URL(called.made.createConnectLink?.body.url).searchParams),
  }),
  submitConnectForm: (called) => ({
    body: { link: new URL(called.made.createConnectLink?.body.url).searchParams.get('link') },
  }),
  completeConnect: async (called) => ({
    query: Object.fromEntries(await consent(called.made.submitConnectForm?.text ?? '')),
    headers: { Cookie: called.made.submitConnectForm?.headers.get('set-cookie')?.split(';')[0] ?? '' },
  }),
  showConnected: () => ({}),
  getConnection: async (called) => {
    const { id } = await called.firstOf('listConnections', { query: { provider: 'hubspot' } });
    return { params: { id } };
  },
  refreshConnection: (called) => ({ params: called.idOf('getConnection') }),
  listSubscriptions: (called) => ({ params: called.idOf('getConnection') }),
  deleteConnection: (called) => ({ params: called.idOf('getConnection') }),

  putEventType: () => ({}),
  listEventTypes: () => ({}),
  getEventType: () => ({}),
  createEndpoint: (called) => ({
    body: { tenant: 'acme', url: called.receiver.hook().url, event_types: ['order.*'] },
  }),
  listEndpoints: () => ({}),
  getEndpoint: (called) => ({ params: called.idOf('createEndpoint') }),
  updateEndpoint: (called) => ({ params: called.idOf('createEndpoint') }),
  rotateEndpointSecret: (called) => ({ params: called.idOf('createEndpoint') }),
  pingEndpoint: (called) => ({ params: called.idOf('createEndpoint') }),
  testEndpoint: (called) => ({ params: called.idOf('createEndpoint') }),
  publishEvent: () => ({}),
  listEvents: () => ({}),
  getEvent: (called) => ({ params: called.idOf('publishEvent') }),
  listDeliveries: () => ({}),
  getDelivery: async (called) => {
    const { id } = await called.firstOf('listDeliveries', {
      query: { status: 'delivered', type: 'order.paid' },
    });
    return { params: { id } };
  },
  replayDelivery: (called) => ({ params: called.idOf('getDelivery') }),
  replayDeliveries: () => ({}),
  listEndpointDeliveries: (called) => ({ params: called.idOf('createEndpoint') }),
  replayEndpointDeliveries: (called) => ({ params: called.idOf('createEndpoint') }),
  recoverEndpointEvents: (called) => ({
    params: called.idOf('createEndpoint'),
    body: { since: new Date(Date.now() - 60_000).toISOString() },
  }),
  createPortalLink: () => ({}),
  deleteEndpoint: (called) => ({ params: called.idOf('createEndpoint') }),
  deleteEventType: () => ({}),

  receiveWebhook: () => signed(),
  putWebhookAccount: () => ({}),
  listWebhookAccounts: () => ({}),
  getWebhookAccount: () => ({}),
  receiveAccountWebhook: () => signed('whsec_of_the_account', 'charge.updated'),
  listWebhookEvents: () => ({}),
  getWebhookEvent: async (called) => {
    const { id } = await called.firstOf('listWebhookEvents', { query: { connection_id: 'acct_42' } });
    return { params: { id } };
  },
  replayWebhookEvent: (called) => ({ params: called.idOf('getWebhookEvent') }),
  replayWebhookEvents: () => ({}),
  listUnhandledWebhookTypes: async (called) => {
    await called.firstOf('listUnhandledWebhookTypes');
    return {};
  },
  listWebhookRejections: async (called) => {
    expect((await called.call('receiveAccountWebhook', signed('whsec_of_tomorrow'))).status).toBe(401);
    await called.firstOf('listWebhookRejections');
    return {};
  },
  getWebhookRejection: (called) => ({ params: { id: called.made.listWebhookRejections?.body.data[0].id } }),
  verifyWebhookRejection: async (called) => {
    await called.call('putWebhookAccount', {
      body: { secrets: ['whsec_of_the_account', 'whsec_of_tomorrow'] },
    });
    return { params: called.idOf('getWebhookRejection') };
  },
  verifyWebhookRejections: () => ({}),
  deleteWebhookAccount: () => ({}),
  listWebhookSources: () => ({}),
  pauseWebhookSource: () => ({}),
  resumeWebhookSource: () => ({}),
  listWebhookReconciliations: () => ({}),
  runWebhookReconciliation: () => ({}),

  listTimeline: async (called) => {
    await called.firstOf('listTimeline');
    return {};
  },
  revealTimelineEntry: (called) => ({
    params: { kind: 'webhook', id: called.made.getWebhookEvent?.body.id },
  }),
  eraseWebhookEvents: (called) => ({ body: { ids: [called.made.getWebhookEvent?.body.id] } }),

  listRequests: async (called) => {
    await called.firstOf('listRequests');
    return {};
  },
  listUnknownOutcomes: async (called) => {
    await called.prisma.unknownOutcome.create({
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
  getUnknownOutcome: (called) => ({ params: { id: called.made.listUnknownOutcomes?.body.data[0].id } }),
  holdCircuit: () => ({}),
  listCircuits: () => ({}),
  releaseCircuit: () => ({}),
  listCircuitTransitions: () => ({}),
  listApiNotices: async (called) => {
    await called.prisma.apiNotice.create({
      data: { provider: 'stripe', operation: 'payments.create', kind: 'unknown_value', path: 'status' },
    });
    return {};
  },
  dismissApiNotice: (called) => ({ params: { id: called.made.listApiNotices?.body.data[0].id } }),
};
