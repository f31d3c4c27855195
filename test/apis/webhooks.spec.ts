import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import { z } from 'zod';
import { ApiModule } from '../../src/apis/api.module.js';
import { defineApi } from '../../src/apis/define-api.js';
import { isoTime } from '../../src/apis/mapping/iso-time.js';
import { openEnum } from '../../src/apis/mapping/open-enum.js';
import { renamed } from '../../src/apis/mapping/renamed.js';
import { variable } from '../../src/apis/variable.js';
import type { WebhookPayloads } from '../../src/apis/webhooks/api-webhooks.js';
import { ApiNotices } from '../../src/outbound/notices/api-notices.js';
import { OnWebhook, type WebhookContext } from '../../src/webhooks/handlers/on-webhook.js';
import { startTestHookline, type TestHookline } from '../support/hookline.js';
import { settledEvent } from '../support/webhook-runs.js';
import { deliverSigned } from '../support/webhook-signer.js';

const User = renamed(z.object({ id: z.string(), plan: openEnum(['free']), created_at: isoTime() }), {
  createdAt: 'created_at',
});

/** Signs as Standard Webhooks say, and may send more than it has told. */
class Hooli extends defineApi({
  name: 'hooli',
  title: 'Hooli',
  operations: {},
  webhooks: {
    secrets: variable('HOOLI_WEBHOOK_SECRETS'),
    signature: 'standard-webhooks',
    events: { 'user.created': z.object({ type: z.string(), data: User }) },
  },
}) {}

/** Signs in its own way, and is taken at its word. */
class Globex extends defineApi({
  name: 'globex',
  operations: {},
  strictness: 'strict',
  webhooks: {
    secrets: variable('GLOBEX_WEBHOOK_SECRETS'),
    signature: { signatureHeader: 'X-Globex-Signature', id: 'body:id', type: 'body:type' },
    events: { 'order.paid': z.object({ id: z.string(), type: z.string() }) },
  },
}) {}

declare module '../../src/contracts/webhooks.js' {
  interface WebhookEventTypes {
    hooli: WebhookPayloads<typeof Hooli> & { 'user.deleted': unknown };
    globex: WebhookPayloads<typeof Globex>;
  }
}

/** A product's handlers: they keep what they were called with. */
@Injectable()
class Journal {
  readonly created: Date[] = [];
  readonly deleted: unknown[] = [];
  readonly paid: string[] = [];

  @OnWebhook('hooli', 'user.created')
  create({ event }: WebhookContext<'hooli', 'user.created'>): void {
    this.created.push(event.payload.data.createdAt);
  }

  @OnWebhook('hooli', 'user.deleted')
  delete({ event }: WebhookContext<'hooli', 'user.deleted'>): void {
    this.deleted.push(event.payload);
  }

  @OnWebhook('globex', 'order.paid')
  pay({ event }: WebhookContext<'globex', 'order.paid'>): void {
    this.paid.push(event.payload.id);
  }
}

@Module({ imports: [ApiModule.for(Hooli), ApiModule.for(Globex)], providers: [Journal] })
class ProductModule {}

const [OLD, NEW] = ['old', 'new'].map((fill) => `whsec_${Buffer.alloc(24, fill).toString('base64')}`);

let hookline: TestHookline;
let database: Client;
let journal: Journal;

beforeAll(async () => {
  hookline = await startTestHookline({
    imports: [ProductModule],
    environment: { HOOLI_WEBHOOK_SECRETS: `${OLD}, ${NEW}`, GLOBEX_WEBHOOK_SECRETS: 'globex-secret' },
    retryDelaysMs: [],
  });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
  journal = hookline.app.get(Journal, { strict: false });
});
afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

/** Delivers an event of Hooli under an id. */
function hooliSends(id: string, event: object, secret = NEW) {
  const body = Buffer.from(JSON.stringify(event));
  const timestamp = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', Buffer.from(secret?.replace('whsec_', '') ?? '', 'base64'))
    .update(`${id}.${timestamp}.`)
    .update(body)
    .digest('base64');
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature}`,
  };
  return deliverSigned(hookline, 'hooli', { headers, body });
}

function globexSends(event: object) {
  const body = Buffer.from(JSON.stringify(event));
  const signature = createHmac('sha256', 'globex-secret').update(body).digest('hex');
  return deliverSigned(hookline, 'globex', { headers: { 'X-Globex-Signature': signature }, body });
}

async function noticesOf(provider: string): Promise<unknown[]> {
  await hookline.app.get(ApiNotices, { strict: false }).flush();
  return (await hookline.api('GET', `/v1/api-notices?provider=${provider}`)).body.data;
}

const user = { id: 'u1', plan: 'free', created_at: '2026-11-21T20:17:00+01:00' };

describe('A webhook of a described API', () => {
  it('reaches its handler decoded; what its schema does not know is noticed', async () => {
    const event = { type: 'user.created', data: { ...user, plan: 'gold' } };
    expect(await hooliSends('msg_1', event)).toMatchObject({ status: 200 });
    await settledEvent(hookline, database, 'msg_1', 'processed');
    expect(journal.created).toEqual([new Date('2026-11-21T19:17:00Z')]);
    expect(await noticesOf('hooli')).toMatchObject([
      { kind: 'unknown_value', operation: 'webhook:user.created', path: 'data.plan', sample: '"gold"' },
    ]);
  });

  it('is believed by any of its secrets, and by no other', async () => {
    const event = { type: 'user.created', data: user };
    expect(await hooliSends('msg_2', event, OLD)).toMatchObject({ status: 200 });
    const foreign = `whsec_${Buffer.alloc(24, 'x').toString('base64')}`;
    expect(await hooliSends('msg_3', event, foreign)).toMatchObject({
      status: 401,
      body: { error: { code: 'INVALID_SIGNATURE' } },
    });
  });

  it('of a type without a schema is handed on as it is', async () => {
    const event = { type: 'user.deleted', data: { id: 'u1' } };
    await hooliSends('msg_4', event);
    await settledEvent(hookline, database, 'msg_4', 'processed');
    expect(journal.deleted).toEqual([event]);
  });

  it('that its schema does not take fails and is kept; the error says where', async () => {
    await hooliSends('msg_5', { type: 'user.created', data: { ...user, created_at: 'soon' } });
    const { id, handlers } = await settledEvent(hookline, database, 'msg_5', 'dead');
    expect(handlers[0]?.last_error).toContain(
      'Hooli sent a webhook user.created in a form that its schema does not take: see data.created_at.',
    );
    expect(await hookline.api('POST', `/v1/webhook-events/${id}/replay`)).toMatchObject({ status: 202 });
    expect(journal.created).toHaveLength(2);
  });

  it('fails where it has drifted and the API is taken at its word', async () => {
    await globexSends({ id: 'o1', type: 'order.paid' });
    await globexSends({ id: 'o2', type: 'order.paid', tip: 5 });
    await settledEvent(hookline, database, 'o1', 'processed');
    const { handlers } = await settledEvent(hookline, database, 'o2', 'dead');
    expect(handlers[0]?.last_error).toContain('see tip.');
    expect(journal.paid).toEqual(['o1']);
    expect(await noticesOf('globex')).toMatchObject([{ operation: 'webhook:order.paid', path: 'tip' }]);
  });
});
