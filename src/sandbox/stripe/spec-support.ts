import { Stripe } from 'stripe';
import { eventually } from '../../../test/support/eventually.js';
import { closing } from '../spec-support.js';
import { type StripeSandbox, type StripeSandboxOptions, startStripeSandbox } from './stripe-sandbox.js';

export { closeAll } from '../spec-support.js';

/** A sandbox and the real SDK pointed at it, over a real socket. */
export interface Bench {
  sandbox: StripeSandbox;
  stripe: Stripe;
}

/** Starts a sandbox on a free port; {@link closeAll} stops it. The SDK does not retry. */
export async function startBench(options: Partial<StripeSandboxOptions> = {}): Promise<Bench> {
  const sandbox = closing(await startStripeSandbox({ port: 0, ...options }));
  return { sandbox, stripe: clientOf(sandbox) };
}

/** The SDK pointed at a sandbox. */
export function clientOf(sandbox: StripeSandbox, config: Stripe.StripeConfig = {}): Stripe {
  const { hostname: host, port } = new URL(sandbox.url);
  return new Stripe(sandbox.secretKey, { host, port, protocol: 'http', maxNetworkRetries: 0, ...config });
}

/** Waits until nothing is to be delivered any more. */
export async function allDelivered(sandbox: StripeSandbox): Promise<void> {
  await eventually('every webhook delivered', () => sandbox.pendingDeliveries() === 0 || undefined);
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
