import { type Fault, Faults } from '../faults.js';
import { createServer, type ServerObserver } from '../server.js';
import { approveOrder, canBeApproved } from './approval.js';
import { serveApi } from './api.js';
import type { World } from './endpoint.js';
import type { Order } from './objects.js';
import { servePages } from './pages/pages.js';
import { State } from './state.js';
import { showOrder } from './views.js';
import { createWebhookSender } from './webhook-sender.js';

export interface PayPalSandboxOptions {
  /** Where it listens, on 127.0.0.1 only; 0 takes any free port. */
  port: number;
  /** The app that it knows. @default 'sandbox-client-id' */
  clientId?: string;
  /** @default 'sandbox-client-secret' */
  clientSecret?: string;
  /** How long access tokens are good for, in ms. @default nine hours, as PayPal's */
  accessTokenLifetimeMs?: number;
  /** Where signed events are delivered. @default nowhere */
  webhookUrl?: string;
  /** The webhook that they are signed for: up to 50 letters and digits. @default '0SANDBOXWEBHOOK01' */
  webhookId?: string;
  /** What they are signed with, in PEM. @default a key that is made once and kept in the state */
  signingKey?: string;
  /** Keeps everything across restarts, a kill -9 included. @default all is forgotten when the process ends */
  stateFile?: string;
  /** @default nothing is logged */
  log?: (message: string, fields: Record<string, unknown>) => void;
  /** @default nobody watches */
  observe?: ServerObserver;
}

/** A running sandbox. */
export interface PayPalSandbox {
  /** `http://127.0.0.1:<port>`: the API below `/v1` and `/v2`, the pages beside it. */
  url: string;
  /** The variables that point Hookline at it. */
  environment: {
    PAYPAL_CLIENT_ID: string;
    PAYPAL_CLIENT_SECRET: string;
    PAYPAL_API_BASE_URL: string;
    PAYPAL_WEBHOOK_ID: string;
    PAYPAL_WEBHOOK_VERIFICATION: 'api';
  };
  /** The payer approves an order. @throws Error when there is no such order, or it is not waiting for that */
  approve(orderId: string): Promise<void>;
  /** Newest first. */
  orders(): readonly Order[];
  /** Events that are still to be delivered. */
  pendingDeliveries(): number;
  /** Makes the next matching requests go wrong. */
  failNext(fault: Fault<number>): void;
  /** Breaks open connections and stops. Undelivered webhooks stay in the state file. */
  close(): Promise<void>;
}

const NINE_HOURS_MS = 32_400_000;

/**
 * Starts a local stand-in for PayPal, with state, for development and tests.
 * @throws Error when the port is taken or the state file is damaged
 */
export async function startPayPalSandbox(options: PayPalSandboxOptions): Promise<PayPalSandbox> {
  const {
    clientId = 'sandbox-client-id',
    clientSecret = 'sandbox-client-secret',
    accessTokenLifetimeMs = NINE_HOURS_MS,
    webhookId = '0SANDBOXWEBHOOK01',
    log = () => undefined,
  } = options;
  const state = new State(options.stateFile);
  const { signingKey } = options;
  if (signingKey !== undefined) {
    state.transaction(() => state.put('signing_key', { id: 'webhooks', privateKey: signingKey }));
  }
  const faults = new Faults<Fault<number>>();
  const server = createServer(options.observe);
  const sendsWebhooks = options.webhookUrl !== undefined;
  let url = '';
  const world = (): World => ({ state, baseUrl: url, webhookId, sendsWebhooks });
  serveApi(server, { client: { clientId, clientSecret, accessTokenLifetimeMs }, faults, world, log });
  servePages(server, world);
  url = await server.listen({ host: '127.0.0.1', port: options.port });
  const sender =
    options.webhookUrl === undefined ? undefined : createWebhookSender(world(), options.webhookUrl, log);
  sender?.start();

  return {
    url,
    environment: {
      PAYPAL_CLIENT_ID: clientId,
      PAYPAL_CLIENT_SECRET: clientSecret,
      PAYPAL_API_BASE_URL: url,
      PAYPAL_WEBHOOK_ID: webhookId,
      PAYPAL_WEBHOOK_VERIFICATION: 'api',
    },
    approve: async (orderId) => {
      const order = state.table('order').get(orderId);
      if (!order) throw new Error(`The PayPal sandbox has no order ${orderId}.`);
      if (!canBeApproved(order)) throw new Error(`Order ${orderId} is ${order.status}.`);
      state.transaction(() => approveOrder(world(), order, 'balance'));
    },
    orders: () => [...state.table('order').older()].map((order) => showOrder(world(), order)),
    pendingDeliveries: () => state.table('delivery').size,
    failNext: (fault) => faults.add(fault),
    close: async () => {
      await server.close();
      await sender?.stop();
      state.close();
    },
  };
}
