import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { PrismaService } from '../../src/platform/database/prisma.service.js';
import type { WebhookType } from '../../src/contracts/webhooks.js';
import type { ThinEvent } from '../../src/providers/stripe/webhooks/thin-events.js';
import { STRIPE_EVENTS } from '../../src/testing/webhooks/stripe/events.js';
import { STRIPE_THIN_EVENTS } from '../../src/testing/webhooks/stripe/thin-events.js';
import { SLACK_EVENTS, SLACK_OTHERS } from '../../src/testing/webhooks/slack/events.js';
import {
  signedWebhook,
  startSandboxes,
  startTestHookline,
  tampered,
  WEBHOOK_TYPES,
  webhookSecrets,
  type SignedWebhook,
  type TestHookline,
  type TestSandboxes,
} from '../../src/testing/index.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let sandboxes: TestSandboxes<'paypal'>;
let hookline: TestHookline;

const GENERIC = {
  WEBHOOK_SOURCES: 'github:hmac,my-crm:hmac,clerk:standard-webhooks',
  GITHUB_WEBHOOK_SECRETS: 'github-secret-of-the-tests',
  GITHUB_WEBHOOK_SIGNATURE_HEADER: 'X-Hub-Signature-256',
  GITHUB_WEBHOOK_SIGNATURE_PREFIX: 'sha256=',
  GITHUB_WEBHOOK_ID: 'header:X-GitHub-Delivery',
  GITHUB_WEBHOOK_TYPE: 'header:X-GitHub-Event',
  MY_CRM_WEBHOOK_SECRETS: 'crm-secret-of-the-tests',
  MY_CRM_WEBHOOK_SIGNATURE_HEADER: 'X-Signature',
  MY_CRM_WEBHOOK_ENCODING: 'base64',
  MY_CRM_WEBHOOK_ALGORITHM: 'sha512',
  MY_CRM_WEBHOOK_TIMESTAMP_HEADER: 'X-Time',
  MY_CRM_WEBHOOK_SIGNED_CONTENT: 'v0:{timestamp}:{method}:{url}:{body}',
  MY_CRM_WEBHOOK_ID: 'body:event.id',
  MY_CRM_WEBHOOK_TYPE: 'body:event.type',
  CLERK_WEBHOOK_SECRETS: `whsec_${Buffer.alloc(24, 'ours').toString('base64')}`,
};

beforeAll(async () => {
  database = await createTestDatabase();
  sandboxes = await startSandboxes({ providers: ['paypal'] });
  hookline = await startTestHookline({ databaseUrl: database.url, sandboxes, environment: GENERIC });
});

afterAll(async () => {
  await hookline?.stop();
  await sandboxes?.stop();
  await database?.drop();
});

/** Sends side by side, a few at a time. @returns how often each status was answered */
async function statusesOf(webhooks: readonly SignedWebhook[]): Promise<Record<string, number>> {
  const statuses: Record<string, number> = {};
  for (let at = 0; at < webhooks.length; at += 25) {
    const replies = await Promise.all(
      webhooks.slice(at, at + 25).map((webhook) => webhook.send(hookline.url)),
    );
    for (const { status } of replies) statuses[status] = (statuses[status] ?? 0) + 1;
  }
  return statuses;
}

async function storedTypes(provider: string): Promise<string[]> {
  const rows = await hookline.app.get(PrismaService, { strict: false }).$queryRaw<{ type: string }[]>`
    SELECT DISTINCT type FROM webhook_events WHERE provider = ${provider} ORDER BY type`;
  return rows.map(({ type }) => type);
}

/** One bit of what proves it is another. Google and Salesforce sign nothing: there, it is their token that is changed. */
function flipped(webhook: SignedWebhook): SignedWebhook {
  const token = webhook.headers['X-Goog-Channel-Token'];
  if (token !== undefined)
    return tampered(webhook, { headers: { 'X-Goog-Channel-Token': `x${token.slice(1)}` } });
  const body = Buffer.from(webhook.body);
  const at = webhook.provider === 'salesforce' ? body.indexOf('00D') + 5 : Math.floor(body.length / 2);
  body[at] = (body[at] ?? 0) ^ 1;
  return tampered(webhook, { body });
}

const table = Object.entries(WEBHOOK_TYPES).map(([provider, types]) => ({ provider, types }));

describe.each(table)('every event of $provider', ({ provider, types }) => {
  it('is believed and stored under its type', async () => {
    const statuses = await statusesOf(types.map((type) => hookline.webhook(provider, type)));
    expect(statuses).toEqual({ 200: types.length });
    expect(await storedTypes(provider)).toEqual([...types].toSorted());
  });

  it('is refused with one flipped bit', async () => {
    const statuses = await statusesOf(types.map((type) => flipped(hookline.webhook(provider, type))));
    expect(statuses).toEqual({ 401: types.length });
  });
});

describe.each([
  ['github', 'push'],
  ['my-crm', 'order.paid'],
  ['clerk', 'user.created'],
])('a webhook of the declared source %s', (provider, type) => {
  it('is believed, and refused with one flipped bit', async () => {
    const webhook = hookline.webhook(provider, type, { note: 'by hand' });
    expect((await webhook.send(hookline.url)).status).toBe(200);
    expect(await storedTypes(provider)).toEqual([type]);
    expect((await flipped(webhook).send(hookline.url)).status).toBe(401);
  });
});

describe('the lists of types', () => {
  it('are complete, as the compiler knows', () => {
    expectTypeOf<Stripe.Event['type']>().toEqualTypeOf<
      (typeof STRIPE_EVENTS)[keyof typeof STRIPE_EVENTS][number]
    >();
    expectTypeOf<ThinEvent['type']>().toEqualTypeOf<(typeof STRIPE_THIN_EVENTS)[number]>();
    expectTypeOf<WebhookType<'slack'>>().toEqualTypeOf<
      (typeof SLACK_EVENTS)[number] | (typeof SLACK_OTHERS)[number]
    >();
    expect(table.flatMap(({ types }) => types).length).toBeGreaterThan(700);
  });
});

describe('a signed webhook', () => {
  it('has what was asked for, merged into its payload', () => {
    const { body } = signedWebhook('stripe', 'checkout.session.completed', {
      id: 'evt_mine',
      data: { object: { amount_total: 4_200, metadata: { order_id: '42' } } },
    });
    expect(JSON.parse(body.toString())).toMatchObject({
      id: 'evt_mine',
      type: 'checkout.session.completed',
      data: {
        object: {
          object: 'checkout.session',
          amount_total: 4_200,
          currency: 'usd',
          metadata: { order_id: '42' },
        },
      },
    });
  });

  it('is refused when it was signed with another secret, or too long ago', async () => {
    const stale = hookline.webhook('slack', 'app_mention', {}, { at: new Date(Date.now() - 3_600_000) });
    const foreign = hookline.webhook('stripe', 'invoice.paid', {}, { secret: 'whsec_of_somebody_else' });
    expect((await stale.send(hookline.url)).status).toBe(401);
    expect((await foreign.send(hookline.url)).status).toBe(401);
  });

  it('cannot be made of what nobody knows, and says what to do', () => {
    expect(() => signedWebhook('wing', 'thing.made')).toThrow('Nobody knows how wing signs: declare it');
    expect(() => signedWebhook('stripe', 'invoice.paid', {}, { environment: {} })).toThrow(
      'the environment has no STRIPE_WEBHOOK_SECRETS',
    );
    expect(() =>
      signedWebhook('paypal', 'PAYMENT.SALE.COMPLETED', {}, { environment: webhookSecrets() }),
    ).toThrow('the environment has no PAYPAL_WEBHOOK_ID');
    expect(() =>
      signedWebhook('sendgrid', 'open', {}, { environment: { SENDGRID_WEBHOOK_PUBLIC_KEYS: 'theirs' } }),
    ).toThrow('Only SendGrid has the private half');
  });

  it('of a source in code is signed as its options say', () => {
    const { headers } = signedWebhook(
      'wing',
      'thing.made',
      {},
      {
        environment: { WING_WEBHOOK_SECRETS: 'secret-of-wing' },
        signedBy: { signatureHeader: 'X-Wing', type: 'header:X-Wing-Event' },
      },
    );
    expect(headers).toMatchObject({
      'x-wing-event': 'thing.made',
      'X-Wing': expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });
});
