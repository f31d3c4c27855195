import { sendPage } from '../pages/page.js';
import { createServer, type ServerObserver } from '../server.js';
import { State } from '../state.js';
import { serveApi } from './api.js';
import { type CallbackTarget, createCallbackSender } from './callback-sender.js';
import { Callers, type Credentials } from './callers.js';
import { type ExternalApiFault, playApiFaults } from './faults.js';
import { RequestPace } from './request-pace.js';
import { requestsPage } from './requests-page.js';
import { type ExternalApiRows, TABLES } from './rows.js';

export interface ExternalApiSandboxOptions {
  /** Where it listens, on 127.0.0.1 only; 0 takes any free port. */
  port: number;
  /** What it accepts. @default a key and a client of its own */
  credentials?: Credentials;
  /** Where the callbacks of asynchronous requests go. @default nowhere */
  callback?: CallbackTarget;
  /** How long asynchronous processing takes. @default 1 */
  asyncSeconds?: number;
  /** @default 1000, as the specification has it */
  requestsPerMinute?: number;
  /** Keeps everything across restarts, a kill -9 included. @default all is forgotten when the process ends */
  stateFile?: string;
  /** @default nothing is logged */
  log?: (message: string, fields: Record<string, unknown>) => void;
  /** @default nobody watches */
  observe?: ServerObserver;
}

/** A running sandbox. */
export interface ExternalApiSandbox {
  /** `http://127.0.0.1:<port>`: the API below `/v2`, what it has processed at `/`. */
  url: string;
  /** The variables that point Hookline at it. */
  environment: Readonly<Record<string, string>>;
  /** Callbacks that are still to be delivered. */
  pendingDeliveries(): number;
  /** Makes the next matching requests go wrong. */
  failNext(fault: ExternalApiFault): void;
  /** Breaks open connections and stops. Undelivered callbacks stay in the state file. */
  close(): Promise<void>;
}

const CREDENTIALS: Credentials = {
  apiKey: 'sandbox-api-key',
  clientId: 'sandbox-client',
  clientSecret: 'sandbox-client-secret',
};

const STAND_IN = { name: 'the external API', note: 'What it processes stays on this machine.' };

/**
 * Starts a local stand-in for the external data-processing API, for development and tests.
 * @throws Error when the port is taken or the state file is damaged
 */
export async function startExternalApiSandbox(
  options: ExternalApiSandboxOptions,
): Promise<ExternalApiSandbox> {
  const { credentials = CREDENTIALS, callback, log = () => undefined } = options;
  const state = new State<ExternalApiRows>(TABLES, options.stateFile);
  const callers = new Callers(state, credentials);
  const sender = callback && createCallbackSender(state, callback, log);
  const callsBack = sender !== undefined;
  const server = createServer(options.observe);
  let url = '';
  const faults = playApiFaults(server, callers);
  serveApi(server, {
    state,
    callers,
    pace: new RequestPace(options.requestsPerMinute ?? 1000),
    asyncSeconds: options.asyncSeconds ?? 1,
    callsBack,
    log,
  });
  server.get('/', (_request, reply) =>
    sendPage(reply, STAND_IN, requestsPage(state, `${url}/v2`, callsBack)),
  );
  url = await server.listen({ host: '127.0.0.1', port: options.port });
  sender?.start();
  return {
    url,
    environment: {
      EXTERNAL_API_BASE_URL: `${url}/v2`,
      EXTERNAL_API_KEY: credentials.apiKey,
      EXTERNAL_OAUTH_CLIENT_ID: credentials.clientId,
      EXTERNAL_OAUTH_CLIENT_SECRET: credentials.clientSecret,
      ...(callback && { EXTERNAL_WEBHOOK_SECRETS: callback.secret }),
    },
    pendingDeliveries: () => state.table('delivery').size,
    failNext: (fault) => faults.add(fault),
    close: async () => {
      await server.close();
      await sender?.stop();
      state.close();
    },
  };
}
