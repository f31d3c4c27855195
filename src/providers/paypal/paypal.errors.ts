import { z } from 'zod';
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
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { statedWaitMs } from '../../outbound/retry/retry-after.js';
import { redactText } from '../../platform/logging/redaction.js';
import { fieldOf } from './payments/fields.js';

/** One fault among the `details` of a refusal. */
interface Detail {
  issue: string;
  field?: string | undefined;
  description?: string | undefined;
}

type Becomes = (
  message: string,
  options: IntegrationErrorOptions,
  details: readonly Detail[],
) => IntegrationError;

/** A kind of refusal, by the first of its issues or by its status. `status` 500 stands for all of 5xx. */
interface Row {
  issues?: string;
  status?: number;
  /** Only of this operation. */
  operation?: string;
  becomes: Becomes;
}

/** How long to wait after a 429 that names no time, in ms. */
const DEFAULT_WAIT_MS = 1000;

const errorBody = z.object({
  name: z.string(),
  message: z.string().optional(),
  debug_id: z.string().optional(),
  details: z
    .array(z.object({ issue: z.string(), field: z.string().optional(), description: z.string().optional() }))
    .catch([])
    .default([]),
});
type ErrorBody = z.output<typeof errorBody>;

const declined: Becomes = (message, options, [first]) =>
  new PaymentDeclinedError(message, options, first?.issue ?? 'DECLINED');
const conflict: Becomes = (message, options) => new ConflictError(message, options);
const unprocessable: Becomes = (message, options) => new UnprocessableError(message, options);
const notFound: Becomes = (message, options) => new NotFoundError(message, options);
const keyReused: Becomes = (message, options) => new IdempotencyConflictError(message, options);
const unavailable: Becomes = (message, options) =>
  new ProviderUnavailableError(`${message} Try again later.`, options);
const unauthenticated: Becomes = (message, options) =>
  new AuthenticationError(`${message} Check PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET.`, options);
const forbidden: Becomes = (message, options) =>
  new PermissionError(
    `${message} Check what the app of PAYPAL_CLIENT_ID and its PayPal account may do.`,
    options,
  );

/** Of the fields that PayPal names; of `field` where it names none. */
const invalid =
  (field?: string): Becomes =>
  (message, options, details) =>
    new ValidationError(
      message,
      options,
      details.flatMap((detail) => {
        const name = detail.field ? fieldOf(detail.field, options.operation) : field;
        return name ? [{ field: name, issue: redactText(detail.description ?? detail.issue) }] : [];
      }),
    );

/**
 * What each refusal of PayPal's means. The first row that fits decides: its issue, then its status.
 * @see https://developer.paypal.com/api/rest/reference/orders/v2/errors/
 * @see https://developer.paypal.com/docs/api/payments/v2/#errors
 */
const TABLE: readonly Row[] = [
  {
    operation: 'payments.refund',
    issues: 'PAYER_ACCOUNT_LOCKED_OR_CLOSED TRANSACTION_REFUSED',
    becomes: unprocessable,
  },
  {
    issues:
      'INSTRUMENT_DECLINED PAYER_ACTION_REQUIRED REDIRECT_PAYER_FOR_ALTERNATE_FUNDING PAYER_CANNOT_PAY ' +
      'PAYER_ACCOUNT_LOCKED_OR_CLOSED PAYER_ACCOUNT_RESTRICTED CARD_EXPIRED REFERENCED_CARD_EXPIRED TOKEN_EXPIRED ' +
      'CARD_BRAND_NOT_SUPPORTED PAYMENT_SOURCE_DECLINED_BY_PROCESSOR PAYMENT_SOURCE_CANNOT_BE_USED ' +
      'PAYMENT_SOURCE_INFO_CANNOT_BE_VERIFIED AGREEMENT_ALREADY_CANCELLED TRANSACTION_REFUSED ' +
      'TRANSACTION_LIMIT_EXCEEDED TRANSACTION_RECEIVING_LIMIT_EXCEEDED TRANSACTION_BLOCKED_BY_PAYEE ' +
      'PAYEE_BLOCKED_TRANSACTION COMPLIANCE_VIOLATION DECLINED_DUE_TO_RELATED_TXN AUTHORIZATION_DENIED ' +
      'MAX_NUMBER_OF_PAYMENT_ATTEMPTS_EXCEEDED',
    becomes: declined,
  },
  {
    issues:
      'ORDER_ALREADY_CAPTURED ORDER_ALREADY_AUTHORIZED ORDER_ALREADY_COMPLETED ORDER_COMPLETED_OR_VOIDED ' +
      'ORDER_NOT_APPROVED ORDER_EXPIRED ORDER_COMPLETION_IN_PROGRESS ACTION_DOES_NOT_MATCH_INTENT ' +
      'AUTHORIZATION_VOIDED AUTHORIZATION_EXPIRED AUTHORIZATION_ALREADY_CAPTURED MAX_CAPTURE_COUNT_EXCEEDED ' +
      'PREVIOUSLY_CAPTURED PREVIOUSLY_VOIDED CANNOT_BE_VOIDED CAPTURE_FULLY_REFUNDED PENDING_CAPTURE ' +
      'REFUND_NOT_ALLOWED REFUND_TIME_LIMIT_EXCEEDED REFUND_NOT_PERMITTED_DUE_TO_CHARGEBACK TRANSACTION_DISPUTED ' +
      'MAX_NUMBER_OF_REFUNDS_EXCEEDED DUPLICATE_INVOICE_ID PREVIOUS_REQUEST_IN_PROGRESS',
    becomes: conflict,
  },
  // There is no resource yet that could be missing: it is the vaulted method.
  { operation: 'payments.create', issues: 'INVALID_RESOURCE_ID', becomes: invalid('paymentMethod') },
  { issues: 'INVALID_RESOURCE_ID', becomes: notFound },
  { issues: 'DUPLICATE_REQUEST_ID', becomes: keyReused },
  {
    issues: 'INVALID_CURRENCY_CODE CURRENCY_NOT_SUPPORTED_FOR_BANK MULTI_CURRENCY_ORDER',
    becomes: invalid('currency'),
  },
  {
    issues:
      'CANNOT_BE_ZERO_OR_NEGATIVE CANNOT_BE_NEGATIVE DECIMAL_PRECISION DECIMALS_NOT_SUPPORTED MAX_VALUE_EXCEEDED',
    becomes: invalid('amount'),
  },
  {
    issues:
      'TOKEN_ID_NOT_FOUND IDENTIFIER_NOT_FOUND BILLING_AGREEMENT_NOT_FOUND MISMATCHED_VAULT_ID_TO_PAYMENT_SOURCE',
    becomes: invalid('paymentMethod'),
  },
  {
    issues:
      'PERMISSION_DENIED NOT_AUTHORIZED CONSENT_NEEDED NOT_ELIGIBLE_FOR_TOKEN_PROCESSING AUTH_CAPTURE_NOT_ENABLED ' +
      'PAYEE_ACCOUNT_INVALID PAYEE_ACCOUNT_LOCKED_OR_CLOSED PAYEE_ACCOUNT_RESTRICTED REFUND_IS_RESTRICTED ' +
      'NOT_ENABLED_FOR_CARD_PROCESSING PAYEE_NOT_ENABLED_FOR_CARD_PROCESSING NOT_ENABLED_TO_VAULT_PAYMENT_SOURCE',
    becomes: forbidden,
  },
  { status: 400, becomes: invalid() },
  { status: 401, becomes: unauthenticated },
  { status: 403, becomes: forbidden },
  { status: 404, becomes: notFound },
  { status: 409, becomes: conflict },
  { status: 422, becomes: unprocessable },
  { status: 500, becomes: unavailable },
  { becomes: (message, options) => new ProviderError(message, options) },
];

/**
 * The error that an answer means; `undefined` for a success.
 * @see https://developer.paypal.com/api/rest/responses/
 */
export function refusalOf(
  response: OutboundResponse,
  about: IntegrationErrorOptions,
): IntegrationError | undefined {
  const { status, headers } = response;
  if (status < 300) return undefined;
  const body = readBody(response.body);
  const requestId = headers['paypal-debug-id'] ?? body?.debug_id;
  const options = { ...about, status, ...(requestId && { requestId }) };
  const message = `PayPal refused ${about.operation}: ${reason(status, body)}.`;
  if (status === 429) {
    return new RateLimitError(message, options, statedWaitMs(headers, Date.now()) ?? DEFAULT_WAIT_MS);
  }
  const details = body?.details ?? [];
  const row = TABLE.find((candidate) => fits(candidate, options, details[0]?.issue));
  return row?.becomes(message, options, details);
}

/** The first issue that a refusal names. */
export function issueOf(body: Buffer): string | undefined {
  return readBody(body)?.details[0]?.issue;
}

function fits(row: Row, about: IntegrationErrorOptions, issue: string | undefined): boolean {
  const { status = 0 } = about;
  if (row.operation && row.operation !== about.operation) return false;
  if (row.issues && !row.issues.split(' ').includes(issue ?? '')) return false;
  return !row.status || row.status === status || (row.status === 500 && status > 500);
}

/** PayPal quotes what it was sent; a key in the wrong place must not travel on. */
function reason(status: number, body: ErrorBody | undefined): string {
  if (!body) return `HTTP ${status}`;
  const [{ issue, description } = { issue: body.name, description: body.message }] = body.details;
  const explained = description?.replace(/\.$/, '');
  return redactText(explained === undefined ? issue : `${issue} (${explained})`);
}

function readBody(body: Buffer): ErrorBody | undefined {
  try {
    return errorBody.safeParse(JSON.parse(body.toString('utf8'))).data;
  } catch {
    return undefined; // a page of a proxy: the status says enough
  }
}
