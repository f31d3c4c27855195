import { Faults } from '../faults.js';
import { createServer, type ServerObserver } from '../server.js';
import { type ApiParts, serveApi } from './api.js';
import { expireOverdueSessions } from './checkout-session.js';
import type { Call } from './endpoint.js';
import type { StripeFault } from './faults.js';
import type { Charge, Event, PaymentIntent, Refund, Session } from './objects.js';
import { servePages } from './pages/pages.js';
import { type LoggedRequest, RequestLog } from './request-log.js';
import { State } from './state.js';
import { createWebhookSender } from './webhook-sender.js';

export interface StripeSandboxOptions {
  /** Where it listens, on 127.0.0.1 only; 0 takes any free port. */
  port: number;
  /** Where signed events are delivered. @default nowhere */
  webhookUrl?: string;
  /** What they are signed with. @default 'whsec_sandbox' */
  webhookSecret?: string;
  /** The API key that it accepts. @default 'sk_test_sandbox' */
  secretKey?: string;
  /** Keeps everything across restarts, a kill -9 included. @default all is forgotten when the process ends */
  stateFile?: string;
  /** @default nothing is logged */
  log?: (message: string, fields: Record<string, unknown>) => void;
  /** @default nobody watches */
  observe?: ServerObserver;
}

/** A running sandbox. Lists are newest first. */
export interface StripeSandbox {
  /** `http://127.0.0.1:<port>`: the API below `/v1`, the pages beside it. */
  url: string;
  webhookSecret: string;
  secretKey: string;
  /** Makes the next matching requests go wrong. */
  failNext(fault: StripeFault): void;
  /** Takes back the faults that have not happened yet. */
  clearFaults(): void;
  paymentIntents(): PaymentIntent[];
  charges(): Charge[];
  refunds(): Refund[];
  checkoutSessions(): Session[];
  events(): Event[];
  /** Events that are still to be delivered. */
  pendingDeliveries(): number;
  /** The most recent API requests, oldest first. */
  requests(): readonly LoggedRequest[];
  /** Breaks open connections and stops. Undelivered webhooks stay in the state file. */
  close(): Promise<void>;
}

const SESSION_CHECK_MS = 30_000;

/**
 * Starts a local stand-in for Stripe, with state, for development and tests. Point the `stripe` SDK at its `url`.
 * @throws Error when the port is taken or the state file is damaged
 */
export async function startStripeSandbox(options: StripeSandboxOptions): Promise<StripeSandbox> {
  const { webhookSecret = 'whsec_sandbox', secretKey = 'sk_test_sandbox', log = () => undefined } = options;
  const state = new State(options.stateFile);
  const faults = new Faults<StripeFault>();
  const requests = new RequestLog();
  const sender = options.webhookUrl
    ? createWebhookSender(state, { url: options.webhookUrl, secret: webhookSecret }, log)
    : undefined;
  const server = createServer(options.observe);
  let url = '';
  const parts: ApiParts = {
    state,
    faults,
    requests,
    secretKey,
    log,
    sendsWebhooks: sender !== undefined,
    baseUrl: () => url,
  };
  serveApi(server, parts);
  servePages(server, parts);
  url = await server.listen({ host: '127.0.0.1', port: options.port });
  sender?.start();
  const clock = setInterval(() => expireSessions(parts), SESSION_CHECK_MS);

  return {
    url,
    webhookSecret,
    secretKey,
    failNext: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    paymentIntents: () => [...state.table('payment_intent').older()],
    charges: () => [...state.table('charge').older()],
    refunds: () => [...state.table('refund').older()],
    checkoutSessions: () => [...state.table('checkout_session').older()].map(({ session }) => session),
    events: () => [...state.table('event').older()],
    pendingDeliveries: () => state.table('delivery').size,
    requests: () => requests.recent(),
    close: async () => {
      clearInterval(clock);
      await server.close();
      await sender?.stop();
      state.close();
    },
  };
}

function expireSessions(parts: ApiParts): void {
  const call: Call = {
    state: parts.state,
    baseUrl: parts.baseUrl(),
    request: { id: null, idempotency_key: null },
    sendsWebhooks: parts.sendsWebhooks,
  };
  parts.state.transaction(() => expireOverdueSessions(call, Math.floor(Date.now() / 1000)));
}
