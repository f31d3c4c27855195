import type { DynamicModule, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { HooklineModule } from '../../src/app.module.js';
import { ApiKeysService } from '../../src/platform/api-access/api-keys.service.js';
import type { Scope } from '../../src/platform/api-access/scopes.js';
import { createHttpAdapter } from '../../src/platform/http/http-adapter.js';
import { FAILURE_LIMITS } from '../../src/platform/throttling/failure-throttle.js';
import { equip } from '../../src/start-service.js';
import { RETRY_DELAYS_MS } from '../../src/webhooks/handlers/retry-delays.js';
import { createTestDatabase } from './test-database.js';

/** The secret that test webhooks of Stripe are signed with. */
export const WEBHOOK_SECRET = 'whsec_test_secret_of_the_tests';

export interface TestHooklineOptions {
  environment?: Record<string, string>;
  imports?: (Type | DynamicModule)[];
  /** Waits before each further attempt of a failed handler, in ms. @default two quick ones */
  retryDelaysMs?: readonly number[];
  /** @default any free one */
  port?: number;
  /** Nest tokens, and what stands in their place. */
  override?: readonly (readonly [token: symbol, value: unknown])[];
  /** An existing database, to start a second time on it. @default a fresh one, dropped at the end */
  databaseUrl?: string;
}

export interface TestHookline {
  app: NestFastifyApplication;
  url: string;
  databaseUrl: string;
  /** Calls the API with a key of all scopes, unless headers say otherwise. */
  api(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiAnswer>;
  createKey(...scopes: Scope[]): Promise<string>;
  close(): Promise<void>;
}

export interface ApiAnswer {
  status: number;
  headers: Headers;
  // The tests look into answers of every shape; a wrong path shows as a failed expectation.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

/** Hookline over real HTTP on a database of its own. */
export async function startTestHookline(options: TestHooklineOptions = {}): Promise<TestHookline> {
  const database = options.databaseUrl ? undefined : await createTestDatabase();
  const databaseUrl = options.databaseUrl ?? database?.url ?? '';
  const environment = {
    DATABASE_URL: databaseUrl,
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRET,
    LOG_LEVEL: 'silent',
    API_RATE_LIMIT: '10000000',
    ...options.environment,
  };
  const building = Test.createTestingModule({
    imports: [HooklineModule.forRoot(environment), ...(options.imports ?? [])],
  });
  building.overrideProvider(RETRY_DELAYS_MS).useValue(options.retryDelaysMs ?? [50, 50]);
  // All tests of a file come from one address, and much of what they send is wrong.
  building.overrideProvider(FAILURE_LIMITS).useValue({ credentials: Infinity, signatures: Infinity });
  for (const [token, value] of options.override ?? []) building.overrideProvider(token).useValue(value);
  const module = await building.compile();
  const { PUBLIC_URL = 'http://localhost' } = options.environment ?? {};
  const app = module.createNestApplication<NestFastifyApplication>(createHttpAdapter(PUBLIC_URL));
  const close = async () => {
    await app.close();
    await database?.drop();
  };
  equip(app);
  try {
    await app.listen(options.port ?? 0, '127.0.0.1');
  } catch (error) {
    await close();
    throw error;
  }
  const url = await app.getUrl();
  const createKey = async (...scopes: Scope[]) =>
    (await app.get(ApiKeysService, { strict: false }).create('test', scopes)).key;
  const key = await createKey('admin');
  return {
    app,
    url,
    databaseUrl,
    createKey,
    api: (method, path, body, headers = {}) =>
      request(`${url}${path}`, method, body, { Authorization: `Bearer ${key}`, ...headers }),
    close,
  };
}

/** One HTTP call; an object goes as JSON, a string and bytes as they are. */
export async function request(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  const init: RequestInit = { method, headers };
  if (body !== undefined) {
    if (body instanceof Uint8Array) init.body = new Uint8Array(body);
    else init.body = typeof body === 'string' ? body : JSON.stringify(body);
    init.headers = { 'Content-Type': 'application/json', ...headers };
  }
  const response = await fetch(url, init);
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text };
}
