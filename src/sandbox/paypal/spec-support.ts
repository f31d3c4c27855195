import { z } from 'zod';
import { closing, type ReceivedWebhook } from '../spec-support.js';
import { type PayPalSandbox, type PayPalSandboxOptions, startPayPalSandbox } from './paypal-sandbox.js';

export { closeAll } from '../spec-support.js';

const json = z.record(z.string(), z.unknown());

/** An answer as it came. */
export interface Answered {
  status: number;
  headers: Headers;
  /** Empty where the answer has no body. */
  body: Record<string, unknown>;
}

/** How a call differs from a plain one. */
interface Wishes {
  /** Sent as JSON; a text is sent as it is. */
  body?: unknown;
  requestId?: string;
  /** @default the minimal answer */
  wantsAll?: boolean;
  headers?: Record<string, string>;
}

/** Calls the API with an access token. */
export type CallApi = (method: string, path: string, wishes?: Wishes) => Promise<Answered>;

/** A sandbox, and a program that calls it over a real socket. */
export interface Bench {
  sandbox: PayPalSandbox;
  call: CallApi;
}

/** Starts a sandbox on a free port. */
export async function startBench(options: Partial<PayPalSandboxOptions> = {}): Promise<Bench> {
  const sandbox = closing(await startPayPalSandbox({ port: 0, ...options }));
  return { sandbox, call: await caller(sandbox, sandbox.url) };
}

/** A program that has asked for a token, at the sandbox's own address or at one that leads there. */
export async function caller(sandbox: PayPalSandbox, url: string): Promise<CallApi> {
  const { body } = await askForToken(url, credentialsOf(sandbox));
  const token = z.string().parse(body['access_token']);
  return async (method, path, wishes = {}) => {
    const { body: content, requestId, wantsAll, headers } = wishes;
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        ...(requestId !== undefined && { 'PayPal-Request-Id': requestId }),
        ...(wantsAll && { Prefer: 'return=representation' }),
        ...headers,
      },
      ...(content !== undefined && {
        body: typeof content === 'string' ? content : JSON.stringify(content),
      }),
    });
    return read(answer);
  };
}

/** `id:secret` of the app that the sandbox knows. */
export function credentialsOf({ environment }: PayPalSandbox): string {
  return `${environment.PAYPAL_CLIENT_ID}:${environment.PAYPAL_CLIENT_SECRET}`;
}

/** Asks for an access token. */
export async function askForToken(
  url: string,
  credentials: string,
  form: Record<string, string> = { grant_type: 'client_credentials' },
): Promise<Answered> {
  const answer = await fetch(`${url}/v1/oauth2/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    body: new URLSearchParams(form),
  });
  return read(answer);
}

/** Reads an answer of the API. */
export async function read(answer: Response): Promise<Answered> {
  const content = await answer.text();
  const { status, headers } = answer;
  return { status, headers, body: content === '' ? {} : json.parse(JSON.parse(content)) };
}

/** Money as PayPal writes it. */
export function euros(value: string): { currency_code: string; value: string } {
  return { currency_code: 'EUR', value };
}

/** The body of an order of one unit. */
export function orderOf(value: string, more: object = {}, unit: object = {}): object {
  return { intent: 'CAPTURE', purchase_units: [{ amount: euros(value), ...unit }], ...more };
}

/** The body of an order that a saved account pays at once. */
export function paidFrom(vaultId: string, value = '20.00', intent = 'CAPTURE'): object {
  return orderOf(value, { intent, payment_source: { paypal: { vault_id: vaultId } } });
}

const paidOrder = z.object({
  id: z.string(),
  status: z.string(),
  purchase_units: z.array(
    z.object({
      payments: z.object({
        captures: z.array(z.looseObject({ id: z.string(), status: z.string() })).default([]),
        authorizations: z.array(z.looseObject({ id: z.string(), status: z.string() })).default([]),
        refunds: z.array(z.looseObject({ id: z.string() })).default([]),
      }),
    }),
  ),
});

/** An order with the payments of its first unit. */
export async function paymentsOf(call: CallApi, orderId: string) {
  const { body } = await call('GET', `/v2/checkout/orders/${orderId}`);
  const order = paidOrder.parse(body);
  const payments = order.purchase_units[0]?.payments ?? { captures: [], authorizations: [], refunds: [] };
  return { ...order, ...payments };
}

/** A captured payment, by the ids of its order and its capture. */
export async function captured(call: CallApi, value = '20.00'): Promise<{ orderId: string; id: string }> {
  const paid = await call('POST', '/v2/checkout/orders', {
    body: paidFrom('sandbox_vault_succeeds', value),
    requestId: crypto.randomUUID(),
  });
  const orderId = z.string().parse(paid.body['id']);
  const { captures } = await paymentsOf(call, orderId);
  return { orderId, id: captures[0]?.id ?? '' };
}

/** An authorized payment, by the ids of its order and its authorization. */
export async function authorized(call: CallApi, value = '20.00'): Promise<{ orderId: string; id: string }> {
  const held = await call('POST', '/v2/checkout/orders', {
    body: paidFrom('sandbox_vault_succeeds', value, 'AUTHORIZE'),
    requestId: crypto.randomUUID(),
  });
  const orderId = z.string().parse(held.body['id']);
  const { authorizations } = await paymentsOf(call, orderId);
  return { orderId, id: authorizations[0]?.id ?? '' };
}

/** What an answer refuses with: its status, and its issues with the fields that they are about. */
export function refusalOf({ status, body }: Answered): unknown[] {
  const { details } = z
    .object({ details: z.array(z.object({ issue: z.string(), field: z.string().optional() })).default([]) })
    .parse(body);
  return [status, ...details.map(({ issue, field }) => (field === undefined ? issue : `${issue} ${field}`))];
}

/** What PayPal is asked about a webhook, but for the event itself. */
export function questionAbout({ headers }: ReceivedWebhook, webhookId: string): Record<string, unknown> {
  return {
    auth_algo: headers['paypal-auth-algo'],
    cert_url: headers['paypal-cert-url'],
    transmission_id: headers['paypal-transmission-id'],
    transmission_sig: headers['paypal-transmission-sig'],
    transmission_time: headers['paypal-transmission-time'],
    webhook_id: webhookId,
  };
}
