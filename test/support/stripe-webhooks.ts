import { createHmac } from 'node:crypto';
import { WEBHOOK_SECRET, request, type ApiAnswer } from './hookline.js';

interface SignOptions {
  secret?: string;
  /** Unix seconds. @default now */
  timestamp?: number;
}

/** A `Stripe-Signature` as Stripe makes it. */
export function stripeSignature(body: string | Buffer, options: SignOptions = {}): string {
  const { secret = WEBHOOK_SECRET, timestamp = Math.floor(Date.now() / 1000) } = options;
  const digest = createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex');
  return `t=${timestamp},v1=${digest}`;
}

/** A small event of any type; every call has an id of its own unless one is given. */
export function stripeEvent(type = 'payment_intent.succeeded', fields: Record<string, unknown> = {}): string {
  sequence += 1;
  return JSON.stringify({
    id: `evt_test_${process.pid}_${sequence}`,
    object: 'event',
    api_version: '2026-10-28.endive',
    created: Math.floor(Date.now() / 1000),
    livemode: false,
    type,
    data: { object: { id: `pi_test_${sequence}`, object: 'payment_intent', metadata: {} } },
    ...fields,
  });
}

/** A thin event: that something happened, and where to read it. */
export function stripeThinEvent(fields: Record<string, unknown> = {}): string {
  sequence += 1;
  return JSON.stringify({
    id: `evt_test_thin_${process.pid}_${sequence}`,
    object: 'v2.core.event',
    type: 'v1.billing.meter.error_report_triggered',
    created: new Date().toISOString(),
    livemode: false,
    related_object: { id: 'mtr_1', type: 'billing.meter', url: '/v1/billing/meters/mtr_1' },
    ...fields,
  });
}

let sequence = 0;

/** Delivers a body to `/webhooks/stripe`, signed unless a signature is given. */
export function deliver(url: string, body: string, signature = stripeSignature(body)): Promise<ApiAnswer> {
  return request(`${url}/webhooks/stripe`, 'POST', body, { 'Stripe-Signature': signature });
}
