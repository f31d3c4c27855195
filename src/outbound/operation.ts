import { randomUUID } from 'node:crypto';
import type { CallOptions } from '../contracts/calls.js';
import { TimeoutError, ValidationError, type FieldIssue } from '../contracts/errors.js';
import { derivedIdempotencyKey, workLimits } from '../platform/context/request-context.js';
import type { CallScope } from './call-scope.js';
import { systemClock, type Clock } from './clock.js';
import { Deadline } from './deadline.js';
import { isIdempotencyKey, stepKey } from './idempotency-key.js';

/** The longest deadline, in ms: a day. */
const MAX_TIMEOUT_MS = 86_400_000;

/** What an operation is called and how long it may take. */
interface About {
  provider: string;
  /** In our words: `payments.create`. */
  operation: string;
  /** When the options name no deadline, in ms. */
  defaultTimeoutMs: number;
  clock?: Clock;
}

/** What distinguishes one call of an operation from its others. */
export interface CallDetails extends Pick<CallScope, 'cache' | 'safety' | 'reference' | 'read' | 'expects'> {
  /** Names this write where an operation makes several, so that each has an idempotency key of its own. */
  step?: string;
}

/** One method of a provider at work: its name, its idempotency key, and the one deadline over all calls it makes. */
export class Operation {
  readonly deadline: Deadline;
  private readonly idempotencyKey: string;

  private constructor(
    { provider, operation, clock = systemClock }: About,
    private readonly options: CallOptions,
    timeoutMs: number,
  ) {
    this.provider = provider;
    this.name = operation;
    this.idempotencyKey =
      options.idempotencyKey ?? derivedIdempotencyKey(`${provider}.${operation}`) ?? randomUUID();
    this.deadline = new Deadline(timeoutMs, options.signal, clock);
  }

  readonly provider: string;
  readonly name: string;

  /**
   * Runs a provider's method as one operation. Its deadline is that of the options, and never later than that of the
   * request or job which it is part of, unless it may wait.
   * @throws ValidationError when the options are not what `CallOptions` describes
   * @throws TimeoutError when the time was up while nothing was on its way to the provider (waiting for a lock, or
   *   before it began)
   */
  static async run<T>(
    about: About,
    options: CallOptions,
    work: (operation: Operation) => Promise<T>,
  ): Promise<T> {
    checkOptions(about, options);
    const operation = new Operation(about, options, boundedMs(about, options));
    try {
      return await work(operation);
    } catch (error) {
      const { deadline } = operation;
      if (!deadline.timedOut || error !== deadline.signal.reason) throw error;
      throw notSent(about, `it waited ${Math.round(deadline.timeoutMs)} ms for its turn`, error);
    } finally {
      operation.deadline.clear();
    }
  }

  /** The idempotency key of a write, or of one of several. */
  keyFor(step?: string): string {
    return step ? stepKey(this.idempotencyKey, step) : this.idempotencyKey;
  }

  /** The scope of one call. */
  scope(endpoint: string, { step, ...details }: CallDetails = {}): CallScope {
    const { connectionId, mayWait } = this.options;
    return {
      operation: this.name,
      endpoint,
      idempotencyKey: this.keyFor(step),
      ...(connectionId !== undefined && { connectionId }),
      ...(mayWait && { mayWait }),
      ...details,
      deadline: this.deadline,
      progress: { attempts: 0 },
    };
  }
}

/** @throws TimeoutError when the request or job at hand is over already: what cannot end in time is not begun */
function boundedMs(about: About, options: CallOptions): number {
  const wished = options.timeoutMs ?? about.defaultTimeoutMs;
  const endsAtMs = options.mayWait ? undefined : workLimits()?.endsAtMs;
  if (endsAtMs === undefined) return wished;
  const leftMs = endsAtMs - performance.now();
  if (leftMs <= 0) throw notSent(about, 'the request or job it belongs to has no time left');
  return Math.min(wished, leftMs);
}

function notSent(about: About, reason: string, cause?: unknown): TimeoutError {
  const message = `${about.provider} ${about.operation} was not sent: ${reason}. Try again.`;
  return new TimeoutError(message, { ...about, cause });
}

function checkOptions(about: About, options: CallOptions): void {
  const { idempotencyKey, timeoutMs, connectionId } = options;
  const details: FieldIssue[] = [];
  if (idempotencyKey !== undefined && !isIdempotencyKey(idempotencyKey)) {
    details.push({ field: 'idempotencyKey', issue: 'must be 1 to 255 printable ASCII characters' });
  }
  if (timeoutMs !== undefined && !(timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS)) {
    details.push({ field: 'timeoutMs', issue: `must be more than 0 and at most ${MAX_TIMEOUT_MS}` });
  }
  if (connectionId !== undefined && !isConnectionId(connectionId)) {
    details.push({ field: 'connectionId', issue: 'must be 1 to 128 letters, digits, _ or -' });
  }
  if (details.length === 0) return;
  const fields = details.map(({ field }) => field).join(', ');
  throw new ValidationError(
    `The options of ${about.operation} are not valid: see ${fields}.`,
    about,
    details,
  );
}

/** It becomes part of keys, where a separator would let one account pass for another. */
function isConnectionId(connectionId: string): boolean {
  return /^[\w-]{1,128}$/.test(connectionId);
}
