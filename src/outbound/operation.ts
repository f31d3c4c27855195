import { randomUUID } from 'node:crypto';
import type { CallOptions } from '../contracts/calls.js';
import { TimeoutError, ValidationError, type FieldIssue } from '../contracts/errors.js';
import type { CallScope } from './call-scope.js';
import { Deadline } from './deadline.js';
import { isIdempotencyKey, stepKey } from './idempotency-key.js';

/** The longest deadline, in ms: a day. */
const MAX_TIMEOUT_MS = 86_400_000;

/** One method of a provider at work: its name, its idempotency key, and the one deadline over all calls it makes. */
export class Operation {
  readonly deadline: Deadline;
  private readonly idempotencyKey: string;

  private constructor(
    readonly provider: string,
    readonly name: string,
    options: CallOptions,
    defaultTimeoutMs: number,
  ) {
    this.idempotencyKey = options.idempotencyKey ?? randomUUID();
    this.deadline = new Deadline(options.timeoutMs ?? defaultTimeoutMs, options.signal);
  }

  /**
   * Runs a provider's method as one operation.
   * @throws ValidationError when the options are not what `CallOptions` describes
   * @throws TimeoutError when the time was up while nothing was on its way to the provider (waiting for a lock)
   */
  static async run<T>(
    about: { provider: string; operation: string; defaultTimeoutMs: number },
    options: CallOptions,
    work: (operation: Operation) => Promise<T>,
  ): Promise<T> {
    checkOptions(about, options);
    const operation = new Operation(about.provider, about.operation, options, about.defaultTimeoutMs);
    try {
      return await work(operation);
    } catch (error) {
      const { deadline } = operation;
      if (!deadline.timedOut || error !== deadline.signal.reason) throw error;
      const message = `${about.provider} ${about.operation} was not sent: it waited ${deadline.timeoutMs} ms for its turn. Try again.`;
      throw new TimeoutError(message, { ...about, cause: error });
    } finally {
      operation.deadline.clear();
    }
  }

  /** The scope of one call. An operation with several writes names each `step`, so that each has a key of its own. */
  scope(endpoint: string, step?: string): CallScope {
    return {
      operation: this.name,
      endpoint,
      idempotencyKey: step ? stepKey(this.idempotencyKey, step) : this.idempotencyKey,
      deadline: this.deadline,
      progress: { attempts: 0 },
    };
  }
}

function checkOptions(about: { provider: string; operation: string }, options: CallOptions): void {
  const { idempotencyKey, timeoutMs, connectionId } = options;
  const details: FieldIssue[] = [];
  if (idempotencyKey !== undefined && !isIdempotencyKey(idempotencyKey)) {
    details.push({ field: 'idempotencyKey', issue: 'must be 1 to 255 printable ASCII characters' });
  }
  if (timeoutMs !== undefined && !(timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS)) {
    details.push({ field: 'timeoutMs', issue: `must be more than 0 and at most ${MAX_TIMEOUT_MS}` });
  }
  if (connectionId !== undefined) {
    details.push({ field: 'connectionId', issue: 'connected accounts are not supported yet; leave it out' });
  }
  if (details.length === 0) return;
  const fields = details.map(({ field }) => field).join(', ');
  throw new ValidationError(
    `The options of ${about.operation} are not valid: see ${fields}.`,
    about,
    details,
  );
}
