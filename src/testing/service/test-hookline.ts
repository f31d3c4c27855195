import { randomBytes } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Environment } from '../../platform/config/config-section.js';
import { freePort } from '../free-port.js';
import { deliver, type DeliverOptions, type DeliverReport } from '../webhooks/deliver.js';
import {
  signedWebhook,
  type SignedWebhook,
  type SignedWebhookOptions,
  type WebhookOverrides,
  type WebhookTypeOf,
} from '../webhooks/signed-webhook.js';
import type { WebhookProvider } from '../../contracts/webhooks.js';
import { webhookSecrets } from '../webhooks/webhook-secrets.js';
import type { TestDatabase } from './embedded-server.js';
import type { Composition } from './test-application.js';

export interface TestHooklineOptions extends Composition {
  /** Variables, above those that a test has anyway: secrets of webhooks, an encryption key, a silent log. */
  environment?: Environment;
  /** Stand-ins to work with: their variables are taken, and {@link TestHookline.settled} waits for their webhooks. */
  sandboxes?: { environment: Environment; pendingWebhooks(): boolean };
  /** A database to work on; it is migrated and left as it is then. @default a fresh one on an embedded PostgreSQL */
  databaseUrl?: string;
}

/** Hookline and a product's modules, listening on this machine. */
export interface TestHookline {
  readonly app: NestFastifyApplication;
  /** `http://127.0.0.1:…` */
  readonly url: string;
  /** What it runs on; hand it to `signedWebhook`. */
  readonly environment: Environment;
  /** An API key of all scopes. */
  readonly apiKey: string;
  /** Calls it with {@link apiKey}, unless headers say otherwise; an object goes as JSON. */
  fetch(path: string, init?: TestRequest): Promise<Response>;
  /** A webhook that it believes. */
  webhook<P extends WebhookProvider | (string & {}), T extends WebhookTypeOf<P>>(
    provider: P,
    type: T,
    overrides?: WebhookOverrides<P, T>,
    options?: Omit<SignedWebhookOptions, 'environment'>,
  ): SignedWebhook;
  /** Delivers webhooks to it. */
  deliver(webhooks: readonly SignedWebhook[], options?: Omit<DeliverOptions, 'to'>): Promise<DeliverReport>;
  /**
   * Resolves when nothing is left to do in the background. @param withinMs @default 30 s
   * @throws Error that says what is left
   */
  settled(withinMs?: number): Promise<void>;
  /** Stops it, and drops its database. Before the stand-ins. */
  stop(): Promise<void>;
}

export interface TestRequest {
  /** @default GET, or POST with a body */
  method?: string;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/**
 * Starts Hookline with a product's modules in this process, over real HTTP and on a real database.
 * @throws Error when `@nestjs/testing` is not installed; ConfigurationError with every problem of the environment
 */
export async function startTestHookline(options: TestHooklineOptions = {}): Promise<TestHookline> {
  const { buildTestApplication } = await import('./test-application.js');
  const database = await openDatabase(options.databaseUrl);
  try {
    const environment = await environmentOf(options, database.url);
    const { app, apiKey, waitUntilSettled } = await buildTestApplication(environment, options);
    const url = await app.getUrl();
    const bound = { environment };
    return {
      app,
      url,
      environment,
      apiKey,
      fetch: (path, request = {}) => call(`${url}${path}`, apiKey, request),
      webhook: (provider, type, overrides, how) =>
        signedWebhook(provider, type, overrides, { ...how, ...bound }),
      deliver: (webhooks, how) => deliver(webhooks, { ...how, to: url }),
      settled: (withinMs = 30_000) => waitUntilSettled(withinMs, () => !options.sandboxes?.pendingWebhooks()),
      stop: async () => {
        await app.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openDatabase(given: string | undefined): Promise<TestDatabase> {
  if (given === undefined) return (await import('./embedded-server.js')).openEmbeddedDatabase();
  const { migrate } = await import('../../platform/database/migrate.js');
  await migrate(given);
  return { url: given, close: async () => {} };
}

async function environmentOf(
  { environment, sandboxes }: TestHooklineOptions,
  databaseUrl: string,
): Promise<Environment> {
  const port = environment?.PORT ?? sandboxes?.environment.PORT ?? String(await freePort());
  return {
    ...webhookSecrets(),
    ENCRYPTION_KEYS: `testing:${randomBytes(32).toString('base64')}`,
    SANDBOX: 'off',
    LOG_LEVEL: 'silent',
    API_RATE_LIMIT: '10000000',
    DELIVERY_RETRY_DELAYS: '0.05,0.05',
    ...sandboxes?.environment,
    ...environment,
    PORT: port,
    DATABASE_URL: databaseUrl,
  };
}

function call(
  url: string,
  apiKey: string,
  { body, headers, method = body === undefined ? 'GET' : 'POST' }: TestRequest,
): Promise<Response> {
  const json = body !== undefined && typeof body !== 'string';
  return fetch(url, {
    method,
    headers: {
      Authorization: `Bearer ${apiKey}`,
      ...(json && { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: json ? JSON.stringify(body) : body }),
  });
}
