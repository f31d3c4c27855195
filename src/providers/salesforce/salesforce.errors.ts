import { z } from 'zod';
import {
  AuthenticationError,
  PermissionError,
  ProviderError,
  ProviderUnavailableError,
  RateLimitError,
  type IntegrationError,
  type IntegrationErrorOptions,
} from '../../contracts/errors.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { statedWaitMs } from '../../outbound/retry/retry-after.js';
import { redactText } from '../../platform/logging/redaction.js';

/** How long to wait after a limit that names no time, in ms. It counts over a rolling day. */
const DEFAULT_WAIT_MS = 60_000;

const errorBody = z.array(z.object({ errorCode: z.string(), message: z.string() })).min(1);

/** What Salesforce's refusal says first; `undefined` for an answer that is not Salesforce's (a proxy's page). */
export function readRefusal({
  body,
}: Pick<OutboundResponse, 'body'>): { errorCode: string; message: string } | undefined {
  try {
    return errorBody.parse(JSON.parse(body.toString('utf8')))[0];
  } catch {
    return undefined; // no word of Salesforce's
  }
}

/**
 * The error that a refusal means.
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
 */
export function toIntegrationError(
  response: OutboundResponse,
  about: IntegrationErrorOptions,
): IntegrationError {
  const { status, headers } = response;
  const refusal = readRefusal(response);
  const why = refusal ? `${refusal.errorCode}: ${redactText(refusal.message)}` : 'no reason given';
  const message = `Salesforce refused ${about.operation} with HTTP ${status} (${why}).`;
  const options = { ...about, status };
  if (status === 429 || refusal?.errorCode === 'REQUEST_LIMIT_EXCEEDED') {
    return new RateLimitError(message, options, statedWaitMs(headers, Date.now()) ?? DEFAULT_WAIT_MS);
  }
  if (status >= 500) return new ProviderUnavailableError(message, options);
  if (status === 401) {
    const advice =
      'Connect the organisation again, or check SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET.';
    return new AuthenticationError(`${message} ${advice}`, options);
  }
  if (status === 403) {
    return new PermissionError(
      `${message} Check what the user who connected it, or the “Run As” user of the app, may see.`,
      options,
    );
  }
  return new ProviderError(`${message} Check SALESFORCE_API_BASE_URL.`, options);
}
