import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  startExternalApiSandbox,
  type ExternalApiSandbox,
} from '../../src/sandbox/external-api/external-api-sandbox.js';
import type { OAuthSandbox } from '../../src/sandbox/oauth/oauth-sandbox.js';
import { startSalesforceSandbox } from '../../src/sandbox/salesforce/salesforce-sandbox.js';
import { startStripeSandbox, type StripeSandbox } from '../../src/sandbox/stripe/stripe-sandbox.js';
import { signIn, type SignedIn } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { PostOffice } from '../support/post-office.js';

const XSS = '<img src=x onerror="alert(1)">';

/** Goes into the body of a token request. */
const CLIENT_SECRET = 'the-client-secret-of-an-app';

const office = new PostOffice();
let stripe: StripeSandbox;
let salesforce: OAuthSandbox;
let externalApi: ExternalApiSandbox;
let hookline: TestHookline;
let admin: SignedIn;
let viewer: SignedIn;

beforeAll(async () => {
  stripe = await startStripeSandbox({ port: 0 });
  salesforce = await startSalesforceSandbox({ port: 0, clientSecret: CLIENT_SECRET });
  externalApi = await startExternalApiSandbox({ port: 0 });
  hookline = await startTestHookline({
    imports: [office.module()],
    environment: {
      ...salesforce.environment,
      ...externalApi.environment,
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_API_BASE_URL: stripe.url,
    },
  });
  admin = await signIn(hookline);
  viewer = await signIn(hookline, 'viewer');
});
afterAll(async () => {
  await hookline?.close();
  await stripe?.close();
  await salesforce?.close();
  await externalApi?.close();
});
beforeEach(() => office.reset());

const send = async (body: object) => (await hookline.api('POST', '/v1/notifications', body)).body;

describe('the room of notifications', () => {
  it('says what it is for while it is empty', async () => {
    const { status, html } = await viewer.page('/console/notifications');
    expect(status).toBe(200);
    expect(html).toContain('Nobody has been told anything yet');
  });

  it('shows where each stands, its ways, its words and its history', async () => {
    office.plan('pigeon', 'grounded');
    const fallbacks = [{ provider: 'owl', to: 'ada@example.com' }];
    const { id } = await send({ provider: 'pigeon', to: '#team', text: XSS, fallbacks });
    const list = await viewer.page('/console/notifications?status=sent');
    expect(list.html).toContain('ada@example.com');
    const { html } = await viewer.page(`/console/notifications/${id}`);
    for (const word of [
      '#team',
      'ada@example.com',
      'did not work',
      'No pigeon flies today.',
      'attempt failed',
    ]) {
      expect(html).toContain(word);
    }
    expect(html).not.toContain(XSS);
    expect(html).toContain('onerror=&#34;alert(1)&#34;');
    expect(html).not.toContain('Send it again');
  });

  it('lets an admin send what was refused once more, and nobody else', async () => {
    office.plan('pigeon', 'refused');
    await send({ provider: 'pigeon', to: '#refused', text: 'Hello' });
    const { body } = await hookline.api('GET', '/v1/notifications?status=failed');
    const path = `/console/notifications/${body.data[0].id}`;
    expect(await viewer.act(`${path}/send-again`)).toMatchObject({ status: 403 });
    expect((await viewer.page(path)).html).not.toContain('Send it again');
    const done = await admin.actAndFollow(`${path}/send-again`);
    expect(done.html).toContain('It is being sent again.');
    await eventually('it has arrived', () => (office.letters.length > 0 ? true : undefined));
  });

  it.each(['/console/notifications?status=gone', '/console/notifications/nothing'])(
    'refuses %s with a page',
    async (path) => {
      const { status, html } = await viewer.page(path);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(html).toContain('<!doctype html>');
    },
  );
});

describe('trying a provider', () => {
  const pay = { amount: '1999', currency: 'EUR', payment_method: 'pm_card_visa' };

  it('is offered where there is something to try', async () => {
    const { html } = await admin.page('/console/providers');
    expect(html).toContain('/console/providers/stripe/try');
    expect(html).toContain('/console/providers/external-api/try');
    expect(await admin.page('/console/providers/nothing/try')).toMatchObject({ status: 404 });
  });

  it('makes a real call, and shows what was sent, what came back, and how long it took', async () => {
    const before = stripe.paymentIntents().length;
    const { status, html } = await admin.act('/console/providers/stripe/try/payment', pay);
    expect(status).toBe(200);
    expect(stripe.paymentIntents()).toHaveLength(before + 1);
    for (const word of [
      'It worked, in ',
      'POST /v1/payment_intents',
      'amount = 1999',
      'payment_intent',
      ' attempt',
    ]) {
      expect(html).toContain(word);
    }
    expect(html).not.toContain(stripe.secretKey);
  });

  it('shows no secret, not even of the request for a token', async () => {
    const contact = { email: 'ada@example.com', last_name: 'Lovelace' };
    const { html } = await admin.act('/console/providers/salesforce/try/contact', contact);
    expect(html).toContain('client_secret = [redacted]');
    expect(html).toContain('&#34;access_token&#34;: &#34;[redacted]&#34;');
    expect(html).not.toContain(CLIENT_SECRET);
    expect(html).toContain('Lovelace');
  });

  it('shows a refusal of the provider as it is', async () => {
    const { html } = await admin.act('/console/providers/stripe/try/payment', {
      ...pay,
      payment_method: 'pm_card_chargeDeclined',
    });
    expect(html).toContain('PAYMENT_DECLINED');
    expect(html).toContain('generic_decline');
  });

  it('keeps what was typed, with what is wrong beside it', async () => {
    const { status, html } = await admin.act('/console/providers/stripe/try/payment', {
      ...pay,
      currency: 'XXX',
    });
    expect(status).toBe(422);
    expect(html).toContain('must be an ISO 4217 code');
    expect(html).toContain('value="1999"');
  });

  it('is for admins, and leaves a trace', async () => {
    expect(await viewer.act('/console/providers/stripe/try/payment', pay)).toMatchObject({ status: 403 });
    const { html } = await admin.page('/console/audit-log');
    expect(html).toContain('provider.tried');
  });

  it('has the external API process data, and asks it what became of a request', async () => {
    const data = { input: '{"b":1}', format: 'json' };
    const { html } = await admin.act('/console/providers/external-api/try/processing', data);
    expect(html).toContain('It worked, in ');
    expect(html).toContain('normalized');
    const [request_id = ''] = /req_\w+/.exec(html) ?? [];
    const asked = await admin.act('/console/providers/external-api/try/request-status', { request_id });
    expect(asked.html).toContain('completed_at');
    const format = { ...data, format: 'morse' };
    const wrong = await admin.act('/console/providers/external-api/try/processing', format);
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('must be one of json');
  });

  it('sends a message by whichever notifier it is', async () => {
    const { html } = await admin.act('/console/providers/pigeon/try/message', { to: '#team', text: 'Hello' });
    expect(html).toContain('It worked, in ');
    expect(office.letters).toMatchObject([{ provider: 'pigeon', message: { to: '#team', text: 'Hello' } }]);
  });
});
