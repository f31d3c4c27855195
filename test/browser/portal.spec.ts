import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { faults } from '../support/fault-server.js';
import { request, type ApiAnswer } from '../support/hookline.js';
import { echo, Receiver, type Hook } from '../support/receiver.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { makeFolder } from '../support/run-folder.js';
import { findChromium, launchChromium } from './chromium.js';
import { PageReview } from './page-review.js';
import { startRunningService, type RunningService } from './running-service.js';

/**
 * The portal as somebody of a tenant meets it: the service as `npm start` brings it up, a real browser, a receiver of
 * their own. The parts go one after the other, as a person does.
 */

const chromium = findChromium();
const inChromium = chromium ? describe : describe.skip;

let database: TestDatabase;
let folder: string;
let service: RunningService;
let receiver: Receiver;
let hook: Hook;
let browser: Browser;
let page: Page;
let review: PageReview;
/** What the pages themselves have complained of: a blocked script, a failed request. */
const complaints: string[] = [];
let endpointPath: string;
let deliveryPath: string;

const api = (method: string, path: string, body?: unknown): Promise<ApiAnswer> =>
  request(`${service.url}${path}`, method, body, { Authorization: `Bearer ${service.apiKey}` });

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });

inChromium('The portal in a browser', () => {
  beforeAll(async () => {
    folder = await makeFolder('browser');
    database = await createTestDatabase();
    service = await startRunningService(database.url, folder);
    receiver = await Receiver.start();
    hook = receiver.hook(faults.status(500, {}, { oops: 'x'.repeat(300) }), faults.ok());
    browser = await launchChromium(chromium ?? '');
    page = await browser.newPage();
    review = await PageReview.of('portal', page, service.url);
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await receiver?.close();
    await service?.close();
    await database?.drop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is opened by a link, whose token leaves the address bar', async () => {
    const { body } = await api('POST', '/v1/portal-links', { tenant: 'acme', expires_in: 3_600 });
    await page.goto(String(body.url));
    await heading('Endpoints').waitFor();
    expect(page.url()).toMatch(/\/portal$/);
    await page.getByText('No endpoints yet').waitFor();
    expect(await review.faultsOf({ empty: '/portal' })).toEqual([]);
  }, 120_000);

  it('adds an endpoint, which proves itself before one’s eyes', async () => {
    await page.goto(`${service.url}/portal`);
    await page.getByRole('link', { name: 'Add an endpoint' }).click();
    await page.getByLabel('URL').fill(hook.url);
    await page.getByLabel('Description').fill('The till');
    await page.getByRole('button', { name: 'Add the endpoint' }).click();
    await heading('Endpoint').waitFor();
    expect(await page.getByRole('textbox', { name: 'Signing secret' }).inputValue()).toMatch(/^whsec_/);
    await review.picture('added');
    await page.getByText('unproved').waitFor();
    const [, path = ''] = /hx-get="(\/portal\/endpoints\/[0-9a-f-]+)\/now"/.exec(await page.content()) ?? [];
    endpointPath = path;
    hook.onPing = echo;
    await page.goto(service.url + endpointPath);
    await page.getByRole('button', { name: 'Send a ping' }).click();
    await page.getByText('A ping is on its way').waitFor();
    await page.getByText('enabled', { exact: true }).waitFor({ timeout: 60_000 });
  }, 120_000);

  it('shows what was answered, and sends it again', async () => {
    await api('PUT', '/v1/event-types/order.paid', {
      description: 'An order was paid.',
      schema: { type: 'object', properties: { amount: { type: 'integer' } } },
      example: { amount: 42 },
    });
    await api('POST', '/v1/events', { type: 'order.paid', tenant: 'acme', data: { amount: 42 } });
    await eventually('the first attempt was answered', () => hook.events[0]);
    await page.goto(service.url + endpointPath);
    await page.getByRole('link', { name: 'order.paid' }).first().click();
    await heading('order.paid').waitFor();
    deliveryPath = new URL(page.url()).pathname;
    await eventually('the attempt is shown', async () => {
      await page.reload();
      return (await page.getByText('Its beginning').count()) > 0 || undefined;
    });
    await page.getByText('Its beginning').click();
    await page.getByText('oops').waitFor();
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByRole('status').waitFor();
    await eventually('it has come again', () => hook.events[1]);
    expect(hook.events[1]?.headers['webhook-id']).toBe(hook.events[0]?.headers['webhook-id']);
  }, 120_000);

  it('has pages without a serious accessibility fault, in light and dark, from 360 px up', async () => {
    const long = `https://example.com/${'hooks/'.repeat(40)}`;
    const added = await api('POST', '/v1/endpoints', { tenant: 'acme', url: long, enabled: false });
    expect(added.status).toBe(201);
    const faultsFound = await review.faultsOf({
      endpoints: '/portal',
      add: '/portal/endpoints/new',
      endpoint: endpointPath,
      edit: `${endpointPath}/edit`,
      deliveries: `${endpointPath}/deliveries`,
      delivery: deliveryPath,
      'event-types': '/portal/event-types',
      'no-such-page': '/portal/nowhere',
    });
    expect(faultsFound).toEqual([]);
  }, 240_000);

  it('says so when a link does not work', async () => {
    await page.context().clearCookies();
    expect(
      await review.faultsOf({ 'bad-link': '/portal/enter?token=cut.off.here', 'no-link': '/portal' }),
    ).toEqual([]);
    await heading('Open it by a link').waitFor();
  }, 120_000);

  it('has given the browser nothing to complain of, but for pages that are not there', () => {
    expect(complaints.filter((text) => !/status of 40[14]/.test(text))).toEqual([]);
  });
});
