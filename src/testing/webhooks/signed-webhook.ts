import type { WebhookEventTypes, WebhookProvider, WebhookType } from '../../contracts/webhooks.js';
import type { Environment } from '../../platform/config/config-section.js';
import { externalApi } from './external-api.js';
import { declaredMaker, hmacMaker, standardWebhooksMaker, type HmacSigning } from './generic.js';
import { googleCalendar, type GoogleCalendarWishes } from './google-calendar.js';
import { hubspot } from './hubspot.js';
import type { Overrides } from './overrides.js';
import { paypal } from './paypal/paypal.js';
import { salesforce, type SalesforceWishes } from './salesforce.js';
import { sendgrid } from './sendgrid.js';
import { slack } from './slack/slack.js';
import { stripe } from './stripe/stripe.js';
import type { SignedRequest, WebhookMaker, Wishes } from './webhook-maker.js';
import { webhookSecrets } from './webhook-secrets.js';

const MAKERS: Readonly<Record<string, WebhookMaker>> = {
  stripe,
  paypal,
  slack,
  sendgrid,
  'google-calendar': googleCalendar,
  hubspot,
  salesforce,
  'external-api': externalApi,
};

/**
 * The types that {@link signedWebhook} has a fixture for, by provider. Salesforce's objects and the external API's words are
 * examples: any other goes as well.
 */
export const WEBHOOK_TYPES: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(MAKERS).map(([provider, { types }]) => [provider, types]),
);

/** A type of event, where the provider's are known; else any text. */
export type WebhookTypeOf<P extends string> = P extends WebhookProvider ? WebhookType<P> : string;

/** What can be asked of a webhook otherwise than its fixture has it. */
export type WebhookOverrides<P extends string, T extends string> = P extends 'google-calendar'
  ? GoogleCalendarWishes
  : P extends 'salesforce'
    ? SalesforceWishes
    : P extends WebhookProvider
      ? T extends keyof WebhookEventTypes[P]
        ? Overrides<WebhookEventTypes[P][T]>
        : Wishes
      : Wishes;

/** How a webhook is signed, and for whom. */
export interface SignedWebhookOptions {
  /**
   * The variables of the service that is to believe it: `service.environment` or `sandboxes.environment`.
   * @default webhookSecrets()
   */
  environment?: Environment;
  /** The secret to sign with: of a connected account, or a wrong one. @default the environment's first */
  secret?: string;
  /** When it is signed. @default now */
  at?: Date;
  /** The connected account that it is for. @default the provider's own account */
  connectionId?: string;
  /** How a source signs that is a class of the product's; those of `WEBHOOK_SOURCES` are known. */
  signedBy?: HmacSigning | 'standard-webhooks';
}

/** What a service answered. */
export interface WebhookReply {
  status: number;
  body: string;
}

/** A webhook as its provider would send it. */
export interface SignedWebhook extends SignedRequest {
  readonly provider: string;
  readonly type: string;
  readonly method: 'POST';
  /** Below the service's address: `/webhooks/stripe`. */
  readonly path: string;
  /** Sends it, byte for byte. @param baseUrl of the service: `http://localhost:3000` */
  send(baseUrl: string): Promise<WebhookReply>;
}

/**
 * A signed webhook of any provider that Hookline knows, and of any source that `WEBHOOK_SOURCES` declares. Its ids are new
 * each time, its payload is one that the provider could send.
 * @param overrides merged into the payload, to any depth; lists are replaced
 * @throws Error with one sentence when there is no such provider, or nothing to sign with
 */
export function signedWebhook<P extends WebhookProvider | (string & {}), T extends WebhookTypeOf<P>>(
  provider: P,
  type: T,
  overrides?: WebhookOverrides<P, T>,
  options: SignedWebhookOptions = {},
): SignedWebhook {
  const { environment = webhookSecrets(), secret, at = new Date(), connectionId } = options;
  const path = `/webhooks/${provider}${connectionId === undefined ? '' : `/${connectionId}`}`;
  const signing = { environment, secret, at, url: `${publicUrlOf(environment)}${path}` };
  const { headers, body } = makerOf(provider, environment, options.signedBy).make(
    type,
    isWishes(overrides) ? overrides : {},
    signing,
  );
  return webhook({ provider, type, method: 'POST', path, headers, body });
}

/** The same webhook with other bytes or headers, its signature as it was: to see that it is refused. */
export function tampered(
  original: SignedWebhook,
  change: { body?: Buffer; headers?: Readonly<Record<string, string>> },
): SignedWebhook {
  const headers = { ...original.headers, ...change.headers };
  return webhook({ ...original, headers, body: change.body ?? original.body });
}

const isWishes = (overrides: unknown): overrides is Wishes => overrides !== undefined;

function webhook(parts: Omit<SignedWebhook, 'send'>): SignedWebhook {
  const { provider, type, method, path, headers, body } = parts;
  return {
    provider,
    type,
    method,
    path,
    headers,
    body,
    send: async (baseUrl) => {
      const url = `${baseUrl.replace(/\/+$/, '')}${path}`;
      const response = await fetch(url, { method, headers, body: new Uint8Array(body) });
      return { status: response.status, body: await response.text() };
    },
  };
}

function makerOf(
  provider: string,
  environment: Environment,
  signedBy: SignedWebhookOptions['signedBy'],
): WebhookMaker {
  const variable = `${provider.replaceAll('-', '_').toUpperCase()}_WEBHOOK_SECRETS`;
  if (signedBy === 'standard-webhooks') return standardWebhooksMaker(variable);
  if (signedBy) return hmacMaker(variable, signedBy);
  const maker = MAKERS[provider] ?? declaredMaker(provider, environment);
  if (maker) return maker;
  throw new Error(
    `Nobody knows how ${provider} signs: declare it in WEBHOOK_SOURCES of the environment, or say how by \`signedBy\`.`,
  );
}

/** As the service itself has it. */
function publicUrlOf({ PUBLIC_URL: publicUrl, PORT: port }: Environment): string {
  return (publicUrl || `http://localhost:${port || '3000'}`).replace(/\/+$/, '');
}
