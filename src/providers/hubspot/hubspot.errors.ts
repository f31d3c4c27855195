import {
  AuthenticationError,
  ConflictError,
  NotConfiguredError,
  NotFoundError,
  PermissionError,
  ProviderError,
  ProviderUnavailableError,
  RateLimitError,
  ValidationError,
  type IntegrationError,
  type IntegrationErrorOptions,
} from '../../contracts/errors.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { statedWaitMs } from '../../outbound/retry/retry-after.js';
import { redactText } from '../../platform/logging/redaction.js';
import { readFaults, RefusedPropertiesError } from './contacts/property-faults.js';
import { readRefusal, type Refusal } from './contacts/refusal.js';

/** How much of HubSpot's own words is quoted, in characters. */
const QUOTED = 300;

/**
 * How long each limit asks to wait, in ms, where the answer does not say. The day ends at midnight of the account's time
 * zone, which HubSpot does not tell: in an hour it is worth another try.
 * @see https://developers.hubspot.com/docs/developer-tooling/platform/usage-guidelines
 */
const WAIT_MS = { daily: 3_600_000, tenSecondly: 10_000, other: 1_000 };

type Becomes = (message: string, options: IntegrationErrorOptions, said: Refusal) => IntegrationError;

const unauthenticated: Becomes = (message, options) =>
  new AuthenticationError(`${message} Connect the account again, or check HUBSPOT_ACCESS_TOKEN.`, options);
const forbidden: Becomes = (message, options, said) => {
  const scopes = said.errors.flatMap(({ context }) => context['requiredGranularScopes'] ?? []);
  const missing = scopes.length > 0 ? ` Missing: ${[...new Set(scopes)].join(', ')}.` : '';
  return new PermissionError(`${message}${missing} Give the app the scope, and connect again.`, options);
};
const notFound: Becomes = (message, options) => new NotFoundError(message, options);
const conflict: Becomes = (message, options) => {
  const advice = 'Another contact has this e-mail address: change that one, or merge the two in HubSpot.';
  return new ConflictError(`${message} ${advice}`, options);
};
const unavailable: Becomes = (message, options) =>
  new ProviderUnavailableError(`${message} Try again later.`, options);
const invalid: Becomes = (message, options) => new ValidationError(message, options);

/** HubSpot's word for it, or the status where an answer has none that is known here. */
const TABLE: Readonly<Record<string, Becomes>> = {
  VALIDATION_ERROR: invalid,
  OBJECT_NOT_FOUND: notFound,
  CONFLICT: conflict,
  MISSING_SCOPES: forbidden,
  INVALID_AUTHENTICATION: unauthenticated,
  EXPIRED_AUTHENTICATION: unauthenticated,
  400: invalid,
  401: unauthenticated,
  403: forbidden,
  404: notFound,
  409: conflict,
  423: unavailable,
  477: unavailable,
};

/**
 * The error that an answer means; `undefined` for a success.
 * @param fieldOf where in our input a property of HubSpot's stands
 * @see https://developers.hubspot.com/docs/api-reference/error-handling
 */
export function refusalOf(
  response: OutboundResponse,
  about: IntegrationErrorOptions,
  fieldOf: (property: string) => string,
): IntegrationError | undefined {
  const { status } = response;
  if (status < 300) return undefined;
  const said = readRefusal(response.body);
  const options = {
    ...about,
    status,
    ...(said.correlationId !== undefined && { requestId: said.correlationId }),
  };
  if (status === 429) return limited(response, said, options);
  return errorOf(said, options, fieldOf);
}

/** The error that HubSpot's words mean: those of a whole answer, or those about one input of a batch. */
export function errorOf(
  said: Refusal,
  options: IntegrationErrorOptions,
  fieldOf: (property: string) => string,
): IntegrationError {
  const faults = readFaults(said);
  if (faults.length > 0) return RefusedPropertiesError.of(faults, options, fieldOf);
  if (/non-unique .* property/.test(said.message ?? '')) return notUnique(options);
  const { status = 0 } = options;
  const becomes =
    status >= 500 ? unavailable : (TABLE[said.category ?? ''] ?? TABLE[String(status)] ?? providerError);
  const reason = said.message ?? said.category ?? `HTTP ${status}`;
  // HubSpot quotes what it was sent; a key in the wrong place must not travel on.
  const quoted = redactText(reason).slice(0, QUOTED).replace(/\.$/, '');
  return becomes(`HubSpot refused ${options.operation}: ${quoted}.`, options, said);
}

function notUnique(options: IntegrationErrorOptions): NotConfiguredError {
  const message =
    `HubSpot refused ${options.operation}: the property of HUBSPOT_CONTACT_EXTERNAL_ID may have one value several times. ` +
    'Name one that was made with unique values.';
  return new NotConfiguredError(message, options);
}

const providerError: Becomes = (message, options) => new ProviderError(message, options);

function limited(
  { headers }: OutboundResponse,
  { policyName = 'unnamed' }: Refusal,
  options: IntegrationErrorOptions,
): RateLimitError {
  const stated = statedWaitMs(headers, Date.now());
  if (policyName === 'DAILY') {
    const message =
      `HubSpot refused ${options.operation}: the account's daily limit of API calls is used up. ` +
      'It begins anew at midnight in the time zone of the HubSpot account.';
    return new RateLimitError(message, options, stated ?? WAIT_MS.daily);
  }
  const waitMs = policyName === 'TEN_SECONDLY_ROLLING' ? WAIT_MS.tenSecondly : WAIT_MS.other;
  const message = `HubSpot refused ${options.operation}: too many calls (${policyName}). Send less, or later.`;
  return new RateLimitError(message, options, stated ?? waitMs);
}
