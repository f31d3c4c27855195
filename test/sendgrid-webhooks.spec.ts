import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import { SendGridModule } from '../src/providers/sendgrid/sendgrid.module.js';
import { OnWebhook, type WebhookContext } from '../src/webhooks/handlers/on-webhook.js';
import { eventually } from './support/eventually.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';
import { sendgridBatch, sendgridEvent, sendgridSigner } from './support/sendgrid-webhooks.js';
import { deliverSigned, storedBodies, type SignedDelivery } from './support/webhook-signer.js';

/** A product's handlers: which of its notifications arrived, and which addresses are of no use. */
@Injectable()
class Notifications {
  readonly delivered: unknown[] = [];
  readonly unreachable = new Map<string, string>();

  @OnWebhook('sendgrid', 'delivered')
  noteDelivery({ event: { payload } }: WebhookContext<'sendgrid', 'delivered'>): void {
    this.delivered.push(payload.notification_id);
  }

  @OnWebhook('sendgrid', 'bounce')
  noteBounce({ event: { payload } }: WebhookContext<'sendgrid', 'bounce'>): void {
    if (payload.type === 'bounce') this.unreachable.set(payload.email, payload.reason);
  }
}

@Module({ providers: [Notifications] })
class ShopModule {}

let hookline: TestHookline;
let database: Client;

beforeAll(async () => {
  hookline = await startTestHookline({
    imports: [SendGridModule, ShopModule],
    environment: sendgridSigner.environment,
  });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
});

afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

const deliver = (delivery: SignedDelivery) => deliverSigned(hookline, 'sendgrid', delivery);
const stored = () => storedBodies(database, 'sendgrid');

describe('POST /webhooks/sendgrid', () => {
  it('stores every event of a request with its own bytes, once, however often SendGrid sends it', async () => {
    const events = [
      sendgridEvent({ event: 'processed' }),
      sendgridEvent({ event: 'click', url: 'https://example.com/?a=[1,2]' }),
      sendgridEvent({ event: 'unsubscribe', sg_event_id: undefined }),
      sendgridEvent({ event: 'some_future_event' }),
    ];
    const before = await stored();
    // SendGrid may send one event twice in one request.
    const first = await deliver(sendgridSigner.sign({ body: sendgridBatch(...events, events[0] ?? {}) }));
    expect(first).toEqual({ status: 200, body: { stored: 4, duplicates: 1 } });
    const retried = sendgridBatch(...events.toReversed(), sendgridEvent({ event: 'open' }));
    const again = await deliver(sendgridSigner.sign({ body: retried }));
    expect(again).toEqual({ status: 200, body: { stored: 1, duplicates: 4 } });
    const bodies = await stored();
    expect(bodies).toHaveLength(before.length + 5);
    expect(bodies).toEqual(expect.arrayContaining(events.map((event) => JSON.stringify(event))));
  });

  it('takes what SendGrid signed hours ago and sends once more', async () => {
    const late = sendgridSigner.sign({ at: new Date(Date.now() - 23 * 3_600_000) });
    expect(await deliver(late)).toEqual({ status: 200, body: { stored: 1, duplicates: 0 } });
  });

  it('hands each event to its handlers, with the custom arguments of its message', async () => {
    const { delivered, unreachable } = hookline.app.get(Notifications, { strict: false });
    const body = sendgridBatch(
      sendgridEvent({ event: 'delivered', notification_id: 'n_0001' }),
      sendgridEvent({ event: 'bounce', type: 'bounce', email: 'gone@example.com', reason: '550 unknown' }),
    );
    expect(await deliver(sendgridSigner.sign({ body }))).toMatchObject({ status: 200 });
    await eventually('the bounce is handled', () => unreachable.get('gone@example.com'));
    await eventually('the delivery is handled', () => (delivered.includes('n_0001') ? true : undefined));
    expect(unreachable).toEqual(new Map([['gone@example.com', '550 unknown']]));
  });

  it('refuses with 400 what SendGrid signed but is not a list of events, and stores nothing', async () => {
    const before = await stored();
    const nonsense = Buffer.from('{"hello":"world"}');
    const halfGood = sendgridBatch(sendgridEvent(), { hello: 'world' });
    expect((await deliver(sendgridSigner.sign({ body: nonsense }))).status).toBe(400);
    expect((await deliver(sendgridSigner.sign({ body: halfGood }))).status).toBe(400);
    expect((await deliver(sendgridSigner.sign({ body: Buffer.from('[{') }))).status).toBe(400);
    expect(await stored()).toEqual(before);
  });

  it('refuses with 401 what SendGrid did not sign, and stores nothing', async () => {
    const before = await stored();
    const good = sendgridSigner.sign();
    const forged = [
      sendgridSigner.sign({ secret: sendgridSigner.secrets[1] }),
      sendgridSigner.sign({ at: new Date(Date.now() - 48 * 3_600_000) }),
      sendgridSigner.sign({ at: new Date(Date.now() + 600_000) }),
      { ...good, body: sendgridBatch(sendgridEvent()) },
      { ...good, headers: { 'Content-Type': 'application/json' } },
    ];
    const answers = await Promise.all(forged.map(deliver));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect(await stored()).toEqual(before);
  });
});
