import { type Fault, Faults, playFaults } from '../faults.js';
import { createServer, type ServerObserver } from '../server.js';
import { State } from '../state.js';
import { refuse, serveApi } from './api.js';
import { EventSender } from './event-sender.js';
import { type Mail, mailOf } from './mail.js';
import { servePages } from './pages.js';
import { type SendGridRows, TABLES } from './rows.js';
import { type KeyPair, signingKeyOf } from './signing-key.js';

export interface SendGridSandboxOptions {
  /** Where it listens, on 127.0.0.1 only; 0 takes any free port. */
  port: number;
  /** Where signed events are delivered. @default nowhere */
  webhookUrl?: string;
  /** What they are signed with. @default a key pair that is made once and kept in the state */
  keyPair?: KeyPair;
  /** The API key that it accepts. @default 'SG.sandbox-key-id.sandbox-key-secret' */
  apiKey?: string;
  /** Keeps everything across restarts, a kill -9 included. @default all is forgotten when the process ends */
  stateFile?: string;
  /** @default nothing is logged */
  log?: (message: string, fields: Record<string, unknown>) => void;
  /** @default nobody watches */
  observe?: ServerObserver;
}

/** A running sandbox. */
export interface SendGridSandbox {
  /** `http://127.0.0.1:<port>`: the API below `/v3`, the inbox at `/`. */
  url: string;
  /** The variables that point Hookline at it. */
  environment: Readonly<Record<string, string>>;
  /** What it has accepted, newest first. */
  messages(): readonly Mail[];
  /** Events that are still to be delivered. */
  pendingDeliveries(): number;
  /** Makes the next matching requests go wrong. */
  failNext(fault: Fault<number>): void;
  /** Breaks open connections and stops. Undelivered events stay in the state file. */
  close(): Promise<void>;
}

/**
 * Starts a local stand-in for SendGrid, with an inbox, suppression lists and signed events, for development and tests.
 * @throws Error when the port is taken or the state file is damaged
 */
export async function startSendGridSandbox(options: SendGridSandboxOptions): Promise<SendGridSandbox> {
  const { apiKey = 'SG.sandbox-key-id.sandbox-key-secret', webhookUrl, log = () => undefined } = options;
  const state = new State<SendGridRows>(TABLES, options.stateFile);
  const key = signingKeyOf(state, options.keyPair);
  const sender = webhookUrl === undefined ? undefined : new EventSender(state, { url: webhookUrl, key }, log);
  const faults = new Faults<Fault<number>>();
  const server = createServer(options.observe);
  let url = '';
  playFaults(server, faults, /^\/v3\//, refuse);
  serveApi(server, { state, apiKey, log });
  servePages(server, state, { baseUrl: () => url, sendsWebhooks: sender !== undefined });
  url = await server.listen({ host: '127.0.0.1', port: options.port });
  sender?.start();
  return {
    url,
    environment: {
      SENDGRID_API_KEY: apiKey,
      SENDGRID_FROM: 'Hookline Sandbox <hookline@sandbox.example>',
      SENDGRID_API_BASE_URL: url,
      SENDGRID_WEBHOOK_PUBLIC_KEYS: key.publicKey,
    },
    messages: () => [...state.table('envelope').older()].map((envelope) => mailOf(state, envelope)),
    pendingDeliveries: () => state.table('delivery').size,
    failNext: (fault) => faults.add(fault),
    close: async () => {
      await server.close();
      await sender?.stop();
      state.close();
    },
  };
}
