import { redactText } from '../../platform/logging/redaction.js';

/** Characters of an error that are kept with the event. */
const MAX_ERROR_LENGTH = 4_000;

/** A handler threw. Its own class, because a handler may fail with the very errors that a lost database shows. */
export class HandlerFailure extends Error {
  override readonly name = 'HandlerFailure';

  constructor(override readonly cause: unknown) {
    super('A webhook handler failed');
  }
}

/** A handler was not done in time. What it wrote through its transaction is undone. */
export class HandlerTimeoutError extends Error {
  override readonly name = 'HandlerTimeoutError';

  constructor(timeoutMs: number) {
    super(
      `The handler was not done within ${timeoutMs} ms. Give it more by timeoutMs, or let it stop by its signal.`,
    );
  }
}

/** The error with its stack, fit to be stored: no secrets, no characters that PostgreSQL refuses, bounded. */
export function describeFailure(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : `Thrown: ${String(error)}`;
  return redactText(text).replaceAll('\0', '').slice(0, MAX_ERROR_LENGTH).toWellFormed();
}
