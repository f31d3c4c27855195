import { STATUS_CODES } from 'node:http';
import { refuse as refuseExternalApi } from '../../sandbox/external-api/api.js';
import { startExternalApiSandbox } from '../../sandbox/external-api/external-api-sandbox.js';
import { ExternalApiRefusal } from '../../sandbox/external-api/refusal.js';
import { refuse as refuseGoogle } from '../../sandbox/google/faults.js';
import { startGoogleSandbox } from '../../sandbox/google/google-sandbox.js';
import { refuse as refuseHubSpot } from '../../sandbox/hubspot/faults.js';
import { startHubSpotSandbox } from '../../sandbox/hubspot/hubspot-sandbox.js';
import { startPayPalSandbox } from '../../sandbox/paypal/paypal-sandbox.js';
import { refuse as refuseSalesforce } from '../../sandbox/salesforce/faults.js';
import { startSalesforceSandbox } from '../../sandbox/salesforce/salesforce-sandbox.js';
import { refuse as refuseSendGrid } from '../../sandbox/sendgrid/api.js';
import { startSendGridSandbox } from '../../sandbox/sendgrid/sendgrid-sandbox.js';
import { sendJson, type ServerObserver } from '../../sandbox/server.js';
import { startSlackSandbox } from '../../sandbox/slack/slack-sandbox.js';
import { injectedAnswer } from '../../sandbox/stripe/faults.js';
import { startStripeSandbox } from '../../sandbox/stripe/stripe-sandbox.js';
import { paypalPrivateKey, sendgridKeyPair, webhookSecrets } from '../webhooks/webhook-secrets.js';
import type { Refuse } from './sandbox-fault.js';

/** What every stand-in is started with. */
interface Start {
  /** The service that gets their webhooks. */
  hooklineUrl: string;
  observe: ServerObserver;
}

const secrets = webhookSecrets();

/** Each starts on any free port and keeps everything in memory. */
export const STARTS = {
  stripe: async ({ hooklineUrl, observe }: Start) => {
    const webhookSecret = secrets.STRIPE_WEBHOOK_SECRETS ?? '';
    const sandbox = await startStripeSandbox({
      port: 0,
      webhookUrl: `${hooklineUrl}/webhooks/stripe`,
      webhookSecret,
      observe,
    });
    const environment = {
      STRIPE_SECRET_KEY: sandbox.secretKey,
      STRIPE_API_BASE_URL: sandbox.url,
      STRIPE_WEBHOOK_SECRETS: webhookSecret,
    };
    return { ...sandbox, environment };
  },
  paypal: ({ hooklineUrl, observe }: Start) =>
    startPayPalSandbox({
      port: 0,
      webhookUrl: `${hooklineUrl}/webhooks/paypal`,
      signingKey: paypalPrivateKey(),
      observe,
    }),
  slack: ({ observe }: Start) => startSlackSandbox({ port: 0, observe }),
  sendgrid: ({ hooklineUrl, observe }: Start) =>
    startSendGridSandbox({
      port: 0,
      webhookUrl: `${hooklineUrl}/webhooks/sendgrid`,
      keyPair: sendgridKeyPair(),
      observe,
    }),
  'google-calendar': ({ observe }: Start) => startGoogleSandbox({ port: 0, observe }),
  hubspot: ({ observe }: Start) =>
    startHubSpotSandbox({ port: 0, clientSecret: secrets.HUBSPOT_CLIENT_SECRET ?? '', observe }),
  salesforce: ({ observe }: Start) => startSalesforceSandbox({ port: 0, observe }),
  'external-api': ({ hooklineUrl, observe }: Start) =>
    startExternalApiSandbox({
      port: 0,
      callback: {
        url: `${hooklineUrl}/webhooks/external-api`,
        secret: secrets.EXTERNAL_WEBHOOK_SECRETS ?? '',
      },
      asyncSeconds: 0.1,
      observe,
    }),
};

export type SandboxName = keyof typeof STARTS;

/** The handle of each stand-in, as its own starter gives it. */
export type Started = { [Name in SandboxName]: Awaited<ReturnType<(typeof STARTS)[Name]>> };

/** The paths of each API: no sign-in, no tokens, no pages. */
export const APIS: Readonly<Record<SandboxName, RegExp>> = {
  stripe: /^\/v1\//,
  paypal: /^\/v[12]\/(?!oauth2\/)/,
  slack: /^\/api\/(?!oauth)/,
  sendgrid: /^\/v3\//,
  'google-calendar': /^\/(?:batch\/)?calendar\/v3/,
  hubspot: /^\/crm\//,
  salesforce: /^\/services\/data\//,
  'external-api': /^\/v2\/(?!oauth\/)/,
};

/** How each provider refuses. */
export const REFUSALS: Readonly<Record<SandboxName, Refuse>> = {
  stripe: (reply, status) => sendJson(reply, status, injectedAnswer(status).body),
  paypal: (reply, status) =>
    sendJson(reply, status, {
      name: status === 429 ? 'RATE_LIMIT_REACHED' : 'SERVICE_UNAVAILABLE',
      message: `${STATUS_CODES[status] ?? 'Refused'}.`,
      debug_id: 'f1a2b3c4d5e6f',
    }),
  slack: (reply, status) => {
    if (status === 429) reply.header('Retry-After', '1');
    return sendJson(reply, status, {
      ok: false,
      error: status === 429 ? 'ratelimited' : 'service_unavailable',
    });
  },
  sendgrid: refuseSendGrid,
  'google-calendar': (reply, status) => refuseGoogle(reply, status, { mode: status }),
  hubspot: refuseHubSpot,
  salesforce: refuseSalesforce,
  'external-api': (reply, status) =>
    refuseExternalApi(reply, new ExternalApiRefusal(status, STATUS_CODES[status] ?? 'refused')),
};
