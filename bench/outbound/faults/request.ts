import { faults, type Fault, type ReceivedRequest } from '../../../test/support/fault-server.js';

/** What the thing is to be called, in JSON or, as Stripe has it, in a form. */
function nameOf({ body }: ReceivedRequest): string {
  const text = body.toString();
  if (text.startsWith('{')) return String((JSON.parse(text) as { name?: unknown }).name);
  return new URLSearchParams(text).get('description') ?? '';
}

/** Makes the thing, and answers with its name, so that an answer which belongs to another call is noticed. */
export function well(request: ReceivedRequest): Fault {
  const name = nameOf(request);
  return faults.ok({ id: 'thing_1', object: 'payment_intent', name, description: name });
}

/** A refusal with the body that Stripe has, without which its SDK would take it for a success. */
export function refusal(status: number, headers: Record<string, string> = {}): Fault {
  return faults.status(status, headers, { error: { type: 'api_error', message: `HTTP ${status}` } });
}

/** 429, to come back in a second: providers say it in whole seconds. */
export const tooMany = () => refusal(429, { 'retry-after': '1' });

/** Whether the thing is one of every so many; things are called `order-0`, `order-1` and so on. */
export function isNth(request: ReceivedRequest, every: number): boolean {
  return Number(nameOf(request).replace('order-', '')) % every === 0;
}
