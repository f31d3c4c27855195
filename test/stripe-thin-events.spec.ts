import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { StripeModule } from '../src/providers/stripe/stripe.module.js';
import { OnWebhook, type WebhookContext } from '../src/webhooks/handlers/on-webhook.js';
import { givenConnection } from './support/connections.js';
import { eventually } from './support/eventually.js';
import { faults, startFaultServer, type FaultServer } from './support/fault-server.js';
import { request, startTestHookline, type TestHookline } from './support/hookline.js';
import { deliver, stripeSignature, stripeThinEvent } from './support/stripe-webhooks.js';

/** A product's handler: what it was given, and for which account. */
@Injectable()
class Meters {
  readonly reports: (string | undefined)[] = [];

  @OnWebhook('stripe', 'v1.billing.meter.error_report_triggered')
  report({ event }: WebhookContext<'stripe', 'v1.billing.meter.error_report_triggered'>): void {
    this.reports.push(event.connectionId);
  }
}

@Module({ providers: [Meters] })
class ShopModule {}

const SECRET = 'whsec_of_an_account';

let stripe: FaultServer;
let hookline: TestHookline;
let connection: string;
/** How many requests Stripe got before the test at hand. */
let asked: number;

beforeAll(async () => {
  stripe = await startFaultServer({ answer: () => faults.ok(JSON.parse(stripeThinEvent())) });
  hookline = await startTestHookline({
    imports: [StripeModule, ShopModule],
    environment: { STRIPE_SECRET_KEY: 'sk_test_platform', STRIPE_API_BASE_URL: stripe.url },
  });
  connection = await givenConnection(hookline, { provider: 'stripe', accessToken: 'sk_test_of_acme' });
  for (const account of [connection, 'attacker']) {
    await hookline.api('PUT', `/v1/webhook-accounts/stripe/${account}`, { secrets: [SECRET] });
  }
});
afterAll(async () => {
  await hookline?.close();
  await stripe?.close();
});
beforeEach(() => {
  asked = stripe.requests.length;
  reports().length = 0;
});

const reports = () => hookline.app.get(Meters, { strict: false }).reports;
const contexts = () => stripe.requests.slice(asked).map(({ headers }) => headers['stripe-context']);
const handled = () => eventually('the event is handled', () => reports().length === 1 || undefined);

async function sendTo(account: string, fields: Record<string, unknown>): Promise<void> {
  const body = stripeThinEvent(fields);
  const headers = { 'Stripe-Signature': stripeSignature(body, { secret: SECRET }) };
  const answer = await request(`${hookline.url}/webhooks/stripe/${account}`, 'POST', body, headers);
  expect(answer.status).toBe(200);
}

/** What the handlers of an account's event have failed with, for good. */
function failure(account: string): Promise<string> {
  return eventually('a handler has failed', async () => {
    const { body } = await hookline.api(
      'GET',
      `/v1/webhook-events?provider=stripe&connection_id=${account}&status=dead`,
    );
    return body.data[0] && JSON.stringify(body.data[0].handlers);
  });
}

describe('a thin event', () => {
  it('that Stripe signed for the platform is read in the context that it names', async () => {
    await deliver(hookline.url, stripeThinEvent({ context: 'acct_somebody' }));
    await handled();
    expect(contexts()).toEqual(['acct_somebody']);
  });

  it.each([
    ['with its own context', () => ({ context: `account-${connection}` })],
    ['without a context', () => ({})],
  ])('of a connected account, %s, is read as that account', async (_name, fields) => {
    await sendTo(connection, fields());
    await handled();
    expect(contexts()).toEqual([`account-${connection}`]);
    expect(reports()).toEqual([connection]);
  });

  it('of a connected account does not read another one’s', async () => {
    await sendTo(connection, { context: 'acct_victim' });
    expect(await failure(connection)).toContain('not of the account that it came for');
    expect(contexts()).toEqual([]);
    expect(reports()).toEqual([]);
  });

  it.each([
    ['another account’s', { context: 'acct_victim' }],
    ['the platform’s own', {}],
  ])('for an account that is not connected does not read %s', async (_name, fields) => {
    await sendTo('attacker', fields);
    expect(await failure('attacker')).toContain('is no connection of stripe');
    expect(contexts()).toEqual([]);
    expect(reports()).toEqual([]);
  });
});
