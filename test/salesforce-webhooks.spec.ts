import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { SalesforceModule } from '../src/providers/salesforce/salesforce.module.js';
import { OnWebhook, type WebhookContext } from '../src/webhooks/handlers/on-webhook.js';
import { eventually } from './support/eventually.js';
import { faults, startFaultServer, type FaultServer } from './support/fault-server.js';
import { startTestHookline, type TestHookline } from './support/hookline.js';
import { notificationXml, outboundMessage, salesforceSigner } from './support/salesforce-webhooks.js';
import type { SignedDelivery } from './support/webhook-signer.js';

/** A product's handlers: the e-mail address of each contact; `null` for one that is gone. */
@Injectable()
class Customers {
  readonly emails = new Map<string, unknown>();

  @OnWebhook('salesforce', 'outbound_message.Contact')
  update({ event: { payload } }: WebhookContext<'salesforce', 'outbound_message.Contact'>): void {
    this.emails.set(payload.notification.recordId, payload.record && payload.record['Email']);
  }
}

@Module({ providers: [Customers] })
class ShopModule {}

const CONTACT = '003D000000QV9n2IAD';
const DELETED = '003D000000QV9n3IAD';
const GONE = [{ errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted', fields: [] }];
const EXPIRED = [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }];

let tokens = 0;
let salesforce: FaultServer;
let hookline: TestHookline;

beforeAll(async () => {
  salesforce = await startFaultServer({
    answer: ({ path, headers }) => {
      if (path === '/services/oauth2/token') {
        tokens += 1;
        // As Salesforce answers: without `expires_in`.
        return faults.ok({
          access_token: `token-${tokens}`,
          token_type: 'Bearer',
          instance_url: salesforce.url,
        });
      }
      // The first token has come to its end.
      if (headers['authorization'] !== 'Bearer token-2') return faults.status(401, {}, EXPIRED);
      if (path.endsWith(DELETED)) return faults.status(404, {}, GONE);
      const attributes = { type: 'Contact', url: path };
      return faults.ok({ attributes, Id: CONTACT, Email: 'truth@example.com' });
    },
  });
  hookline = await start({
    SALESFORCE_CLIENT_ID: 'consumer-key',
    SALESFORCE_CLIENT_SECRET: 'consumer-secret',
    SALESFORCE_API_BASE_URL: salesforce.url,
  });
});
afterAll(async () => {
  await hookline?.close();
  await salesforce?.close();
});

const start = (environment: Record<string, string>) =>
  startTestHookline({
    imports: [SalesforceModule, ShopModule],
    environment: { ...salesforceSigner.environment, ...environment },
  });

async function deliver({ headers, body }: SignedDelivery, { url } = hookline, account = '') {
  const answer = await fetch(`${url}/webhooks/salesforce${account}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(body),
  });
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() };
}

const send = (...notifications: string[]) =>
  deliver(salesforceSigner.sign({ body: outboundMessage({ notifications }) }));

/** The ids of what is stored. */
async function storedIds(): Promise<string[]> {
  const { body } = await hookline.api('GET', '/v1/webhook-events?provider=salesforce&limit=100');
  return body.data.map(({ id }: { id: string }) => id);
}

/** What a handler has failed with. */
function failure({ api }: TestHookline): Promise<string> {
  return eventually('a handler has failed', async () => {
    const { body } = await api('GET', '/v1/webhook-events?provider=salesforce&status=dead');
    return body.data[0] && JSON.stringify(body.data[0].handlers);
  });
}

describe('POST /webhooks/salesforce', () => {
  it('acknowledges in SOAP, and gives handlers the record, not what the message says of it', async () => {
    const lie = notificationXml({ recordId: CONTACT, fields: '<sf:Email>lie@example.com</sf:Email>' });
    const answer = await send(lie);
    expect(answer).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8' });
    expect(answer.body).toContain('<Ack>true</Ack>');
    const { emails } = hookline.app.get(Customers, { strict: false });
    expect(await eventually('the contact is handled', () => emails.get(CONTACT))).toBe('truth@example.com');
  });

  it('has its token renewed when Salesforce ends it early', () => {
    const asked = salesforce.requests.map(({ path, headers }) => [path, headers['authorization']]);
    const record = `/services/data/v63.0/sobjects/Contact/${CONTACT}`;
    expect(asked.slice(0, 4)).toEqual([
      ['/services/oauth2/token', undefined],
      [record, 'Bearer token-1'],
      ['/services/oauth2/token', undefined],
      [record, 'Bearer token-2'],
    ]);
    const form = new URLSearchParams(salesforce.requests[0]?.body.toString());
    expect(Object.fromEntries(form)).toEqual({
      grant_type: 'client_credentials',
      client_id: 'consumer-key',
      client_secret: 'consumer-secret',
    });
  });

  it('tells a handler that a record is gone', async () => {
    await send(notificationXml({ recordId: DELETED }));
    const { emails } = hookline.app.get(Customers, { strict: false });
    await eventually('the deletion is handled', () => emails.has(DELETED) || undefined);
    expect(emails.get(DELETED)).toBeNull();
  });

  it('stores each notification once, in whatever message it comes', async () => {
    const before = (await storedIds()).length;
    const [first, second] = [notificationXml({ type: 'Account' }), notificationXml({ type: 'Account' })];
    await send(first);
    expect((await send(first, second)).body).toContain('<Ack>true</Ack>');
    expect(await storedIds()).toHaveLength(before + 2);
  });

  it('refuses with 401 what is not from an organisation of ours, and stores nothing', async () => {
    const before = await storedIds();
    const good = salesforceSigner.sign();
    const bomb = good.body
      .toString()
      .replace('?>', '?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>');
    const forged = [
      salesforceSigner.sign({ secret: salesforceSigner.secrets[1] }),
      { ...good, headers: { 'Content-Type': 'application/json' } },
      { ...good, body: Buffer.from(bomb) },
      { ...good, body: Buffer.from('<a>') },
    ];
    const answers = await Promise.all(forged.map((delivery) => deliver(delivery)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
    expect(await storedIds()).toEqual(before);
  });

  it('keeps the event without a client, and says what to set', async () => {
    const unconfigured = await start({});
    try {
      expect((await deliver(salesforceSigner.sign(), unconfigured)).status).toBe(200);
      expect(await failure(unconfigured)).toContain('Set SALESFORCE_API_BASE_URL');
    } finally {
      await unconfigured.close();
    }
  });

  it('reads no record with the product’s own client for an account that is not connected', async () => {
    const [organization] = salesforceSigner.secrets;
    await hookline.api('PUT', '/v1/webhook-accounts/salesforce/attacker', { secrets: [organization] });
    const ours = '003D000000QV9n9IAD';
    const message = outboundMessage({ notifications: [notificationXml({ recordId: ours })] });
    const signed = salesforceSigner.sign({ body: message });
    expect((await deliver(signed, hookline, '/attacker')).status).toBe(200);
    expect(await failure(hookline)).toContain('\\"attacker\\" is no connection of salesforce');
    expect(salesforce.requests.filter(({ path }) => path.endsWith(ours))).toEqual([]);
    expect(hookline.app.get(Customers, { strict: false }).emails.has(ours)).toBe(false);
  });
});
