import { Stripe } from 'stripe';
import {
  AuthenticationError,
  ConflictError,
  IdempotencyConflictError,
  NotFoundError,
  PaymentDeclinedError,
  PermissionError,
  ProviderError,
  ProviderUnavailableError,
  RateLimitError,
  UnprocessableError,
  ValidationError,
  type IntegrationError,
  type IntegrationErrorOptions,
} from '../../contracts/errors.js';
import { retryAfterMs } from '../../outbound/retry/retry-after.js';
import { redactText } from '../../platform/logging/redaction.js';
import { RoadFailure } from './stripe.http-client.js';
import { fieldOf } from './payments/fields.js';

type StripeError = Stripe.errors.StripeError;
type Becomes = (message: string, options: IntegrationErrorOptions, error: StripeError) => IntegrationError;

/** A kind of refusal. What is left out fits everything; `status` 500 stands for all of 5xx. */
interface Row {
  type?: string;
  code?: readonly string[];
  param?: readonly string[];
  status?: number;
  becomes: Becomes;
}

/** How long to wait after a 429 that names no time, in ms. */
const DEFAULT_WAIT_MS = 1000;

const invalid: Becomes = (message, options, { param, message: issue }) =>
  new ValidationError(message, options, param ? [{ field: fieldOf(param), issue: redactText(issue) }] : []);
const declined: Becomes = (message, options, { decline_code, code, payment_intent }) =>
  new PaymentDeclinedError(message, options, decline_code || code || 'generic_decline', payment_intent?.id);
const conflict: Becomes = (message, options) => new ConflictError(message, options);
const keyReused: Becomes = (message, options) => new IdempotencyConflictError(message, options);
const notFound: Becomes = (message, options) => new NotFoundError(message, options);
const unprocessable: Becomes = (message, options) => new UnprocessableError(message, options);
const unauthenticated: Becomes = (message, options) =>
  new AuthenticationError(`${message} Check STRIPE_SECRET_KEY.`, options);
const forbidden: Becomes = (message, options) =>
  new PermissionError(`${message} Check the permissions of STRIPE_SECRET_KEY.`, options);
const unavailable: Becomes = (message, options) => new ProviderUnavailableError(message, options);
const limited: Becomes = (message, options, { headers }) =>
  new RateLimitError(message, options, retryAfterMs(headers?.['retry-after']) ?? DEFAULT_WAIT_MS);

/**
 * What each refusal of Stripe's means. The first row that fits decides: what has a name of its own, then the type,
 * then the status.
 * @see https://docs.stripe.com/error-codes
 */
const TABLE: readonly Row[] = [
  { type: 'card_error', becomes: declined },
  { code: ['rate_limit', 'lock_timeout'], becomes: limited },
  { code: ['idempotency_key_in_use'], becomes: conflict },
  { code: ['resource_missing'], param: ['customer', 'payment_method', 'starting_after'], becomes: invalid },
  { code: ['resource_missing'], becomes: notFound },
  { code: ['payment_intent_unexpected_state', 'intent_invalid_state'], becomes: conflict },
  { code: ['charge_already_captured', 'charge_already_refunded'], becomes: conflict },
  { code: ['charge_expired_for_capture', 'capture_charge_authorization_expired'], becomes: conflict },
  { code: ['charge_disputed', 'refund_disputed_payment', 'charge_not_refundable'], becomes: conflict },
  { code: ['insufficient_funds', 'balance_insufficient'], becomes: unprocessable },
  { code: ['api_key_expired', 'platform_api_key_expired', 'secret_key_required'], becomes: unauthenticated },
  { code: ['testmode_charges_only', 'livemode_mismatch', 'account_invalid'], becomes: forbidden },
  { type: 'idempotency_error', becomes: keyReused },
  { status: 400, becomes: invalid },
  { status: 401, becomes: unauthenticated },
  { status: 402, becomes: unprocessable },
  { status: 403, becomes: forbidden },
  { status: 404, becomes: notFound },
  { status: 409, becomes: conflict },
  { status: 429, becomes: limited },
  { status: 500, becomes: unavailable },
  { becomes: (message, options) => new ProviderError(message, options) },
];

/**
 * Translates whatever an SDK call threw. A refusal by Stripe goes through the table; a failure of the road, or a fault
 * of our own, comes out as it is.
 */
export function toIntegrationError(error: unknown, options: IntegrationErrorOptions): unknown {
  if (!(error instanceof Stripe.errors.StripeError)) return error;
  if (error.detail instanceof RoadFailure) return error.detail.cause;
  const row = TABLE.find((candidate) => fits(candidate, error));
  // Stripe quotes what it was sent; a key in the wrong place must not travel on.
  const message = `Stripe refused ${options.operation}: ${redactText(error.message)}`;
  return row?.becomes(message, { ...options, ...describe(error), cause: error }, error) ?? error;
}

function fits({ type, code, param, status }: Row, error: StripeError): boolean {
  const { rawType, statusCode = 0 } = error;
  if (type && type !== rawType) return false;
  if (code && !code.includes(error.code ?? '')) return false;
  if (param && !param.includes(error.param ?? '')) return false;
  return !status || status === statusCode || (status === 500 && statusCode > 500);
}

function describe({ statusCode, requestId }: StripeError): Partial<IntegrationErrorOptions> {
  return { ...(statusCode && { status: statusCode }), ...(requestId && { requestId }) };
}
