import type { ErrorCode } from '../../contracts/errors.js';

/** The errors of the HTTP edge itself; those of providers are {@link ErrorCode}s. */
export type EdgeErrorCode =
  | 'MALFORMED_JSON'
  | 'IDEMPOTENCY_KEY_REQUIRED'
  | 'UNAUTHENTICATED'
  | 'INVALID_SIGNATURE'
  | 'FORBIDDEN'
  | 'METHOD_NOT_ALLOWED'
  | 'IDEMPOTENCY_IN_PROGRESS'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'INTERNAL_ERROR'
  | 'OVERLOADED'
  | 'DATABASE_UNAVAILABLE';

export type ApiErrorCode = ErrorCode | EdgeErrorCode;

/** Every code that the API answers, its status, what it means and what the caller can do. Shown at `/docs/errors`. */
export const ERROR_CODES: Record<ApiErrorCode, { status: number; meaning: string; remedy: string }> = {
  VALIDATION_ERROR: {
    status: 400,
    meaning: 'The request is well-formed, but some fields are wrong.',
    remedy: 'Correct the fields that `details` names and send it again.',
  },
  MALFORMED_JSON: {
    status: 400,
    meaning: 'The body is not JSON.',
    remedy: 'Send one JSON object with `Content-Type: application/json`.',
  },
  IDEMPOTENCY_KEY_REQUIRED: {
    status: 400,
    meaning:
      'A request that moves money needs an `Idempotency-Key` header, so that a repeat does not act twice.',
    remedy: 'Add the header with a value of your own, unique to this action, such as the order id or a UUID.',
  },
  UNAUTHENTICATED: {
    status: 401,
    meaning: 'The API key or access token is missing, unknown, revoked or expired.',
    remedy:
      'Send `Authorization: Bearer hl_…`. Make a key with `npx hookline api-keys create`; get a new access token from its issuer.',
  },
  INVALID_SIGNATURE: {
    status: 401,
    meaning:
      'The webhook was not signed with one of the configured secrets, or too long ago: five minutes for most providers.',
    remedy:
      '`GET /v1/webhook-rejections` has the request and the reason. Compare the secret at the provider with the variable here, and check both clocks.',
  },
  PAYMENT_DECLINED: {
    status: 402,
    meaning: 'The bank or the provider declined the payment.',
    remedy: 'Ask the customer for another way to pay. `details` has the decline code.',
  },
  FORBIDDEN: {
    status: 403,
    meaning: 'The API key or access token is good, but lacks the scope for this route.',
    remedy: 'Use one with the scope that the message names.',
  },
  NOT_FOUND: {
    status: 404,
    meaning: 'There is no such route, object or provider.',
    remedy: 'Check the address and the id.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    meaning: 'The HTTP method is not one that Hookline knows.',
    remedy: 'Use the method that the documentation shows for this route.',
  },
  CONFLICT: {
    status: 409,
    meaning: 'The object is in a state that does not allow this.',
    remedy: 'Read the object and decide again.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    status: 409,
    meaning: 'A request with this `Idempotency-Key` is still running.',
    remedy: 'Send the very same request again after `Retry-After` seconds.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    meaning: 'The body is larger than the route takes: 1 MiB, where nothing else is said.',
    remedy: 'Send less.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    meaning: 'The body is not of a type that this route reads.',
    remedy: 'Send JSON with `Content-Type: application/json`.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    meaning: 'This `Idempotency-Key` was used before with another request.',
    remedy: 'Use a new key for a new action.',
  },
  UNPROCESSABLE: {
    status: 422,
    meaning:
      'The request is well-formed, but cannot be carried out, such as a refund above what was captured.',
    remedy: 'Read the message; change what you ask for.',
  },
  PROVIDER_NOT_CONFIGURED: {
    status: 424,
    meaning: 'The provider has no credentials.',
    remedy: 'Set the environment variable that the message names.',
  },
  CONNECTION_NEEDS_REAUTH: {
    status: 424,
    meaning: 'The connected account has lost its access: it expired, was revoked, or was disconnected.',
    remedy:
      'Have it connected again: in the console, or by a link from `POST /v1/connect-links`. `GET /v1/connections/:id` says why.',
  },
  RATE_LIMITED: {
    status: 429,
    meaning: 'Too many calls to this provider, too many requests to Hookline, or too many that were refused.',
    remedy: 'Wait for `Retry-After` seconds.',
  },
  INTERNAL_ERROR: {
    status: 500,
    meaning: 'Something is wrong in Hookline itself.',
    remedy: 'Look for the correlation id in the log.',
  },
  PROVIDER_ERROR: {
    status: 502,
    meaning: 'The provider refused in a way that has no code of its own here.',
    remedy: 'Read the message; it is the provider’s.',
  },
  PROVIDER_AUTHENTICATION_FAILED: {
    status: 502,
    meaning: 'The provider refused our credentials, or they may not do this.',
    remedy: 'Check the provider’s key and its permissions.',
  },
  PROVIDER_RESPONSE_INVALID: {
    status: 502,
    meaning: 'The provider answered in a form that it does not document. The action may have happened.',
    remedy: 'Read the object before you act again.',
  },
  PROVIDER_UNAVAILABLE: {
    status: 503,
    meaning: 'The provider cannot be reached, or says that it cannot serve.',
    remedy: 'Try again later with the same `Idempotency-Key`.',
  },
  CIRCUIT_OPEN: {
    status: 503,
    meaning: 'The provider has been failing, so calls to it are held back.',
    remedy: 'Try again after `Retry-After` seconds.',
  },
  OVERLOADED: {
    status: 503,
    meaning: 'More requests are waiting than can be served in time.',
    remedy: 'Try again after `Retry-After` seconds.',
  },
  DATABASE_UNAVAILABLE: {
    status: 503,
    meaning: 'Hookline’s database does not answer, so nothing was accepted.',
    remedy: 'Try again after `Retry-After` seconds; see `/health/ready`.',
  },
  PROVIDER_TIMEOUT: {
    status: 504,
    meaning: 'The provider did not answer in time. Nothing was changed by this call.',
    remedy: 'Try again.',
  },
  OUTCOME_UNKNOWN: {
    status: 504,
    meaning:
      'The request was sent, and no answer came back. It may or may not have happened, and was not repeated.',
    remedy:
      'See what `GET /v1/unknown-outcomes/:id` finds out about the `record_id` in `details`. Where the provider honours idempotency keys (payments), sending it again with the same `Idempotency-Key` is safe, too.',
  },
};
