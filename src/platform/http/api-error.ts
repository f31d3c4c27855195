import type { FieldIssue } from '../../contracts/errors.js';
import type { EdgeErrorCode } from './error-codes.js';

interface ApiErrorOptions extends ErrorOptions {
  details?: readonly FieldIssue[];
  /** When to try again, in seconds; sent as `Retry-After`. */
  retryAfterSeconds?: number;
  /**
   * What is wrong with the credential, for programs: sent in `WWW-Authenticate`.
   * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
   */
  challenge?: Challenge;
}

/** Auth-params of the scheme `Bearer`. Values hold neither quotes nor backslashes. */
type Challenge = { error: 'invalid_token' } | { error: 'insufficient_scope'; scope: string | undefined };

/** A refusal by the HTTP edge itself, with the code that the caller sees. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly details: readonly FieldIssue[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly challenge: Challenge | undefined;

  constructor(
    readonly code:
      | EdgeErrorCode
      | 'NOT_FOUND'
      | 'VALIDATION_ERROR'
      | 'IDEMPOTENCY_KEY_REUSED'
      | 'CONFLICT'
      | 'UNPROCESSABLE',
    message: string,
    options: ApiErrorOptions = {},
  ) {
    super(message, options);
    this.details = options.details;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.challenge = options.challenge;
  }
}
