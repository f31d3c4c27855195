import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { arrived, type ReceivedWebhook, startReceiver } from '../spec-support.js';
import {
  authorized,
  type CallApi,
  captured,
  closeAll,
  orderOf,
  questionAbout,
  startBench,
} from './spec-support.js';

afterEach(closeAll);

const EVENTS = '/v1/notifications/webhooks-events';

/** Whether PayPal says that it sent this. */
async function verify(call: CallApi, webhook: ReceivedWebhook, wishes: object = {}): Promise<unknown> {
  const about = JSON.stringify({ ...questionAbout(webhook, 'HOOK1'), ...wishes });
  const body = `${about.slice(0, -1)},"webhook_event":${webhook.body}}`;
  const answer = await call('POST', '/v1/notifications/verify-webhook-signature', { body });
  return answer.body['verification_status'];
}

describe('events', () => {
  it('are delivered for everything that happens to a payment', async () => {
    const { url, received } = await startReceiver();
    const { sandbox, call } = await startBench({ webhookUrl: url });
    const made = await call('POST', '/v2/checkout/orders', { body: orderOf('9.00') });
    await sandbox.approve(String(made.body['id']));
    const { id } = await captured(call);
    await call('POST', `/v2/payments/captures/${id}/refund`);
    const held = await authorized(call);
    await call('POST', `/v2/payments/authorizations/${held.id}/void`);
    await arrived(received, 7);
    const types = received.map(({ event }) => String(event['event_type']));
    expect(types.toSorted()).toEqual([
      'CHECKOUT.ORDER.APPROVED',
      'CHECKOUT.ORDER.COMPLETED',
      'CHECKOUT.ORDER.COMPLETED',
      'PAYMENT.AUTHORIZATION.CREATED',
      'PAYMENT.AUTHORIZATION.VOIDED',
      'PAYMENT.CAPTURE.COMPLETED',
      'PAYMENT.CAPTURE.REFUNDED',
    ]);
  });

  it('are signed, and PayPal knows its signature again, to the byte', async () => {
    const { url, received } = await startReceiver();
    const { call } = await startBench({ webhookUrl: url, webhookId: 'HOOK1' });
    await captured(call);
    await arrived(received, 2);
    const [webhook, other] = received;
    if (!webhook || !other) throw new Error('There are two.');
    expect(await verify(call, webhook)).toBe('SUCCESS');
    expect(await verify(call, { ...webhook, body: `${webhook.body} ` })).toBe('FAILURE');
    expect(await verify(call, { ...webhook, body: webhook.body.replace('20.00', '20.01') })).toBe('FAILURE');
    expect(await verify(call, { ...webhook, headers: other.headers })).toBe('FAILURE');
    for (const wish of [
      { webhook_id: 'HOOK2' },
      { transmission_time: '2026-01-01T00:00:00Z' },
      { transmission_sig: 'c2lnbmVk' },
      { auth_algo: 'SHA1withRSA' },
      { cert_url: 'https://api.paypal.com/v1/notifications/certs/CERT-1' },
    ]) {
      expect([wish, await verify(call, webhook, wish)]).toEqual([wish, 'FAILURE']);
    }
  });

  it('are sent again, the same as before, until they are taken', async () => {
    const { url, received } = await startReceiver(500, 200, 503);
    const { call } = await startBench({ webhookUrl: url });
    await captured(call);
    await arrived(received, 4);
    const transmissions = received.map(
      ({ headers, body }) => `${String(headers['paypal-transmission-id'])} ${body}`,
    );
    expect(new Set(transmissions).size).toBe(2);
  });
});

describe('the list of events', () => {
  const list = z.object({
    events: z.array(z.object({ id: z.string(), event_type: z.string(), create_time: z.string() })),
    count: z.number(),
    links: z.array(z.object({ rel: z.string(), href: z.string() })),
  });
  const read = async (call: CallApi, query: Record<string, string>) =>
    list.parse((await call('GET', `${EVENTS}?${new URLSearchParams(query).toString()}`)).body);

  it('has them newest first, by type and time, and leads from page to page', async () => {
    const { call } = await startBench();
    for (const value of ['1.00', '2.00', '3.00']) await captured(call, value);
    const all = await read(call, { event_type: 'PAYMENT.CAPTURE.COMPLETED' });
    expect(all).toMatchObject({ count: 3, links: [{ rel: 'self' }] });

    const pages: string[] = [];
    let query: Record<string, string> | undefined = {
      event_type: 'PAYMENT.CAPTURE.COMPLETED',
      page_size: '1',
    };
    while (query) {
      const page = await read(call, query);
      pages.push(...page.events.map(({ id }) => id));
      const next = page.links.find(({ rel }) => rel === 'next');
      query = next && Object.fromEntries(new URL(next.href).searchParams);
    }
    expect(pages).toEqual(all.events.map(({ id }) => id));
    const newest = await read(call, { start_time: all.events[0]?.create_time ?? '' });
    expect(newest.events.map(({ event_type }) => event_type)).toEqual([
      'CHECKOUT.ORDER.COMPLETED',
      'PAYMENT.CAPTURE.COMPLETED',
    ]);
  });

  it('shows each of them, and has it delivered once more', async () => {
    const { url, received } = await startReceiver();
    const { call } = await startBench({ webhookUrl: url });
    await captured(call);
    const { events } = await read(call, {});
    const path = `${EVENTS}/${String(events[0]?.id)}`;
    expect((await call('GET', path)).body).toMatchObject({ id: events[0]?.id });
    await arrived(received, 2);
    expect((await call('POST', `${path}/resend`)).status).toBe(202);
    await arrived(received, 3);
    expect(received[2]?.event['id']).toBe(events[0]?.id);
  });

  it('refuses a time that is none', async () => {
    const { call } = await startBench();
    expect((await call('GET', `${EVENTS}?start_time=yesterday`)).status).toBe(400);
  });
});
