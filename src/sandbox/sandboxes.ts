import { join } from 'node:path';
import { startExternalApiSandbox } from './external-api/external-api-sandbox.js';
import { startGoogleSandbox } from './google/google-sandbox.js';
import { startHubSpotSandbox } from './hubspot/hubspot-sandbox.js';
import type { OAuthSandbox, OAuthSandboxOptions } from './oauth/oauth-sandbox.js';
import { startPayPalSandbox } from './paypal/paypal-sandbox.js';
import { startSalesforceSandbox } from './salesforce/salesforce-sandbox.js';
import { startSendGridSandbox } from './sendgrid/sendgrid-sandbox.js';
import { startSlackSandbox } from './slack/slack-sandbox.js';
import { startStripeSandbox } from './stripe/stripe-sandbox.js';

/** What a sandbox finds when it is started beside a Hookline. */
export interface Surroundings {
  port: number;
  /** Where it keeps its state. */
  folder: string;
  /** How people reach Hookline, without a slash at its end. */
  publicUrl: string;
  /** How this machine itself reaches Hookline, likewise. */
  localUrl: string;
  /** What the environment has for a variable already. */
  given(variable: string): string | undefined;
  /** A random secret of that name: the same at every start. */
  secret(name: string, prefix: string): Promise<string>;
  log(message: string): void;
}

/** A running sandbox, and the variables that point Hookline at it. */
interface RunningSandbox {
  url: string;
  environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** A provider that has a local stand-in. */
export interface Sandbox {
  provider: string;
  /** Whoever has set one of these has an account at the real provider. */
  credentials: readonly string[];
  start(surroundings: Surroundings): Promise<RunningSandbox>;
}

/** The providers with a stand-in, each at a port of its own after Hookline's, in this order. */
export const SANDBOXES: readonly Sandbox[] = [
  { provider: 'stripe', credentials: ['STRIPE_SECRET_KEY'], start: startStripe },
  withApp('slack', ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_BOT_TOKEN'], startSlackSandbox),
  withSettings(
    withApp(
      'google-calendar',
      ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET', 'GOOGLE_SERVICE_ACCOUNT'],
      startGoogleSandbox,
    ),
    async ({ secret }) => ({ GOOGLE_CHANNEL_TOKENS: await secret('google-channel-token', '') }),
  ),
  withSettings(
    withApp(
      'hubspot',
      ['HUBSPOT_CLIENT_ID', 'HUBSPOT_CLIENT_SECRET', 'HUBSPOT_ACCESS_TOKEN'],
      startHubSpotSandbox,
    ),
    async () => ({ HUBSPOT_CONTACT_EXTERNAL_ID: 'customer_number' }),
  ),
  withSettings(
    withApp('salesforce', ['SALESFORCE_CLIENT_ID', 'SALESFORCE_CLIENT_SECRET'], startSalesforceSandbox),
    async () => ({
      SALESFORCE_CONTACT_EXTERNAL_ID: 'External_Id__c',
      SALESFORCE_CONTACT_FIELDS: 'loyalty_tier:Loyalty_Tier__c,company:Company__c',
    }),
  ),
  { provider: 'paypal', credentials: ['PAYPAL_CLIENT_ID', 'PAYPAL_CLIENT_SECRET'], start: startPayPal },
  { provider: 'sendgrid', credentials: ['SENDGRID_API_KEY'], start: startSendGrid },
  {
    provider: 'external-api',
    credentials: [
      'EXTERNAL_API_BASE_URL',
      'EXTERNAL_API_KEY',
      'EXTERNAL_OAUTH_CLIENT_ID',
      'EXTERNAL_OAUTH_CLIENT_SECRET',
    ],
    start: startExternalApi,
  },
];

async function startStripe({
  port,
  folder,
  localUrl,
  given,
  secret,
  log,
}: Surroundings): Promise<RunningSandbox> {
  const sandbox = await startStripeSandbox({
    port,
    webhookUrl: `${localUrl}/webhooks/stripe`,
    webhookSecret: await secret('stripe-webhook-secret', 'whsec_sandbox_'),
    stateFile: join(folder, 'stripe.jsonl'),
    log,
  });
  const { url, secretKey, webhookSecret, close } = sandbox;
  const environment = {
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_API_BASE_URL: url,
    STRIPE_WEBHOOK_SECRETS: webhookSecret,
  };
  return { url, environment: withGiven(environment, 'STRIPE_WEBHOOK_SECRETS', given), close };
}

async function startPayPal(surroundings: Surroundings): Promise<RunningSandbox> {
  const { port, folder, localUrl, given, secret, log } = surroundings;
  const { url, environment, close } = await startPayPalSandbox({
    port,
    clientId: await secret('paypal-client-id', ''),
    clientSecret: await secret('paypal-client-secret', ''),
    webhookUrl: `${localUrl}/webhooks/paypal`,
    stateFile: join(folder, 'paypal.jsonl'),
    log,
  });
  return { url, environment: withGiven(environment, 'PAYPAL_WEBHOOK_ID', given), close };
}

async function startSendGrid(surroundings: Surroundings): Promise<RunningSandbox> {
  const { port, folder, localUrl, given, log } = surroundings;
  const { url, environment, close } = await startSendGridSandbox({
    port,
    webhookUrl: `${localUrl}/webhooks/sendgrid`,
    stateFile: join(folder, 'sendgrid.jsonl'),
    log,
  });
  return { url, environment: withGiven(environment, 'SENDGRID_WEBHOOK_PUBLIC_KEYS', given), close };
}

async function startExternalApi(surroundings: Surroundings): Promise<RunningSandbox> {
  const { port, folder, localUrl, given, secret, log } = surroundings;
  const { url, environment, close } = await startExternalApiSandbox({
    port,
    credentials: {
      apiKey: await secret('external-api-key', ''),
      clientId: await secret('external-api-client-id', ''),
      clientSecret: await secret('external-api-client-secret', ''),
    },
    callback: {
      url: `${localUrl}/webhooks/external-api`,
      secret: await secret('external-api-webhook-secret', ''),
    },
    stateFile: join(folder, 'external-api.jsonl'),
    log,
  });
  return { url, environment: withGiven(environment, 'EXTERNAL_WEBHOOK_SECRETS', given), close };
}

/** A list of the environment, and ours after it: both are accepted. */
function withGiven(
  environment: Readonly<Record<string, string>>,
  variable: string,
  given: Surroundings['given'],
): Readonly<Record<string, string>> {
  const values = [given(variable), environment[variable]].filter(Boolean);
  return { ...environment, [variable]: values.join(',') };
}

/** A sandbox where people connect accounts: it knows one app, which is registered for this Hookline. */
function withApp(
  provider: string,
  credentials: readonly string[],
  start: (options: OAuthSandboxOptions) => Promise<OAuthSandbox>,
): Sandbox {
  return {
    provider,
    credentials,
    start: async ({ port, folder, publicUrl, secret, log }) =>
      start({
        port,
        clientId: await secret(`${provider}-client-id`, ''),
        clientSecret: await secret(`${provider}-client-secret`, ''),
        redirectUris: [`${publicUrl}/connect/callback`],
        stateFile: join(folder, `${provider}.jsonl`),
        log,
      }),
  };
}

/** The same, with variables that make it more useful: what somebody has set already stays as it is. */
function withSettings(
  sandbox: Sandbox,
  settings: (surroundings: Surroundings) => Promise<Readonly<Record<string, string>>>,
): Sandbox {
  return {
    ...sandbox,
    start: async (surroundings) => {
      const running = await sandbox.start(surroundings);
      const wanted = Object.entries(await settings(surroundings));
      const set = wanted.map(([variable, value]) => [
        variable,
        surroundings.given(variable)?.trim() || value,
      ]);
      return { ...running, environment: { ...running.environment, ...Object.fromEntries(set) } };
    },
  };
}
