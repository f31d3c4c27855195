/**
 * The one error family of Hookline. A class is named for what the caller can do about it; `code` is the word that
 * the HTTP API shows for it. Messages say what happened, to what, and what to do next; they never carry a secret.
 */
export type ErrorCode =
  | 'VALIDATION_ERROR'
  | 'PAYMENT_DECLINED'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'IDEMPOTENCY_KEY_REUSED'
  | 'UNPROCESSABLE'
  | 'PROVIDER_NOT_CONFIGURED'
  | 'CONNECTION_NEEDS_REAUTH'
  | 'RATE_LIMITED'
  | 'PROVIDER_ERROR'
  | 'PROVIDER_AUTHENTICATION_FAILED'
  | 'PROVIDER_RESPONSE_INVALID'
  | 'PROVIDER_UNAVAILABLE'
  | 'CIRCUIT_OPEN'
  | 'OVERLOADED'
  | 'PROVIDER_TIMEOUT'
  | 'OUTCOME_UNKNOWN';

/** One wrong field of an input. */
export interface FieldIssue {
  /** Path in the input, dotted: `metadata.order_id`. */
  field: string;
  /** What is wrong and what is expected. */
  issue: string;
}

/** Where an error arose. `requestId` is the provider's own id of the request, to quote to its support. */
export interface IntegrationErrorOptions {
  provider: string;
  /** The operation in our words: `payments.create`. */
  operation: string;
  /** The provider's HTTP status, when there was an answer. */
  status?: number;
  requestId?: string;
  /** How often the call was tried, refused connections included; 0 when it was not tried at all. */
  attempts?: number;
  cause?: unknown;
}

/** Base of everything that can go wrong with a provider. */
export abstract class IntegrationError extends Error {
  abstract readonly code: ErrorCode;
  /** Whether the same call may succeed later without any change to it. */
  readonly retryable: boolean = false;
  readonly provider: string;
  readonly operation: string;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly attempts: number;

  constructor(message: string, options: IntegrationErrorOptions) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.provider = options.provider;
    this.operation = options.operation;
    this.status = options.status;
    this.requestId = options.requestId;
    this.attempts = options.attempts ?? 0;
  }
}

/** The provider refused our credentials: they are wrong, revoked or expired. */
export class AuthenticationError extends IntegrationError {
  readonly code = 'PROVIDER_AUTHENTICATION_FAILED';
}

/** The credentials are good, but they may not do this. */
export class PermissionError extends IntegrationError {
  readonly code = 'PROVIDER_AUTHENTICATION_FAILED';
}

/** The provider has no object of that id. */
export class NotFoundError extends IntegrationError {
  readonly code = 'NOT_FOUND';
}

/** The input is wrong; `details` names each field. Correct it before trying again. */
export class ValidationError extends IntegrationError {
  readonly code = 'VALIDATION_ERROR';

  constructor(
    message: string,
    options: IntegrationErrorOptions,
    readonly details: readonly FieldIssue[] = [],
  ) {
    super(message, options);
  }
}

/** The object is in a state that does not allow this (capturing a cancelled payment). */
export class ConflictError extends IntegrationError {
  readonly code = 'CONFLICT';
}

/** The input is well-formed but cannot be carried out (a refund above what was captured). */
export class UnprocessableError extends IntegrationError {
  readonly code = 'UNPROCESSABLE';
}

/** The provider asks us to slow down. */
export class RateLimitError extends IntegrationError {
  readonly code = 'RATE_LIMITED';
  override readonly retryable = true;

  constructor(
    message: string,
    options: IntegrationErrorOptions,
    /** How long to wait before the next call, in milliseconds. */
    readonly retryAfterMs: number,
  ) {
    super(message, options);
  }
}

/** No answer within the deadline, to a call that is safe to repeat. */
export class TimeoutError extends IntegrationError {
  readonly code = 'PROVIDER_TIMEOUT';
  override readonly retryable = true;
}

/** The provider was never reached, or the connection broke during a call that is safe to repeat. */
export class ConnectionError extends IntegrationError {
  readonly code = 'PROVIDER_UNAVAILABLE';
  override readonly retryable = true;
}

/** The provider answered that it cannot serve at the moment (5xx). */
export class ProviderUnavailableError extends IntegrationError {
  readonly code = 'PROVIDER_UNAVAILABLE';
  override readonly retryable = true;
}

/** The circuit breaker holds calls back because the provider has been failing. */
export class CircuitOpenError extends IntegrationError {
  readonly code = 'CIRCUIT_OPEN';
  override readonly retryable = true;

  constructor(
    message: string,
    options: IntegrationErrorOptions,
    /** When the next trial call goes through, in milliseconds. */
    readonly retryAfterMs: number,
  ) {
    super(message, options);
  }
}

/** More calls wait for this provider in this process than there is room for. None of this one was sent. */
export class OverloadedError extends IntegrationError {
  readonly code = 'OVERLOADED';
  override readonly retryable = true;
}

/** The bank or the provider declined the payment. Show the customer `declineCode`'s meaning, not the raw code. */
export class PaymentDeclinedError extends IntegrationError {
  readonly code = 'PAYMENT_DECLINED';

  constructor(
    message: string,
    options: IntegrationErrorOptions,
    /** The provider's reason: `insufficient_funds`, `authentication_required`, … */
    readonly declineCode: string,
    /** The payment that was declined, when the provider created one. */
    readonly paymentId?: string,
  ) {
    super(message, options);
  }
}

/** The idempotency key was used before with other parameters. */
export class IdempotencyConflictError extends IntegrationError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
}

/** The provider answered, but not in the form that it documents. The call has happened and is not repeated. */
export class ResponseFormatError extends IntegrationError {
  readonly code = 'PROVIDER_RESPONSE_INVALID';
}

/**
 * The request left, no answer came back, and it may not be repeated. Neither a success nor a failure: look the
 * object up before you act. Repeating the call with the same idempotency key is safe where the provider honours one.
 */
export class OutcomeUnknownError extends IntegrationError {
  readonly code = 'OUTCOME_UNKNOWN';
  /** The record in which Hookline goes on looking for what became of the call; `GET /v1/unknown-outcomes/:id`. */
  recordId?: string;
}

/** The provider's environment variables are missing; the message names them. */
export class NotConfiguredError extends IntegrationError {
  readonly code = 'PROVIDER_NOT_CONFIGURED';
}

/** The connected account has to be connected again by somebody who may: its access has ended. */
export class ConnectionNeedsReauthError extends IntegrationError {
  readonly code = 'CONNECTION_NEEDS_REAUTH';

  constructor(
    message: string,
    options: IntegrationErrorOptions,
    readonly connectionId: string,
  ) {
    super(message, options);
  }
}

/** Any refusal that the provider's error table does not know. */
export class ProviderError extends IntegrationError {
  readonly code = 'PROVIDER_ERROR';
}
