import { afterEach, describe, expect, it } from 'vitest';
import { Test } from '@nestjs/testing';
import {
  faults,
  startFaultServer,
  type Fault,
  type FaultServer,
} from '../../../../test/support/fault-server.js';
import { stripeEvent, stripeThinEvent } from '../../../../test/support/stripe-webhooks.js';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { NotConfiguredError, NotFoundError } from '../../../contracts/errors.js';
import type { StoredWebhook } from '../../../contracts/webhooks.js';
import { ConnectionsModule } from '../../../connections/connections.module.js';
import { PlatformModule } from '../../../platform/platform.module.js';
import { StripeModule } from '../stripe.module.js';
import { StripeWebhooks } from '../stripe.webhooks.js';

let stripe: FaultServer;
let close: () => Promise<void>;

/** The real module against a Stripe that has one answer. */
async function start(answer: Fault, secretKey = 'sk_test_1'): Promise<StripeWebhooks> {
  const database = await createTestDatabase();
  stripe = await startFaultServer({ answer: () => answer });
  const platform = PlatformModule.forRoot({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.url,
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_API_BASE_URL: stripe.url,
    STRIPE_RETRY_DELAY: '0.001',
  });
  const app = await Test.createTestingModule({
    imports: [platform, ConnectionsModule, StripeModule],
  }).compile();
  close = async () => {
    await app.close();
    await stripe.close();
    await database.drop();
  };
  return app.get(StripeWebhooks, { strict: false });
}

afterEach(() => close());

const stored = (body: string): StoredWebhook => ({
  externalId: 'evt_1',
  type: 'a.b',
  occurredAt: undefined,
  rawBody: Buffer.from(body),
  headers: {},
  receivedAt: new Date(),
  connectionId: undefined,
});

const stateOf = (webhooks: StripeWebhooks, body: string) =>
  webhooks.fetchState(stored(body), AbortSignal.timeout(10_000));

const WHOLE = {
  ...JSON.parse(stripeThinEvent({ id: 'evt_thin/1' })),
  data: { developer_message_summary: 'There is 1 invalid event' },
};

describe('A thin event', () => {
  it('is fetched whole, as data', async () => {
    const webhooks = await start(faults.ok(WHOLE));
    expect(await stateOf(webhooks, stripeThinEvent({ id: 'evt_thin/1' }))).toEqual(WHOLE);
    expect(stripe.requests).toHaveLength(1);
    expect(stripe.requests[0]).toMatchObject({ method: 'GET', path: '/v2/core/events/evt_thin%2F1' });
    expect(stripe.requests[0]?.headers).not.toHaveProperty('stripe-context');
  });

  it('of a connected account is fetched as that account', async () => {
    const webhooks = await start(faults.ok(WHOLE));
    await stateOf(webhooks, stripeThinEvent({ context: 'acct_123' }));
    expect(stripe.requests[0]?.headers).toMatchObject({ 'stripe-context': 'acct_123' });
  });

  it('that Stripe no longer has is a failure', async () => {
    const message = { error: { type: 'invalid_request_error', code: 'not_found', message: 'No such event' } };
    const webhooks = await start(faults.status(404, {}, message));
    await expect(stateOf(webhooks, stripeThinEvent())).rejects.toThrow(NotFoundError);
  });

  it('cannot be fetched without a key, and says which variable to set', async () => {
    const webhooks = await start(faults.ok(WHOLE), '');
    const state = stateOf(webhooks, stripeThinEvent());
    await expect(state).rejects.toThrow(NotConfiguredError);
    await expect(state).rejects.toThrow('STRIPE_SECRET_KEY');
  });
});

it('A snapshot is handed on without a call', async () => {
  const webhooks = await start(faults.status(500), '');
  const body = stripeEvent('invoice.paid');
  expect(await stateOf(webhooks, body)).toEqual(JSON.parse(body));
  expect(stripe.requests).toHaveLength(0);
});
