import {
  IntegrationError,
  OutcomeUnknownError,
  ResponseFormatError,
  type ErrorCode,
} from '../../contracts/errors.js';
import type { SentMessage } from '../../contracts/notifications.js';

/** What an attempt, or a look at the provider after one, has shown. */
export type Outcome =
  | { readonly kind: 'sent'; readonly message: SentMessage }
  /** It did not go, and never will this way. */
  | { readonly kind: 'refused'; readonly error: Error }
  /** It did not go this time. */
  | { readonly kind: 'failed'; readonly error: Error }
  /** It may have gone. */
  | { readonly kind: 'unknown'; readonly error: Error }
  /** The provider was asked, and does not have it. */
  | { readonly kind: 'absent' }
  /** The provider was asked, and could not tell. */
  | { readonly kind: 'undecided'; readonly error: Error };

/** Refusals that an operator or an admin can end, so that trying again later makes sense. */
const MENDABLE: ReadonlySet<ErrorCode> = new Set([
  'PROVIDER_AUTHENTICATION_FAILED',
  'CONNECTION_NEEDS_REAUTH',
  'PROVIDER_NOT_CONFIGURED',
]);

/** What an error of a notifier says about the message. What is not certain counts as unknown. */
export function outcomeOf(error: unknown): Outcome {
  const known = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof IntegrationError)) return { kind: 'unknown', error: known };
  if (error instanceof OutcomeUnknownError || error instanceof ResponseFormatError) {
    return { kind: 'unknown', error };
  }
  return { kind: error.retryable || MENDABLE.has(error.code) ? 'failed' : 'refused', error };
}
