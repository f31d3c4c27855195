import { Injectable, Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import {
  CalendarsModule,
  ConfigurationError,
  ConnectionsModule,
  ContactsModule,
  DeliveriesModule,
  ExternalApiModule,
  ExternalModule,
  GoogleCalendarModule,
  HooklineModule,
  HubSpotModule,
  NotificationsModule,
  PayPalModule,
  PaymentsModule,
  PlatformModule,
  SalesforceModule,
  SendGridModule,
  SlackModule,
  StripeModule,
  WebhooksModule,
  createHttpAdapter,
  migrate,
  type Environment,
} from 'hookline';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startStripeSandbox, type StripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.js';
import { WEBHOOK_SECRET, request } from '../support/hookline.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { paidByWebhook } from './paid-by-webhook.js';
import { OrdersModule } from './product/orders.js';

/** Hookline in a Nest application of a product's own: what it needs, and what it leaves alone. */

let stripe: StripeSandbox;
let migrated: TestDatabase;
let empty: TestDatabase;
const running: NestFastifyApplication[] = [];

beforeAll(async () => {
  [stripe, migrated, empty] = await Promise.all([
    startStripeSandbox({ port: 0 }),
    createTestDatabase(),
    createTestDatabase({ migrated: false }),
  ]);
});
afterEach(async () => {
  for (const app of running.splice(0)) await app.close();
});
afterAll(async () => {
  await Promise.all([stripe?.close(), migrated?.drop(), empty?.drop()]);
});

const environment = (fields: Record<string, string> = {}): Environment => ({
  DATABASE_URL: migrated.url,
  ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString('base64')}`,
  STRIPE_API_BASE_URL: stripe.url,
  STRIPE_SECRET_KEY: stripe.secretKey,
  STRIPE_WEBHOOK_SECRETS: WEBHOOK_SECRET,
  LOG_LEVEL: 'silent',
  ...fields,
});

/** A product's way to its configuration. */
@Injectable()
class Settings {
  static hookline: Environment = {};
  readonly hookline = Settings.hookline;
}
@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

const fromSettings = {
  imports: [SettingsModule],
  inject: [Settings],
  useFactory: async (settings: Settings) => settings.hookline,
};

@Module({})
class Product {}

async function start(
  imports: (Type | DynamicModule)[],
  adapter: FastifyAdapter = createHttpAdapter('http://localhost'),
): Promise<string> {
  const app = await NestFactory.create<NestFastifyApplication>({ module: Product, imports }, adapter, {
    logger: false,
    abortOnError: false,
  });
  running.push(app);
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}

it("all of Hookline, configured by the product's own settings: its services, its webhooks, and the product's routes as they were", async () => {
  Settings.hookline = environment();
  const url = await start([HooklineModule.forRootAsync(fromSettings), OrdersModule]);

  const placed = await request(`${url}/orders`, 'POST', { id: 'A-1', amount: 2500, extra: { any: 'thing' } });
  expect(placed).toMatchObject({
    status: 201,
    body: { status: 'requires_payment_method', extra: { any: 'thing' } },
  });
  expect(stripe.paymentIntents()[0]).toMatchObject({ amount: 2500, metadata: { order_id: 'A-1' } });

  // Nest's own answers, not Hookline's error format.
  const unpaid = await request(`${url}/orders/A-1`, 'GET');
  expect([unpaid.status, unpaid.body]).toEqual([
    404,
    { message: 'Nobody has paid A-1.', error: 'Not Found', statusCode: 404 },
  ]);
  expect((await request(`${url}/nowhere`, 'GET')).body).toMatchObject({ message: 'Cannot GET /nowhere' });
  expect((await request(`${url}/v1/payments`, 'GET')).body).toMatchObject({
    error: { code: 'UNAUTHENTICATED' },
  });

  expect(await paidByWebhook(url, 'A-1')).toEqual({ id: 'A-1', status: 'paid' });
});

it('single modules: payments with Stripe and its webhooks, and nothing else', async () => {
  const url = await start([
    PlatformModule.forRoot(environment()),
    StripeModule,
    WebhooksModule,
    OrdersModule,
  ]);
  expect((await request(`${url}/orders`, 'POST', { id: 'B-1', amount: 900 })).status).toBe(201);
  expect(await paidByWebhook(url, 'B-1')).toEqual({ id: 'B-1', status: 'paid' });
  expect((await request(`${url}/console`, 'GET')).status).toBe(404);
  expect((await request(`${url}/v1/contacts`, 'GET')).status).toBe(404);
});

it.each([
  ['PayPalModule', PayPalModule],
  ['SlackModule', SlackModule],
  ['SendGridModule', SendGridModule],
  ['GoogleCalendarModule', GoogleCalendarModule],
  ['HubSpotModule', HubSpotModule],
  ['SalesforceModule', SalesforceModule],
  ['ExternalApiModule', ExternalApiModule],
  ['PaymentsModule', PaymentsModule],
  ['NotificationsModule', NotificationsModule],
  ['CalendarsModule', CalendarsModule],
  ['ContactsModule', ContactsModule],
  ['ExternalModule', ExternalModule],
  ['DeliveriesModule', DeliveriesModule],
  ['ConnectionsModule', ConnectionsModule],
])('%s finds all that it needs on PlatformModule alone', async (_name, module) => {
  const compiled = await Test.createTestingModule({
    imports: [PlatformModule.forRoot(environment()), module],
  }).compile();
  expect(compiled.get(module)).toBeInstanceOf(module);
});

it("in a schema of its own, beside whatever tables the product's database has", async () => {
  const client = new Client({ connectionString: empty.url });
  await client.connect();
  await client.query('CREATE TABLE connections (mine text); CREATE TABLE _prisma_migrations (mine text)');
  const url = new URL(empty.url);
  url.searchParams.set('schema', 'hook line');
  expect((await migrate(url.href)).applied).not.toHaveLength(0);
  expect((await migrate(url.href)).applied).toHaveLength(0);

  const product = await start([
    HooklineModule.forRoot(environment({ DATABASE_URL: url.href })),
    OrdersModule,
  ]);
  expect((await request(`${product}/orders`, 'POST', { id: 'C-1', amount: 900 })).status).toBe(201);
  expect(await paidByWebhook(product, 'C-1')).toEqual({ id: 'C-1', status: 'paid' });

  const { rows } = await client.query(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY table_name`,
  );
  expect(rows).toEqual([{ table_name: '_prisma_migrations' }, { table_name: 'connections' }]);
  await client.end();
});

describe('what was forgotten is said at start:', () => {
  it('the HTTP adapter that keeps the bytes of webhooks', async () => {
    const starting = start([HooklineModule.forRoot(environment())], new FastifyAdapter());
    await expect(starting).rejects.toThrow(
      /application\/json are parsed before .*createHttpAdapter\(publicUrl\)/s,
    );
  });

  it('the migrations', async () => {
    const bare = await createTestDatabase({ migrated: false });
    try {
      await expect(start([HooklineModule.forRoot(environment({ DATABASE_URL: bare.url }))])).rejects.toThrow(
        /lacks \d+ of Hookline's \d+ migrations .*npx hookline migrate.*await migrate\(databaseUrl\)/s,
      );
    } finally {
      await bare.drop();
    }
  });

  it('the database, and one that does not answer, without its password', async () => {
    await expect(start([HooklineModule.forRoot(environment({ DATABASE_URL: '' }))])).rejects.toThrow(
      'set DATABASE_URL, or start Hookline by startService()',
    );
    const DATABASE_URL = 'postgresql://me:my-secret-word@127.0.0.1:1/shop';
    const failure = await start([HooklineModule.forRoot(environment({ DATABASE_URL }))]).catch(String);
    expect(failure).toContain('Cannot connect to the database shop on 127.0.0.1:1 as me');
    expect(failure).not.toContain('my-secret-word');
  });

  it('every wrong variable, all at once', async () => {
    const wrong = environment({ PUBLIC_URL: 'shop', STRIPE_TIMEOUT: 'soon', HUBSPOT_RATE_LIMIT: 'many' });
    const failure = await start([HooklineModule.forRoot(wrong)]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigurationError);
    const { problems } = failure as ConfigurationError;
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(
      expect.arrayContaining(['PUBLIC_URL', 'STRIPE_TIMEOUT', 'HUBSPOT_RATE_LIMIT']),
    );
  });
});
