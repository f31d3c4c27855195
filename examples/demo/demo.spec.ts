import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareEnvironment } from '../../test/support/bare-environment.js';
import { compiledScript } from '../../test/support/compiled.js';
import { eventually } from '../../test/support/eventually.js';
import { freePort } from '../../test/support/free-port.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { makeFolder } from '../../test/support/run-folder.js';
import { startDemo, type Demo } from './demo.js';
import { Story } from './story.js';
import { Storyteller } from './storyteller.js';

const STEPS = [
  /Stripe +charges the card/,
  /Stripe +webhook payment_intent\.succeeded: €25\.00 paid/,
  /Slack +shows the order to the team in #orders/,
  /SendGrid +takes an e-mail to Ada/,
  /SendGrid +webhook delivered: Ada can read it/,
  /Google Calendar +has a delivery slot, .*10:00–12:00/,
  /HubSpot +knows Ada as a contact/,
  /Salesforce +knows Ada as a contact/,
  /PayPal +asks Grace, who presses Pay on its page/,
  /PayPal +webhook PAYMENT\.CAPTURE\.COMPLETED: €40\.00 paid/,
  /Slack +refuses the message to the team: service_unavailable/,
  /SendGrid +takes an e-mail to the team instead/,
  /SendGrid +webhook delivered: the team can read it/,
  /SendGrid +takes an e-mail to Grace/,
  /SendGrid +webhook delivered: Grace can read it/,
  /Google Calendar +has a delivery slot, .*14:00–16:00/,
  /HubSpot +knows Grace as a contact/,
  /Salesforce +knows Grace as a contact/,
];

/** What leaves for the providers, by the names of the request log. */
const CALLS = [
  ['stripe', 'payments.create'],
  ['paypal', 'payments.create'],
  ['slack', 'notifications.send'],
  ['sendgrid', 'notifications.send'],
  ['google-calendar', 'events.create'],
  ['hubspot', 'contacts.upsert'],
  ['salesforce', 'contacts.upsert'],
];

let folder: string;
beforeAll(async () => {
  folder = await makeFolder('demo');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it('npm run demo -- --exit tells every step on one screen, and ends', async () => {
  const args = [compiledScript('examples/demo/main.ts'), '--exit'];
  const env = { ...bareEnvironment(), DATA_DIR: join(folder, 'process') };
  const options = { env, timeout: 170_000 };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, options); // rejects unless it ends with 0
  for (const step of STEPS) expect(stdout).toMatch(step);
  expect(stdout).toMatch(/http:\/\/localhost:\d+\/console\/sign-in\/link\?token=\S+/);
  expect(stdout.split('\n').length).toBeLessThanOrEqual(40);
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120);
  expect(stderr).toBe('');
}, 180_000);

describe('beside it', () => {
  let database: TestDatabase;
  let demo: Demo;

  beforeAll(async () => {
    database = await createTestDatabase();
    const environment = {
      DATABASE_URL: database.url,
      DATA_DIR: join(folder, 'beside'),
      PORT: String(await freePort()),
    };
    demo = await startDemo({ ...environment, LOG_LEVEL: 'silent' });
  }, 180_000);
  afterAll(async () => {
    await demo?.close();
    await database?.drop();
  });

  async function tell(withinMs?: number): Promise<Storyteller> {
    const teller = new Storyteller(() => undefined, withinMs);
    await demo.service.app.get(Story, { strict: false }).tell(teller, demo.slack);
    return teller;
  }

  it('the console shows every step', async () => {
    expect((await tell()).missing).toEqual([]);
    const page = await signedIn(demo.service);

    const events = await page('/console/webhook-events');
    for (const type of ['payment_intent.succeeded', 'PAYMENT.CAPTURE.COMPLETED', 'delivered']) {
      expect(events).toContain(type);
    }
    const messages = await page('/console/notifications');
    for (const to of ['#orders', 'team@shop.example', 'ada@customers.example', 'grace@customers.example']) {
      expect(messages).toContain(to);
    }
    // The message that Slack refused is one that went to the team all the same.
    const [, fallback = ''] =
      /href="(\/console\/notifications\/[\w-]+)">team@shop\.example/.exec(messages) ?? [];
    expect(await page(fallback)).toContain('service_unavailable');
    for (const [provider, operation] of CALLS) {
      await eventually(`the request log has ${operation} of ${provider}`, async () => {
        const found = await page(`/console/requests?provider=${provider}&operation=${operation}`);
        return found.includes('href="/console/requests/0') || undefined;
      });
    }
  }, 180_000);

  it('says which step did not happen', async () => {
    demo.slack.failNext({ method: 'chat.postMessage', mode: 'error', error: 'not_in_channel' });
    expect((await tell(8_000)).missing).toEqual(['Slack: shows the order to the team in #orders']);
  }, 90_000);
});

/** Loads pages of the console as somebody who has followed the printed link. */
async function signedIn({
  url,
  signInLink = '',
}: Demo['service']): Promise<(path: string) => Promise<string>> {
  const token = new URL(signInLink).searchParams.get('token') ?? '';
  const entered = await fetch(`${url}/console/sign-in/link`, {
    method: 'POST',
    body: new URLSearchParams({ token }),
    headers: { Origin: url },
    redirect: 'manual',
  });
  const Cookie = entered.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');
  return async (path) => (await fetch(`${url}${path}`, { headers: { Cookie } })).text();
}
