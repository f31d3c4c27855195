import { AsyncLocalStorage } from 'node:async_hooks';
import type { Deadline } from './deadline.js';
import type { CacheRule, CallProgress, OutboundCall } from './outbound-call.js';
import type { WriteSafety } from './write-safety.js';

/**
 * What a provider's method knows of a call and its SDK does not pass on to the HTTP client. It travels beside the SDK,
 * from the method to the mount.
 */
export interface CallScope {
  readonly operation: string;
  /** The path template: `/v1/payment_intents/:id`. */
  readonly endpoint: string;
  readonly idempotencyKey: string;
  /** The connected account to act for; without it, the account of the environment variables. */
  readonly connectionId?: string;
  /** Whether the call may wait for its turn as long as its deadline lasts, instead of a while only. */
  readonly mayWait?: boolean;
  /** Opts a reading operation into the cache. */
  readonly cache?: CacheRule;
  /** How this very write is made safe, where that differs from the rest of the provider. */
  readonly safety?: WriteSafety;
  /** Our reference in the object that the call makes, by which it can be found again if its answer is lost. */
  readonly reference?: string;
  /** Reads a success, so that one that makes no sense is logged as what it is. @throws ResponseFormatError */
  readonly read?: OutboundCall['read'];
  /** Refusals that are as good as any answer, by HTTP status: not logged as failures. */
  readonly expects?: readonly number[];
  readonly deadline: Deadline;
  readonly progress: CallProgress;
}

const scopes = new AsyncLocalStorage<CallScope>();

/** Runs `work`, in which an SDK makes one call, under a scope. */
export function runInCallScope<T>(scope: CallScope, work: () => Promise<T>): Promise<T> {
  return scopes.run(scope, work);
}

/** The scope that the call at hand runs under; `undefined` outside of any. */
export function callScope(): CallScope | undefined {
  return scopes.getStore();
}

/** @throws Error when an SDK makes a call that no provider's method has described */
export function currentCallScope(): CallScope {
  const scope = callScope();
  if (!scope) throw new Error('An SDK made a call outside of runInCallScope(). Go through the provider.');
  return scope;
}
