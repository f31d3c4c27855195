import { z } from 'zod';
import {
  AuthenticationError,
  ConflictError,
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
import { fieldOf } from './events/fields.js';

/** How long to wait after a limit that names no time, in ms. */
const DEFAULT_WAIT_MS = 1_000;

const errorBody = z.object({
  error: z.object({
    message: z.string(),
    errors: z.array(z.object({ reason: z.string(), location: z.string().optional() })).default([]),
  }),
});

/** What a refusal means to the caller. */
interface Meaning {
  readonly error: new (message: string, options: IntegrationErrorOptions) => IntegrationError;
  /** What to do next. */
  readonly advice: string;
  /** The field of the input that is wrong, where Google does not name its own. */
  readonly field?: string;
}

const NOT_SHARED = 'Share the calendar with the service account, or connect one that sees it.';
const NOT_ALLOWED: Meaning = { error: PermissionError, advice: NOT_SHARED };
const SYNC_ENDED: Meaning = { error: ConflictError, advice: 'Read the calendar as a whole.' };
const WRONG: Meaning = { error: ValidationError, advice: 'Correct it before you try again.' };
const CHANGED: Meaning = { error: ConflictError, advice: 'Read the event again, and decide anew.' };
const CREDENTIAL_REFUSED: Meaning = {
  error: AuthenticationError,
  advice: 'Connect the account again, or check GOOGLE_SERVICE_ACCOUNT.',
};

/** What Google's reasons mean. @see https://developers.google.com/workspace/calendar/api/guides/errors */
const BY_REASON: ReadonlyMap<string, Meaning> = new Map([
  ['notFound', { error: NotFoundError, advice: NOT_SHARED }],
  ['deleted', { error: NotFoundError, advice: 'It has been deleted.' }],
  ['duplicate', { error: ConflictError, advice: 'There is an event of that id already.' }],
  ['conditionNotMet', CHANGED],
  ['fullSyncRequired', SYNC_ENDED],
  ['updatedMinTooLongAgo', SYNC_ENDED],
  ['timeRangeEmpty', { ...WRONG, field: 'end' }],
  ['timeRangeTooLong', { ...WRONG, field: 'to' }],
  ['webhookUrlNotHttps', { ...WRONG, field: 'address' }],
  ['webhookUrlUnauthorized', { ...WRONG, field: 'address' }],
  ['insufficientPermissions', { ...NOT_ALLOWED, advice: 'Connect the account again, with all its scopes.' }],
  [
    'forbiddenForServiceAccounts',
    {
      error: PermissionError,
      advice: 'A service account invites people only on behalf of a person of its domain: connect one.',
    },
  ],
  [
    'accessNotConfigured',
    { error: PermissionError, advice: 'Enable the Google Calendar API in the Google Cloud console.' },
  ],
]);

/** What a refusal of Google's own means by its status, where its reason is not in the table. */
const BY_STATUS: Readonly<Record<number, Meaning>> = {
  400: WRONG,
  409: CHANGED,
  412: CHANGED,
};

/** What an answer means that may as well be a proxy's. */
const BY_ANY_STATUS: Readonly<Record<number, Meaning>> = { 401: CREDENTIAL_REFUSED, 403: NOT_ALLOWED };

/** Reasons that only ask to come back in a moment. */
const PASSING = new Set(['rateLimitExceeded', 'userRateLimitExceeded']);

/** Reasons that ask to come back on another day. */
const LASTING = new Set(['quotaExceeded', 'dailyLimitExceeded']);

/** Whether Google refused because of too many calls at the moment: 403 means that, too, for some reasons. */
export function isThrottled(response: OutboundResponse): boolean {
  if (response.status === 429) return true;
  return response.status === 403 && PASSING.has(readRefusal(response)?.reason ?? '');
}

/** The error that an answer means; `undefined` for a success. A proxy's 404 says nothing about a calendar. */
export function refusalOf(
  response: OutboundResponse,
  about: IntegrationErrorOptions,
): IntegrationError | undefined {
  const { status, headers } = response;
  if (status < 300) return undefined;
  const refusal = readRefusal(response);
  const reason = refusal?.reason ?? '';
  const why = refusal ? `${reason}: ${redactText(refusal.message)}` : 'no reason given';
  const message = `Google refused ${about.operation} with HTTP ${status} (${why}).`;
  const options = { ...about, status };
  if (isThrottled(response) || LASTING.has(reason)) {
    return new RateLimitError(message, options, statedWaitMs(headers, Date.now()) ?? DEFAULT_WAIT_MS);
  }
  if (status >= 500) return new ProviderUnavailableError(`${message} Try again later.`, options);
  const meaning = BY_REASON.get(reason) ?? (refusal ? BY_STATUS[status] : undefined) ?? BY_ANY_STATUS[status];
  if (!meaning) return new ProviderError(message, options);
  const said = `${message} ${meaning.advice}`;
  if (meaning.error !== ValidationError) return new meaning.error(said, options);
  const field = meaning.field ?? fieldOf(refusal?.location);
  const details = field === undefined ? [] : [{ field, issue: `is refused by Google: ${reason}` }];
  return new ValidationError(said, options, details);
}

/** Whether an event of that id is there already, or once was. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof ConflictError && error.status === 409;
}

/** Whether what was to be deleted is deleted already. */
export function isDeleted(error: unknown): boolean {
  return error instanceof NotFoundError && error.status === 410;
}

/** Whether Google no longer knows what has changed since then. */
export function isSyncEnded(error: unknown): boolean {
  return error instanceof ConflictError && error.status === 410;
}

/** What Google's refusal says; `undefined` for an answer that is not Google's (a proxy's page). */
function readRefusal({
  body,
}: Pick<OutboundResponse, 'body'>):
  { reason: string | undefined; location: string | undefined; message: string } | undefined {
  try {
    const { error } = errorBody.parse(JSON.parse(body.toString('utf8')));
    const [first] = error.errors;
    return { reason: first?.reason, location: first?.location, message: error.message };
  } catch {
    return undefined; // no word of Google's
  }
}
