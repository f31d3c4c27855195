import { z } from 'zod';
import {
  AuthenticationError,
  NotFoundError,
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

/** How long to wait after a limit that names no time, in ms. */
const DEFAULT_WAIT_MS = 1_000;

const errorBody = z.object({
  error: z.object({
    message: z.string(),
    errors: z.array(z.object({ reason: z.string() })).default([]),
  }),
});

/** What Google's refusal says; `undefined` for an answer that is not Google's (a proxy's page). */
function readRefusal({
  body,
}: Pick<OutboundResponse, 'body'>): { reason: string | undefined; message: string } | undefined {
  try {
    const { error } = errorBody.parse(JSON.parse(body.toString('utf8')));
    return { reason: error.errors[0]?.reason, message: error.message };
  } catch {
    return undefined; // no word of Google's
  }
}

/** Reasons that only ask to come back in a moment. */
const PASSING = new Set(['rateLimitExceeded', 'userRateLimitExceeded']);

/** Reasons that ask to come back on another day. */
const LASTING = new Set(['quotaExceeded', 'dailyLimitExceeded']);

/** Whether Google refused because of too many calls at the moment: 403 means that, too, for some reasons. */
export function isThrottled(response: OutboundResponse): boolean {
  if (response.status === 429) return true;
  return response.status === 403 && PASSING.has(readRefusal(response)?.reason ?? '');
}

/** By Google's own word: a proxy's 404 says nothing about a calendar. */
function isMissing(status: number, reason: string | undefined): boolean {
  return (status === 404 && reason === 'notFound') || (status === 410 && reason === 'deleted');
}

/**
 * The error that a refusal means.
 * @see https://developers.google.com/workspace/calendar/api/guides/errors
 */
export function toIntegrationError(
  response: OutboundResponse,
  about: IntegrationErrorOptions,
): IntegrationError {
  const { status, headers } = response;
  const refusal = readRefusal(response);
  const reason = refusal?.reason ?? '';
  const why = refusal ? `${reason}: ${redactText(refusal.message)}` : 'no reason given';
  const message = `Google refused ${about.operation} with HTTP ${status} (${why}).`;
  const options = { ...about, status };
  if (isThrottled(response) || LASTING.has(reason)) {
    return new RateLimitError(message, options, statedWaitMs(headers, Date.now()) ?? DEFAULT_WAIT_MS);
  }
  if (isMissing(status, reason)) {
    return new NotFoundError(
      `${message} Share the calendar with the service account, or connect one that sees it.`,
      options,
    );
  }
  if (status >= 500) return new ProviderUnavailableError(message, options);
  if (status === 401)
    return new AuthenticationError(
      `${message} Connect the account again, or check GOOGLE_SERVICE_ACCOUNT.`,
      options,
    );
  if (status === 403) {
    return new PermissionError(
      `${message} Share the calendar with the service account, or connect one that sees it.`,
      options,
    );
  }
  return new ProviderError(message, options);
}
