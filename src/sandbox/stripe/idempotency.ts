import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, StripeApiError } from './errors.js';
import type { State } from './state.js';

/** Stripe keeps a key for at least a day. */
const KEPT_SECONDS = 86_400;

/** A request that carries an `Idempotency-Key`. */
export interface KeyedRequest {
  key: string;
  path: string;
  /** The body as it came. */
  body: string;
  requestId: string;
}

/** An answer, and when it is a repeated one, the request that it was first given to. */
export interface OnceAnswer extends Answer {
  originalRequest?: string;
}

/**
 * Runs a request once per idempotency key, and answers its repeats with the first answer.
 * @see https://docs.stripe.com/api/idempotent_requests
 */
export class Idempotency {
  private readonly running = new Set<string>();

  constructor(private readonly state: State) {}

  /** Executes at most once, `pauseMs` milliseconds after taking the key. */
  async once(request: KeyedRequest, execute: () => Answer, pauseMs: number): Promise<OnceAnswer> {
    const stored = this.storedAnswer(request);
    if (stored) return stored;
    if (this.running.has(request.key)) throw keyInUse(request.key);
    this.running.add(request.key);
    try {
      if (pauseMs > 0) await sleep(pauseMs);
      return this.state.transaction(() => this.keep(request, execute()));
    } catch (error) {
      if (!(error instanceof StripeApiError)) throw error;
      if (!error.executed) return error.toAnswer();
      return this.state.transaction(() => this.keep(request, error.toAnswer()));
    } finally {
      this.running.delete(request.key);
    }
  }

  private storedAnswer(request: KeyedRequest): OnceAnswer | undefined {
    const stored = this.state.table('idempotent_answer').get(request.key);
    if (!stored || stored.created < Date.now() / 1000 - KEPT_SECONDS) return undefined;
    if (stored.path !== request.path) throw otherEndpoint(request, stored.path);
    if (stored.fingerprint !== fingerprint(request.body)) throw otherParameters(request.key);
    return { status: stored.status, body: stored.body, originalRequest: stored.requestId };
  }

  private keep(request: KeyedRequest, answer: Answer): Answer {
    this.state.put('idempotent_answer', {
      id: request.key,
      path: request.path,
      fingerprint: fingerprint(request.body),
      requestId: request.requestId,
      ...answer,
      created: Math.floor(Date.now() / 1000),
    });
    return answer;
  }
}

/** The same parameters in another order are the same parameters. */
function fingerprint(body: string): string {
  return createHash('sha256').update(body.split('&').toSorted().join('&')).digest('hex');
}

function idempotencyError(status: number, message: string, code?: string): StripeApiError {
  return new StripeApiError(status, { type: 'idempotency_error', ...(code && { code }), message }, false);
}

function otherParameters(key: string): StripeApiError {
  return idempotencyError(
    400,
    'Keys for idempotent requests can only be used with the same parameters they were first used with. ' +
      `Try using a key other than '${key}' if you meant to execute a different request.`,
  );
}

function otherEndpoint({ key, path }: KeyedRequest, first: string): StripeApiError {
  return idempotencyError(
    400,
    `Keys for idempotent requests can only be used for the same endpoint they were first used for ` +
      `('${path}' vs '${first}'). Try using a key other than '${key}' if you meant to execute a different request.`,
  );
}

function keyInUse(key: string): StripeApiError {
  return idempotencyError(
    409,
    `There is currently another in-progress request using this Idempotent Key (that probably means you submitted ` +
      `twice, and the other request is still going through): ${key}. Please try again later.`,
    'idempotency_key_in_use',
  );
}
