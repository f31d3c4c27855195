import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { ConfigurationError } from '../src/platform/config/configuration-error.js';
import { WebhookSourceFacet } from '../src/platform/facets/facets.js';
import { ExternalApiModule } from '../src/providers/external-api/external-api.module.js';
import { startService } from '../src/start-service.js';
import { OnWebhook, type WebhookContext } from '../src/webhooks/handlers/on-webhook.js';
import { hmacSettings } from '../src/webhooks/sources/generic/hmac-options.js';
import { HmacWebhookSource } from '../src/webhooks/sources/generic/hmac-webhook-source.js';
import { eventually } from './support/eventually.js';
import { externalApiSigner } from './support/external-api-webhooks.js';
import { clerkSigner, githubSigner } from './support/generic-webhooks.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';
import { deliverSigned, type SignOptions, type WebhookSigner } from './support/webhook-signer.js';

declare module '../src/contracts/webhooks.js' {
  interface WebhookEventTypes {
    github: { push: { ref: string; after: string } };
    clerk: { 'user.created': { data: { id: string } } };
    legacy: { event: string };
  }
}

/** A product's handlers: they keep what they were called with. */
@Injectable()
class Journal {
  readonly pushes: string[] = [];
  readonly users: string[] = [];
  readonly texts: string[] = [];
  readonly requests: string[] = [];

  @OnWebhook('github', 'push')
  push({ event }: WebhookContext<'github', 'push'>): void {
    this.pushes.push(event.payload.after);
  }

  @OnWebhook('clerk', 'user.created')
  user({ event }: WebhookContext<'clerk', 'user.created'>): void {
    this.users.push(event.payload.data.id);
  }

  @OnWebhook('legacy', 'event')
  text({ event }: WebhookContext<'legacy', 'event'>): void {
    this.texts.push(event.payload);
  }

  @OnWebhook('external-api', 'request.completed')
  request({ event }: WebhookContext<'external-api', 'request.completed'>): void {
    this.requests.push(event.payload.request_id);
  }
}

/** A source in code, as a product declares one of its own. */
@Injectable()
@WebhookSourceFacet('partner')
class PartnerWebhooks extends HmacWebhookSource {
  constructor() {
    super('PARTNER_SECRET', hmacSettings({ secrets: ['partner'], signatureHeader: 'X-Partner-Signature' }));
  }
}

@Module({ imports: [ExternalApiModule], providers: [Journal, PartnerWebhooks] })
class ProductModule {}

/** A service of old: SHA-1 in base64 over the body, in a form and without an id. */
const LEGACY = {
  WEBHOOK_SOURCES: `${githubSigner.environment['WEBHOOK_SOURCES']},legacy:hmac`,
  LEGACY_WEBHOOK_SECRETS: 'legacy-secret-of-the-tests',
  LEGACY_WEBHOOK_SIGNATURE_HEADER: 'X-Legacy-Hmac',
  LEGACY_WEBHOOK_ALGORITHM: 'sha1',
  LEGACY_WEBHOOK_ENCODING: 'base64',
};

let hookline: TestHookline;
let journal: Journal;

beforeAll(async () => {
  hookline = await startTestHookline({
    environment: { ...githubSigner.environment, ...externalApiSigner.environment, ...LEGACY },
    imports: [ProductModule],
  });
  journal = hookline.app.get(Journal, { strict: false });
});

afterAll(async () => {
  await hookline?.close();
});

const post = (provider: string, headers: Record<string, string>, body: Buffer) =>
  deliverSigned(hookline, provider, { headers, body });
const deliver = (signer: WebhookSigner, options?: SignOptions) =>
  deliverSigned(hookline, signer.provider, signer.sign(options));

const handled = (what: string, list: readonly string[], value: string) =>
  eventually(`${what} ${value} is handled`, () => (list.includes(value) ? true : undefined));

describe.each([githubSigner, clerkSigner, externalApiSigner])('POST /webhooks/$provider', (signer) => {
  it('stores what the service signed, once', async () => {
    const delivery = signer.sign();
    const first = await post(signer.provider, delivery.headers, delivery.body);
    expect(first).toMatchObject({ status: 200, body: { stored: 1, duplicates: 0 } });
    const second = await post(signer.provider, delivery.headers, delivery.body);
    expect(second).toMatchObject({ status: 200, body: { stored: 0, duplicates: 1 } });
  });

  it('refuses what somebody else signed, and what was changed on the way', async () => {
    const refused = { status: 401, body: { error: { code: 'INVALID_SIGNATURE' } } };
    expect(await deliver(signer, { secret: signer.secrets[1] })).toMatchObject(refused);
    const { headers, body } = signer.sign();
    expect(await post(signer.provider, headers, Buffer.concat([body, Buffer.from(' ')]))).toMatchObject(
      refused,
    );
    const { [signer.signatureHeader]: _signature, ...unsigned } = headers;
    expect(await post(signer.provider, unsigned, body)).toMatchObject(refused);
  });
});

it('A source in code is a source like any other', async () => {
  const body = Buffer.from('{"hello":"partner"}');
  const headers = { 'X-Partner-Signature': createHmac('sha256', 'partner').update(body).digest('hex') };
  expect(await post('partner', headers, body)).toMatchObject({ status: 200, body: { stored: 1 } });
  expect(await post('partner', headers, Buffer.from('{}'))).toMatchObject({ status: 401 });
});

describe('A handler', () => {
  it('of GitHub gets the push by the type that its header names', async () => {
    const { headers, body } = githubSigner.sign();
    await post('github', headers, body);
    await handled('push', journal.pushes, (JSON.parse(body.toString()) as { after: string }).after);
    const { body: page } = await hookline.api('GET', '/v1/webhook-events?provider=github&type=push&limit=1');
    expect(page.data).toMatchObject([{ external_id: headers['X-GitHub-Delivery'], occurred_at: null }]);
  });

  it('of Clerk gets the user by the type in the body', async () => {
    const { headers, body } = clerkSigner.sign();
    await post('clerk', headers, body);
    const { data } = JSON.parse(body.toString()) as { data: { id: string } };
    await handled('user', journal.users, data.id);
    const { body: page } = await hookline.api('GET', '/v1/webhook-events?provider=clerk&limit=1');
    const signedAt = new Date(Number(headers['svix-timestamp']) * 1000).toISOString();
    expect(page.data).toMatchObject([{ external_id: headers['svix-id'], occurred_at: signedAt }]);
  });

  it('of the external API gets the request that is done', async () => {
    const { headers, body } = externalApiSigner.sign();
    expect(await post('external-api', headers, body)).toMatchObject({ status: 200 });
    const { request_id } = JSON.parse(body.toString()) as { request_id: string };
    await handled('request', journal.requests, request_id);
  });

  it('of a service that sends no JSON gets text', async () => {
    const form = Buffer.from('order=42&city=Łódź');
    const signature = createHmac('sha1', LEGACY.LEGACY_WEBHOOK_SECRETS).update(form).digest('base64');
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'X-Legacy-Hmac': signature };
    expect(await post('legacy', headers, form)).toMatchObject({ status: 200, body: { stored: 1 } });
    expect(await post('legacy', headers, form)).toMatchObject({ status: 200, body: { duplicates: 1 } });
    await handled('form', journal.texts, form.toString());
  });
});

describe('Hookline does not start', () => {
  it('with wrong variables of a declared source: it names them all, before anything else happens', async () => {
    const environment = {
      WEBHOOK_SOURCES: 'github:hmac,clerk:standard-webhooks,Nameless',
      GITHUB_WEBHOOK_ENCODING: 'morse',
      CLERK_WEBHOOK_SECRETS: 'mistyped',
    };
    const start = startService({ environment });
    await expect(start).rejects.toThrow(ConfigurationError);
    await expect(start).rejects.toMatchObject({
      problems: [
        expect.stringMatching(/^GITHUB_WEBHOOK_SIGNATURE_HEADER: /),
        expect.stringMatching(/^GITHUB_WEBHOOK_ENCODING: /),
        expect.stringMatching(/^CLERK_WEBHOOK_SECRETS: /),
        expect.stringMatching(/^WEBHOOK_SOURCES: /),
      ],
    });
  });

  it.each([
    ['the name', { WEBHOOK_SOURCES: 'stripe:hmac', STRIPE_WEBHOOK_SIGNATURE_HEADER: 'X-Signature' }],
    ['the secrets', { WEBHOOK_SOURCES: 'external:hmac', EXTERNAL_WEBHOOK_SIGNATURE_HEADER: 'X-Signature' }],
  ])('with a declared source that takes %s of a provider', async (_what, environment) => {
    await expect(startTestHookline({ environment, imports: [ExternalApiModule] })).rejects.toThrow(
      /WEBHOOK_SOURCES: call (stripe|external) otherwise/,
    );
  });
});
