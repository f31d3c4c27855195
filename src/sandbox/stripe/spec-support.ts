import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stripe } from 'stripe';
import { type StripeSandbox, type StripeSandboxOptions, startStripeSandbox } from './stripe-sandbox.js';

/** A sandbox and the real SDK pointed at it, over a real socket. */
export interface Bench {
  sandbox: StripeSandbox;
  stripe: Stripe;
}

const benches: StripeSandbox[] = [];
const servers: Server[] = [];

/** Starts a sandbox on a free port; {@link closeAll} stops it. The SDK does not retry. */
export async function startBench(options: Partial<StripeSandboxOptions> = {}): Promise<Bench> {
  const sandbox = await startStripeSandbox({ port: 0, ...options });
  benches.push(sandbox);
  return { sandbox, stripe: clientOf(sandbox) };
}

/** The SDK pointed at a sandbox. */
export function clientOf(sandbox: StripeSandbox, config: Stripe.StripeConfig = {}): Stripe {
  const { hostname: host, port } = new URL(sandbox.url);
  return new Stripe(sandbox.secretKey, { host, port, protocol: 'http', maxNetworkRetries: 0, ...config });
}

/** A webhook as the product received it. */
export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  body: string;
  event: Stripe.Event;
}

/** A product's webhook address. `answers` are the statuses of its first answers; afterwards it answers 200. */
export async function startReceiver(
  ...answers: number[]
): Promise<{ url: string; received: ReceivedWebhook[] }> {
  const received: ReceivedWebhook[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers, body, event: JSON.parse(body) as Stripe.Event });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  servers.push(server);
  const port = await listen(server, 0);
  return { url: `http://127.0.0.1:${port}/webhooks/stripe`, received };
}

/** Listens on 127.0.0.1 and tells the port. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Stops what the tests of a file started. */
export async function closeAll(): Promise<void> {
  await Promise.all(benches.splice(0).map((sandbox) => sandbox.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

/** Waits until `check` holds, asking every 10 ms. @throws Error after `withinMs` milliseconds */
export async function eventually(check: () => boolean, withinMs = 8000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!check()) {
    if (Date.now() > deadline) throw new Error(`Did not happen within ${withinMs} ms: ${check.toString()}`);
    await sleep(10);
  }
}

/** The error that a call of the SDK fails with. @throws Error when it succeeds */
export async function failureOf(
  call: Promise<unknown>,
): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Stripe.errors.StripeError) return error;
  throw new Error('The call should have failed with an error of Stripe.', { cause: error });
}

/** Parameters of a payment that is paid at once with the given test card. */
export function paidBy(paymentMethod: string, wishes: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  return {
    amount: 2000,
    currency: 'eur',
    payment_method: paymentMethod,
    confirm: true,
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' as const },
    ...wishes,
  };
}

/** Parameters of a payment that is authorised now and captured later. */
export function heldOn(paymentMethod: string, wishes: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  return paidBy(paymentMethod, { capture_method: 'manual', ...wishes });
}
