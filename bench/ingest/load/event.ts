import { createHmac } from 'node:crypto';

/** The secret that the service verifies with. */
export const WEBHOOK_SECRET = 'whsec_bench_secret_of_the_bench';

/**
 * The body of a `payment_intent.succeeded`, laid out as Stripe does (indented JSON) and filled up to exactly `bytes`
 * by its metadata, which Stripe's users fill as well. Below 2 kB, fields are left out.
 */
export function eventBody(id: string, bytes: number): string {
  const draft = write(id, bytes, '');
  if (draft.length > bytes) throw new RangeError(`An event needs at least ${draft.length} bytes.`);
  return write(id, bytes, 'order 4711 '.repeat(bytes / 11 + 1).slice(0, bytes - draft.length));
}

function write(id: string, bytes: number, note: string): string {
  const object = {
    id: `pi_${id}`,
    object: 'payment_intent',
    amount: 1099,
    currency: 'usd',
    status: 'succeeded',
    metadata: { note },
    ...(bytes >= 2_000 ? rest(id) : {}),
  };
  return JSON.stringify(
    {
      id,
      object: 'event',
      api_version: '2026-07-29.dahlia',
      created: Math.floor(Date.now() / 1_000),
      data: { object },
      livemode: false,
      pending_webhooks: 1,
      request: { id: `req_${id}`, idempotency_key: null },
      type: 'payment_intent.succeeded',
    },
    null,
    2,
  );
}

function rest(id: string) {
  return {
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 1099,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: { allow_redirects: 'always', enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic',
    client_secret: `pi_${id}_secret`,
    confirmation_method: 'automatic',
    created: 1_785_000_060,
    customer: null,
    description: null,
    last_payment_error: null,
    latest_charge: `ch_${id}`,
    livemode: false,
    next_action: null,
    on_behalf_of: null,
    payment_method: `pm_${id}`,
    payment_method_options: {
      card: { installments: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: ['card', 'link'],
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    transfer_data: null,
    transfer_group: null,
  };
}

/** A whole HTTP request that delivers the body, signed as Stripe signs, with the headers that Stripe sends. */
export function signedRequest(host: string, body: string, secret = WEBHOOK_SECRET): Buffer {
  const timestamp = Math.floor(Date.now() / 1_000);
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  const head = [
    'POST /webhooks/stripe HTTP/1.1',
    `Host: ${host}`,
    'User-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    'Accept: */*; q=0.5, application/xml',
    'Cache-Control: no-cache',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `Stripe-Signature: t=${timestamp},v1=${signature}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
