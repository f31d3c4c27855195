import { AsyncLocalStorage } from 'node:async_hooks';
import type { Deadline } from './deadline.js';
import type { CallProgress } from './outbound-call.js';

/**
 * What a provider's method knows of a call and its SDK does not pass on to the HTTP client. It travels beside the SDK,
 * from the method to the mount.
 */
export interface CallScope {
  readonly operation: string;
  /** The path template: `/v1/payment_intents/:id`. */
  readonly endpoint: string;
  readonly idempotencyKey: string;
  readonly deadline: Deadline;
  readonly progress: CallProgress;
}

const scopes = new AsyncLocalStorage<CallScope>();

/** Runs `work`, in which an SDK makes one call, under a scope. */
export function runInCallScope<T>(scope: CallScope, work: () => Promise<T>): Promise<T> {
  return scopes.run(scope, work);
}

/** @throws Error when an SDK makes a call that no provider's method has described */
export function currentCallScope(): CallScope {
  const scope = scopes.getStore();
  if (!scope) throw new Error('An SDK made a call outside of runInCallScope(). Go through the provider.');
  return scope;
}
