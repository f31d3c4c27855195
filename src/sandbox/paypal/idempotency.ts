import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, issue, PayPalApiError } from './errors.js';
import type { State } from './state.js';

/** A write that carries a `PayPal-Request-Id`. */
export interface KeyedRequest {
  key: string;
  method: string;
  path: string;
}

/**
 * Carries a request out once per endpoint and `PayPal-Request-Id`, and answers its repeats with the first answer, which
 * Orders gives as 200 where it was 201. Like PayPal it does not look at the body of a repeat. A refusal is not kept: it
 * changed nothing.
 * @see https://developer.paypal.com/reference/guidelines/idempotency/
 */
export class Idempotency {
  private readonly running = new Set<string>();

  constructor(private readonly state: State) {}

  /** Executes at most once, `pauseMs` milliseconds after taking the key. @throws PayPalApiError 409 meanwhile */
  async once({ key, method, path }: KeyedRequest, execute: () => Answer, pauseMs: number): Promise<Answer> {
    const id = `${method} ${path} ${key}`;
    const stored = this.state.table('answer').get(id);
    if (stored) return repeated(stored, path);
    if (this.running.has(id)) {
      throw new PayPalApiError('RESOURCE_CONFLICT', [issue('PREVIOUS_REQUEST_IN_PROGRESS')]);
    }
    this.running.add(id);
    try {
      if (pauseMs > 0) await sleep(pauseMs);
      return this.state.transaction(() => {
        const answer = execute();
        this.state.put('answer', { id, ...answer, created: Math.floor(Date.now() / 1000) });
        return answer;
      });
    } finally {
      this.running.delete(id);
    }
  }
}

/** Payments repeats the status, too; its description has no 200 for what it creates. */
function repeated({ status, body }: Answer, path: string): Answer {
  const isOrder = path.startsWith('/v2/checkout/');
  return { status: isOrder && status === 201 ? 200 : status, ...(body && { body }) };
}
