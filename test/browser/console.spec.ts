import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from 'pg';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { request, type ApiAnswer } from '../support/hookline.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { makeFolder } from '../support/run-folder.js';
import { findChromium, launchChromium } from './chromium.js';
import { PageReview } from './page-review.js';
import { startRunningService, type RunningService } from './running-service.js';

/**
 * The console as an admin meets it: the service as `npm start` brings it up, a real browser, the stand-in for Slack. The
 * parts go one after the other, as a person does.
 */

const chromium = findChromium();
const inChromium = chromium ? describe : describe.skip;

const ROOMS = {
  overview: '/console',
  connections: '/console/connections',
  'connect-an-account': '/console/connections/new',
  'connect-slack': '/console/connections/new?provider=slack',
  'connect-sendgrid': '/console/connections/new?provider=sendgrid',
  providers: '/console/providers',
  'webhook-events': '/console/webhook-events',
  'webhook-rejections': '/console/webhook-events/rejections',
  'webhook-sources': '/console/webhook-events/sources',
  endpoints: '/console/endpoints',
  'add-an-endpoint': '/console/endpoints/new',
  deliveries: '/console/deliveries',
  'event-types': '/console/event-types',
  'add-an-event-type': '/console/event-types/new',
  notifications: '/console/notifications',
  'try-slack': '/console/providers/slack/try',
  'try-google-calendar': '/console/providers/google-calendar/try',
  requests: '/console/requests',
  timeline: '/console/timeline',
  circuits: '/console/requests/circuits',
  'api-notices': '/console/api-notices',
  'api-keys': '/console/api-keys',
  'audit-log': '/console/audit-log',
  admins: '/console/admins',
  account: '/console/account',
};

let database: TestDatabase;
let folder: string;
let service: RunningService;
let browser: Browser;
let page: Page;
let review: PageReview;
/** What the pages themselves have complained of: a blocked script, a failed request. */
const complaints: string[] = [];
let connectionId: string;
let notificationPath: string;
let endpointPath: string;
let deliveryPath: string;

const api = (method: string, path: string, body?: unknown): Promise<ApiAnswer> =>
  request(`${service.url}${path}`, method, body, { Authorization: `Bearer ${service.apiKey}` });

const say = (text: string) =>
  api('POST', '/v1/notifications', {
    provider: 'slack',
    connection_id: connectionId,
    to: '#general',
    text,
  });

/** Of the longest kind, for the narrowest screen. */
async function givenNotices(): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(
    `INSERT INTO api_notices (id, provider, operation, kind, path, sample, link, sunset_at)
     VALUES (gen_random_uuid(), 'acme', 'users.list', 'deprecated', '/v1/' || repeat('users/', 40), NULL,
              'https://acme.example/changes', now() + interval '20 days'),
            (gen_random_uuid(), 'acme', 'users.list', 'unknown_field', repeat('data', 60), repeat('x', 200), NULL, NULL)`,
  );
  await client.end();
}

/** An event that is in the catalogue, on its way to somebody who does not answer. */
async function givenDelivery(): Promise<void> {
  const type = 'order.paid';
  const schema = { type: 'object', properties: { amount: { type: 'number' } } };
  const words = { description: 'x'.repeat(200), schema, example: { amount: 1999 }, versions: ['2025-01-01'] };
  await api('PUT', `/v1/event-types/${type}`, words);
  const tenant = 'customer-'.repeat(20);
  const url = `http://127.0.0.1:1/${'hooks/'.repeat(40)}`;
  const endpoint = await api('POST', '/v1/endpoints', { tenant, url, headers: { 'X-Shop': '1' } });
  endpointPath = `/console/endpoints/${endpoint.body.id}`;
  const data = { amount: 1999, order_id: '42', note: 'long '.repeat(200) };
  const event = await api('POST', '/v1/events', { tenant, type, data, versions: { '2025-01-01': {} } });
  deliveryPath = await eventually('the event was tried', async () => {
    const { body } = await api('GET', `/v1/deliveries?event_id=${event.body.id}&status=failed`);
    return body.data[0] && `/console/deliveries/${body.data[0].id}`;
  });
}

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });

inChromium('The console in a browser', () => {
  beforeAll(async () => {
    folder = await makeFolder('browser');
    database = await createTestDatabase();
    service = await startRunningService(database.url, folder);
    browser = await launchChromium(chromium ?? '');
    page = await browser.newPage();
    review = await PageReview.of('console', page, service.url);
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await service?.close();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('signs in by the link that the start prints, once', async () => {
    await page.goto(service.signInLink);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await heading('Overview').waitFor();
    const again = await request(service.signInLink.split('?')[0] ?? '', 'POST', undefined, {
      'Content-Type': 'application/x-www-form-urlencoded',
    });
    expect(again.status).toBeGreaterThanOrEqual(400);
  });

  it('shows a payment’s webhook, and replays it', async () => {
    const payment = await request(
      `${service.url}/v1/payments`,
      'POST',
      { amount: 1999, currency: 'EUR', payment_method: 'pm_card_visa' },
      { Authorization: `Bearer ${service.apiKey}`, 'Idempotency-Key': 'order-1' },
    );
    expect(payment.status).toBe(201);
    await eventually('the event is there', async () => {
      const { body } = await api('GET', '/v1/webhook-events?type=payment_intent.succeeded&status=unhandled');
      return body.data.length > 0 || undefined;
    });
    await page.getByRole('link', { name: 'Webhook events' }).click();
    await page
      .getByRole('link', { name: /payment_intent\.succeeded/ })
      .first()
      .click();
    await page.getByRole('button', { name: /Replay/ }).click();
    await page.getByRole('status').first().waitFor();
    await heading(/payment_intent\.succeeded/).waitFor();
  });

  it('connects a Slack workspace', async () => {
    await page.getByRole('link', { name: 'Connections' }).click();
    await page
      .getByRole('link', { name: /Connect an account/ })
      .first()
      .click();
    await page.getByRole('link', { name: /Slack/ }).first().click();
    await page.getByRole('button', { name: 'Continue to Slack' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.waitForURL(/\/console\/connections\/[0-9a-f-]{36}/);
    connectionId = /connections\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
    const { body } = await api('GET', `/v1/connections/${connectionId}`);
    expect(body).toMatchObject({ provider: 'slack', status: 'connected', health: { state: 'ok' } });
    await page.getByText(body.account.label).first().waitFor();
  });

  it('sends a message through it, and finds the call in Requests', async () => {
    expect(await say('Hello from a browser')).toMatchObject({
      status: 201,
      body: { provider: 'slack', status: 'sent' },
    });
    await page.getByRole('link', { name: 'Requests', exact: true }).click();
    await eventually('the call is written down', async () => {
      await page.reload();
      return (await page.getByText('notifications.send').count()) > 0 || undefined;
    });
  });

  it('shows the message among the notifications, with its history', async () => {
    await page.getByRole('link', { name: 'Notifications', exact: true }).click();
    await page.getByRole('link', { name: '#general' }).first().click();
    await heading('Notification to #general').waitFor();
    notificationPath = new URL(page.url()).pathname;
    expect(await page.getByText('Hello from a browser').count()).toBe(1);
    expect(await page.getByRole('cell', { name: 'sent' }).count()).toBeGreaterThan(0);
  });

  it('tries a provider out, and shows what went over the wire', async () => {
    await page.getByRole('link', { name: 'Providers' }).click();
    await page.getByRole('link', { name: 'Try it: HubSpot' }).click();
    await page.getByLabel('E-mail address').fill('ada@example.com');
    await page.getByRole('button', { name: 'Try it' }).click();
    await page.getByText(/^It worked, in \d+ ms\.$/).waitFor();
    await review.picture('tried-hubspot');
    expect(await page.getByText('POST /crm/v3/objects/contacts/batch/upsert').count()).toBe(1);
  });

  it('keeps the token where nobody reads it', async () => {
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      const { rows } = await client.query<{ row: string; bytes: Buffer }>(
        'SELECT connections::text AS row, sealed_credential AS bytes FROM connections WHERE id = $1',
        [connectionId],
      );
      expect(rows[0]?.bytes.length).toBeGreaterThan(50);
      expect(rows[0]?.row).not.toContain('xox');
      expect(rows[0]?.bytes.includes('xox')).toBe(false);
    } finally {
      await client.end();
    }
  });

  it('holds a circuit open, which stops the calls, and lets it go', async () => {
    await page.goto(`${service.url}/console/requests`);
    await page.getByRole('link', { name: 'Circuits' }).click();
    await page.getByLabel('Provider').last().selectOption('slack');
    await page.getByLabel('Reason').fill('drill');
    await page.getByRole('button', { name: 'Hold' }).click();
    await page.getByRole('status').first().waitFor();
    const held = await eventually('calls are held back', async () => {
      const { body } = await say('stopped?');
      return (body.error as { code: string } | undefined)?.code;
    });
    expect(held).toBe('CIRCUIT_OPEN');
    await page
      .getByRole('button', { name: /Release/ })
      .first()
      .click();
    await page.getByRole('status').first().waitFor();
    const sent = await eventually('calls go through', async () => {
      const { status } = await say('and on');
      return status === 503 ? undefined : status;
    });
    expect(sent).toBe(201);
  });

  it('has rooms without a serious accessibility fault, in light and dark, from 360 px up', async () => {
    await givenNotices();
    await givenDelivery();
    const rooms = {
      ...ROOMS,
      connection: `/console/connections/${connectionId}`,
      notification: notificationPath,
      endpoint: endpointPath,
      'edit-an-endpoint': `${endpointPath}/edit`,
      delivery: deliveryPath,
      'event-type': '/console/event-types/order.paid',
      'timeline-of-an-order': '/console/timeline?of=order_id:42',
      'timeline-of-nothing': '/console/timeline?of=order_id:404',
    };
    expect(await review.faultsOf(rooms)).toEqual([]);
  }, 360_000);

  it('disconnects, and says so', async () => {
    await page.goto(`${service.url}/console/connections/${connectionId}`);
    await page
      .getByText(/^Disconnect/)
      .first()
      .click();
    await page
      .getByRole('button', { name: /Disconnect/ })
      .last()
      .click();
    await page.getByText('disconnected').first().waitFor();
    expect((await say('too late')).body.error.code).toBe('CONNECTION_NEEDS_REAUTH');
  });

  it('signs out, for good', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/\/console\/sign-in/);
    await page.goto(`${service.url}/console/connections`);
    expect(page.url()).toMatch(/\/console\/sign-in/);
  });

  it('has given the browser nothing to complain of', () => {
    expect(complaints).toEqual([]);
  });
});
