import { z } from 'zod';
import {
  AuthenticationError,
  ConflictError,
  NotFoundError,
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

/** How long to wait after a 429 that names no time, in ms. */
const DEFAULT_WAIT_MS = 1000;

const errorBody = z.object({ name: z.string(), message: z.string().optional() });

type Becomes = (message: string, options: IntegrationErrorOptions) => IntegrationError;

const TABLE: Readonly<Record<number, Becomes>> = {
  400: (message, options) => new ValidationError(message, options),
  401: (message, options) =>
    new AuthenticationError(`${message} Check PAYPAL_CLIENT_ID and PAYPAL_CLIENT_SECRET.`, options),
  403: (message, options) =>
    new PermissionError(`${message} Check what the app of PAYPAL_CLIENT_ID may do.`, options),
  404: (message, options) => new NotFoundError(message, options),
  409: (message, options) => new ConflictError(message, options),
  422: (message, options) => new UnprocessableError(message, options),
};

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
  const requestId = headers['paypal-debug-id'];
  const options = { ...about, status, ...(requestId && { requestId }) };
  const message = `PayPal refused ${about.operation}: ${reason(response)}.`;
  if (status === 429) {
    return new RateLimitError(message, options, statedWaitMs(headers, Date.now()) ?? DEFAULT_WAIT_MS);
  }
  if (status >= 500) return new ProviderUnavailableError(`${message} Try again later.`, options);
  return TABLE[status]?.(message, options) ?? new ProviderError(message, options);
}

function reason({ status, body }: OutboundResponse): string {
  const { data } = errorBody.safeParse(parse(body));
  if (!data) return `HTTP ${status}`;
  // PayPal quotes what it was sent; a key in the wrong place must not travel on.
  return redactText(data.message === undefined ? data.name : `${data.name} (${data.message})`);
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined; // a page of a proxy: the status says enough
  }
}
