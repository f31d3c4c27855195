import { CircuitOpenError, IntegrationError, RateLimitError } from '../../contracts/errors.js';
import type { NotificationStatus } from '../../contracts/notifications.js';
import { redactText } from '../../platform/logging/redaction.js';
import type { NotificationRow } from '../records/notification-row.js';
import type { Outcome } from './outcome.js';
import { PATIENCE, type Patience } from './patience.js';

/** A line of a notification's history. */
interface HistoryLine {
  readonly type: string;
  readonly provider?: string;
  readonly detail?: string;
}

/** What an outcome makes of a notification. */
export interface Settlement {
  readonly id: string;
  /** The attempt that it is about: for another one, it says nothing. */
  readonly attemptFrom: Date | null;
  readonly status: NotificationStatus;
  readonly step: number;
  readonly refusedSteps: readonly number[];
  readonly rounds: number;
  readonly looks: number;
  /** Whether the attempt stays open: until its outcome is known, nothing else is sent. */
  readonly open: boolean;
  readonly dueAt: Date | null;
  readonly provider: string | null;
  readonly messageId: string | null;
  readonly sentAt: Date | null;
  readonly errorCode: string | null;
  readonly error: string | null;
  readonly history: readonly HistoryLine[];
}

/**
 * What happens next to a notification. Pure. While an outcome is unknown, the answer is never to send; what was refused
 * for good is not tried again; a route is gone through in its order, and then, if it is durable, once more after a while.
 */
export function nextStep(
  row: NotificationRow,
  outcome: Outcome,
  nowMs: number,
  patience: Patience = PATIENCE,
): Settlement {
  const provider = row.route[row.step]?.provider;
  const line = (type: string, error?: Error): HistoryLine => ({
    type,
    ...(provider !== undefined && { provider }),
    ...(error && { detail: messageOf(error) }),
  });
  const unchanged = {
    id: row.id,
    attemptFrom: row.attemptFrom,
    status: row.status,
    step: row.step,
    refusedSteps: row.refusedSteps,
    rounds: row.rounds,
    looks: row.looks,
    provider: row.provider,
    messageId: row.messageId,
    sentAt: row.sentAt,
    errorCode: row.errorCode,
    error: row.error,
  };
  switch (outcome.kind) {
    case 'sent': {
      const { provider: sentBy, messageId, sentAt } = outcome.message;
      return {
        ...unchanged,
        ...NO_ERROR,
        status: 'sent',
        provider: sentBy,
        messageId,
        sentAt,
        open: false,
        dueAt: null,
        history: [line('sent')],
      };
    }
    case 'unknown':
      return {
        ...unchanged,
        ...describe(outcome.error),
        open: true,
        looks: 0,
        dueAt: lookAt(0),
        history: [line('outcome_unknown', outcome.error)],
      };
    case 'undecided':
      return undecided(outcome.error);
    case 'absent': {
      const lateUntilMs = (row.attemptUntil?.getTime() ?? 0) + patience.lateMs;
      // A message that is still on its way could arrive after another one was sent.
      if (nowMs < lateUntilMs) return { ...unchanged, open: true, dueAt: new Date(lateUntilMs), history: [] };
      return onwards(new Error('Its answer was lost, and it has not arrived.'), 'not_arrived', []);
    }
    case 'refused':
      return onwards(outcome.error, 'refused', [row.step]);
    default:
      return isHeldBack(outcome.error)
        ? heldBack(outcome.error)
        : onwards(outcome.error, 'attempt_failed', []);
  }

  function lookAt(look: number): Date | null {
    const delayMs = patience.lookDelaysMs[look];
    return delayMs === undefined ? null : new Date(nowMs + delayMs);
  }

  function undecided(error: Error): Settlement {
    const dueAt = lookAt(row.looks + 1);
    const looked = { ...unchanged, looks: row.looks + 1, open: true, dueAt };
    if (dueAt) return { ...looked, history: [] };
    return { ...looked, status: 'dead', open: false, history: [line('dead', error)] };
  }

  /** Our own limits: nothing left, and nothing is wrong. */
  function heldBack(error: Error): Settlement {
    const dueAt = new Date(nowMs + Math.max(1_000, retryAfterMs(error)));
    if (row.mode === 'durable') return { ...unchanged, ...describe(error), open: false, dueAt, history: [] };
    return onwards(error, 'attempt_failed', []);
  }

  function onwards(error: Error, type: string, refused: readonly number[]): Settlement {
    const refusedSteps = [...row.refusedSteps, ...refused];
    const settled = {
      ...unchanged,
      ...describe(error),
      refusedSteps,
      open: false,
      looks: 0,
      history: [line(type, error)],
    };
    const open = row.route.map((_way, step) => step).filter((step) => !refusedSteps.includes(step));
    const next = open.find((step) => step > row.step);
    if (next !== undefined) return { ...settled, step: next, dueAt: new Date(nowMs) };
    const [first] = open;
    if (first === undefined || row.mode === 'now') return { ...settled, status: 'failed', dueAt: null };
    const delayMs = patience.retryDelaysMs[row.rounds];
    if (delayMs === undefined) {
      const history = [...settled.history, line('dead', error)];
      return { ...settled, status: 'dead', dueAt: null, history };
    }
    const waitMs = Math.max(jittered(delayMs), retryAfterMs(error));
    return { ...settled, step: first, rounds: row.rounds + 1, dueAt: new Date(nowMs + waitMs) };
  }
}

const NO_ERROR = { errorCode: null, error: null };

function isHeldBack(error: Error): boolean {
  return error instanceof IntegrationError && ['RATE_LIMITED', 'OVERLOADED'].includes(error.code);
}

function retryAfterMs(error: Error): number {
  return error instanceof RateLimitError || error instanceof CircuitOpenError ? error.retryAfterMs : 0;
}

/** Not all that failed together comes again together: between half the wait and all of it. */
function jittered(delayMs: number): number {
  return Math.round(delayMs * (0.5 + Math.random() / 2));
}

function describe(error: Error): { errorCode: string; error: string } {
  return {
    errorCode: error instanceof IntegrationError ? error.code : 'INTERNAL_ERROR',
    error: messageOf(error),
  };
}

/** Errors of providers quote what they were sent; a fault of our own is told in the log, not to callers. */
function messageOf(error: Error): string {
  return redactText(error.message).slice(0, 500);
}
