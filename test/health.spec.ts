import { afterAll, beforeAll, expect, it } from 'vitest';
import { startExternalApiSandbox } from '../src/sandbox/external-api/external-api-sandbox.js';
import { startGoogleSandbox } from '../src/sandbox/google/google-sandbox.js';
import { startHubSpotSandbox } from '../src/sandbox/hubspot/hubspot-sandbox.js';
import { startPayPalSandbox } from '../src/sandbox/paypal/paypal-sandbox.js';
import { startSalesforceSandbox } from '../src/sandbox/salesforce/salesforce-sandbox.js';
import { startSendGridSandbox } from '../src/sandbox/sendgrid/sendgrid-sandbox.js';
import { startSlackSandbox } from '../src/sandbox/slack/slack-sandbox.js';
import { startStripeSandbox } from '../src/sandbox/stripe/stripe-sandbox.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';

const PROVIDERS = [
  'stripe',
  'paypal',
  'slack',
  'sendgrid',
  'google-calendar',
  'hubspot',
  'salesforce',
  'external-api',
];

let sandboxes: { close(): Promise<void> }[] = [];
let hookline: TestHookline;

beforeAll(async () => {
  const port = 0;
  const stripe = await startStripeSandbox({ port });
  const others = await Promise.all([
    startPayPalSandbox({ port }),
    startSlackSandbox({ port }),
    startSendGridSandbox({ port }),
    startGoogleSandbox({ port }),
    startHubSpotSandbox({ port }),
    startSalesforceSandbox({ port }),
    startExternalApiSandbox({ port }),
  ]);
  sandboxes = [stripe, ...others];
  hookline = await startTestHookline({
    environment: Object.assign(
      { STRIPE_SECRET_KEY: stripe.secretKey, STRIPE_API_BASE_URL: stripe.url },
      ...others.map(({ environment }) => environment),
    ),
  });
});
afterAll(async () => {
  await hookline?.close();
  await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
});

it('has a row for each provider, which asks it for something harmless with the credentials of the environment', async () => {
  const { status, body } = await hookline.api('GET', '/health');
  expect(status).toBe(200);
  const rows = PROVIDERS.map((name) => [name, body.details[name]]);
  expect(rows).toEqual(
    PROVIDERS.map((name) => [name, expect.objectContaining({ status: 'up', configured: true })]),
  );
});
