import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { Client } from 'pg';
import { HubSpotModule } from '../src/providers/hubspot/hubspot.module.js';
import { OnWebhook, type WebhookContext } from '../src/webhooks/handlers/on-webhook.js';
import { eventually } from './support/eventually.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';
import { hubspotBatch, hubspotEvent, hubspotSigner } from './support/hubspot-webhooks.js';
import { deliverSigned, storedBodies, type SignedDelivery } from './support/webhook-signer.js';

/** A product's handlers: what they saw of each object. */
@Injectable()
class Contacts {
  readonly stages = new Map<number, string>();
  readonly deleted = new Set<number>();

  @OnWebhook('hubspot', 'contact.propertyChange')
  noteStage({ event: { payload } }: WebhookContext<'hubspot', 'contact.propertyChange'>): void {
    if (payload.propertyName === 'lifecyclestage') this.stages.set(payload.objectId, payload.propertyValue);
  }

  @OnWebhook('hubspot', 'contact.deletion')
  @OnWebhook('hubspot', 'object.deletion')
  forget({ event: { payload } }: WebhookContext<'hubspot', 'contact.deletion' | 'object.deletion'>): void {
    this.deleted.add(payload.objectId);
  }
}

@Module({ providers: [Contacts] })
class ShopModule {}

let hookline: TestHookline;
let database: Client;

beforeAll(async () => {
  hookline = await startTestHookline({
    imports: [HubSpotModule, ShopModule],
    environment: hubspotSigner.environment,
  });
  database = new Client({ connectionString: hookline.databaseUrl });
  await database.connect();
});

afterAll(async () => {
  await database?.end();
  await hookline?.close();
});

const deliver = (delivery: SignedDelivery) => deliverSigned(hookline, 'hubspot', delivery);
const stored = () => storedBodies(database, 'hubspot');

describe('POST /webhooks/hubspot', () => {
  it('stores every event of a batch with its own bytes, once, however often HubSpot sends it', async () => {
    const events = [
      hubspotEvent({ subscriptionType: 'company.creation' }),
      hubspotEvent({
        subscriptionType: 'deal.propertyChange',
        propertyName: 'amount',
        propertyValue: '1,50 €',
      }),
      hubspotEvent({ subscriptionType: 'ticket.merge', primaryObjectId: 1, mergedObjectIds: [2, 3] }),
    ];
    const before = await stored();
    const first = await deliver(hubspotSigner.sign({ body: hubspotBatch(...events) }));
    expect(first).toEqual({ status: 200, body: { stored: 3, duplicates: 0 } });
    const retried = events.map((event) => ({ ...event, attemptNumber: 1 }));
    const again = await deliver(
      hubspotSigner.sign({ body: hubspotBatch(...retried.toReversed(), hubspotEvent()) }),
    );
    expect(again).toEqual({ status: 200, body: { stored: 1, duplicates: 3 } });
    const bodies = await stored();
    expect(bodies).toHaveLength(before.length + 4);
    expect(bodies).toEqual(expect.arrayContaining(events.map((event) => JSON.stringify(event))));
  });

  it('hands each event to its handlers', async () => {
    const { stages, deleted } = hookline.app.get(Contacts, { strict: false });
    const change = { propertyName: 'lifecyclestage', propertyValue: 'customer' };
    const body = hubspotBatch(
      hubspotEvent({ subscriptionType: 'contact.propertyChange', objectId: 71, ...change }),
      hubspotEvent({ subscriptionType: 'contact.deletion', objectId: 72 }),
      hubspotEvent({ subscriptionType: 'object.deletion', objectId: 73, objectTypeId: '0-1' }),
    );
    expect(await deliver(hubspotSigner.sign({ body }))).toMatchObject({ status: 200 });
    await eventually('both deletions are handled', () => (deleted.size === 2 ? deleted : undefined));
    await eventually('the change is handled', () => stages.get(71));
    expect(deleted).toEqual(new Set([72, 73]));
    expect(stages).toEqual(new Map([[71, 'customer']]));
  });

  it('refuses with 400 what HubSpot signed but is not a batch of events, and stores nothing', async () => {
    const before = await stored();
    const nonsense = Buffer.from('{"hello":"world"}');
    const halfGood = hubspotBatch(hubspotEvent(), { hello: 'world' });
    expect((await deliver(hubspotSigner.sign({ body: nonsense }))).status).toBe(400);
    expect((await deliver(hubspotSigner.sign({ body: halfGood }))).status).toBe(400);
    expect((await deliver(hubspotSigner.sign({ body: Buffer.from('[{') }))).status).toBe(400);
    expect(await stored()).toEqual(before);
  });

  it('refuses with 401 what HubSpot did not sign, and stores nothing', async () => {
    const before = await stored();
    const good = hubspotSigner.sign();
    const forged = [
      hubspotSigner.sign({ secret: hubspotSigner.secrets[1] }),
      hubspotSigner.sign({ url: 'https://elsewhere.example.com/webhooks/hubspot' }),
      hubspotSigner.sign({ at: new Date(Date.now() - 301_000) }),
      { ...good, body: hubspotBatch(hubspotEvent()) },
      { ...good, headers: { 'Content-Type': 'application/json' } },
    ];
    const answers = await Promise.all(forged.map(deliver));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect(await stored()).toEqual(before);
  });
});
