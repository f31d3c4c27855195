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

/** How long to wait after a limit that names no time, in ms: too many calls at once, or in 24 hours, which roll on. */
const WAIT_MS = { atOnce: 5_000, daily: 900_000 };

/** One refusal, of a whole request or of one record of many. */
interface Refusal {
  /** Salesforce's word: `REQUIRED_FIELD_MISSING`. */
  readonly code: string;
  readonly message: string;
  /** API names of the fields that are wrong, where Salesforce says. */
  readonly fields: readonly string[];
}

const detail = { message: z.string(), fields: z.array(z.string()).nullish() };

/** What a refused request is answered with. */
const answerErrors = z
  .array(z.looseObject({ ...detail, errorCode: z.string() }))
  .min(1)
  .transform((errors) => errors.map(({ errorCode, ...rest }) => refusal(errorCode, rest)));

/** What is said of one record of many that was refused. */
export const recordErrors = z
  .array(z.looseObject({ ...detail, statusCode: z.string() }))
  .min(1)
  .transform((errors) => errors.map(({ statusCode, ...rest }) => refusal(statusCode, rest)));

/** The errors of {@link recordErrors}. */
export type RecordErrors = z.output<typeof recordErrors>;

interface Meaning {
  readonly error: new (message: string, options: IntegrationErrorOptions) => IntegrationError;
  /** What to do next. */
  readonly advice: string;
}

const WRONG_INPUT: Meaning = { error: ValidationError, advice: 'Correct it before you try again.' };
const DUPLICATE: Meaning = {
  error: ConflictError,
  advice: 'Look for the other record in Salesforce, or at its duplicate rules.',
};
const GONE: Meaning = { error: NotFoundError, advice: 'It was deleted, or is hidden from the app’s user.' };
const CREDENTIAL_REFUSED: Meaning = {
  error: AuthenticationError,
  advice: 'Connect the organisation again, or check SALESFORCE_CLIENT_ID and SALESFORCE_CLIENT_SECRET.',
};
const NOT_ALLOWED: Meaning = {
  error: PermissionError,
  advice: 'Check what the user who connected it, or the “Run As” user of the app, may see and change.',
};
const REFUSED_BY_AUTOMATION: Meaning = {
  error: UnprocessableError,
  advice: 'A rule or an automation of the organisation forbids it: look at it there.',
};
const BUSY: Meaning = { error: ProviderUnavailableError, advice: 'Try again later.' };

/** @see https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_calls_concepts_core_data_objects.htm */
const TABLE: Readonly<Record<string, Meaning>> = {
  REQUIRED_FIELD_MISSING: WRONG_INPUT,
  INVALID_FIELD: WRONG_INPUT,
  INVALID_FIELD_FOR_INSERT_UPDATE: WRONG_INPUT,
  INVALID_EMAIL_ADDRESS: WRONG_INPUT,
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: WRONG_INPUT,
  INVALID_TYPE_ON_FIELD_IN_RECORD: WRONG_INPUT,
  JSON_PARSER_ERROR: WRONG_INPUT,
  NUMBER_OUTSIDE_VALID_RANGE: WRONG_INPUT,
  STRING_TOO_LONG: WRONG_INPUT,
  FIELD_INTEGRITY_EXCEPTION: WRONG_INPUT,
  FIELD_CUSTOM_VALIDATION_EXCEPTION: WRONG_INPUT,
  DUPLICATE_VALUE: DUPLICATE,
  DUPLICATES_DETECTED: DUPLICATE,
  DUPLICATE_EXTERNAL_ID: DUPLICATE,
  NOT_FOUND: GONE,
  ENTITY_IS_DELETED: GONE,
  INVALID_SESSION_ID: CREDENTIAL_REFUSED,
  API_DISABLED_FOR_ORG: { error: PermissionError, advice: 'This edition of Salesforce has no API.' },
  API_CURRENTLY_DISABLED: NOT_ALLOWED,
  INSUFFICIENT_ACCESS: NOT_ALLOWED,
  INSUFFICIENT_ACCESS_OR_READONLY: NOT_ALLOWED,
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: NOT_ALLOWED,
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: REFUSED_BY_AUTOMATION,
  CANNOT_EXECUTE_FLOW_TRIGGER: REFUSED_BY_AUTOMATION,
  UNABLE_TO_LOCK_ROW: { error: ProviderUnavailableError, advice: 'Somebody else is changing it: try again.' },
  SERVER_UNAVAILABLE: BUSY,
  INVALID_QUERY_LOCATOR: { error: ProviderError, advice: 'The listing was left too long: begin it again.' },
};

/**
 * The error that an answer means; `undefined` for a success. The fields of a ValidationError have their API names.
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/errorcodes.htm
 */
export function refusalOf(
  response: OutboundResponse,
  about: IntegrationErrorOptions,
): IntegrationError | undefined {
  const { status, headers } = response;
  if (status < 300) return undefined;
  const options = { ...about, status };
  const refusals = readRefusals(response);
  if (refusals) return errorOf(refusals, options, statedWaitMs(headers, Date.now()));
  const message = `Salesforce refused ${about.operation} with HTTP ${status} (no reason given).`;
  if (status === 300) {
    return new ConflictError(`${message} Several records have this external id.`, options);
  }
  if (status === 429) {
    const waitMs = statedWaitMs(headers, Date.now()) ?? WAIT_MS.atOnce;
    return new RateLimitError(message, options, waitMs);
  }
  const meaning = byStatus(status);
  if (meaning) return new meaning.error(`${message} ${meaning.advice}`, options);
  return new ProviderError(`${message} Check SALESFORCE_API_BASE_URL.`, options);
}

/** The error that refusals mean, by the first of them; a ValidationError names the fields of them all. */
export function errorOf(
  refusals: RecordErrors,
  about: IntegrationErrorOptions,
  waitMs?: number,
): IntegrationError {
  const [{ code, message: said } = { code: 'no reason given', message: '' }] = refusals;
  // Salesforce quotes what it was sent; a key in the wrong place must not travel on.
  const message = `Salesforce refused ${about.operation}: ${code} (${redactText(said)}).`;
  if (code === 'REQUEST_LIMIT_EXCEEDED') return limitExceeded(message, said, about, waitMs);
  const meaning = TABLE[code] ?? byStatus(about.status ?? 0);
  if (!meaning) return new ProviderError(message, about);
  const text = `${message} ${meaning.advice}`;
  return meaning === WRONG_INPUT
    ? new ValidationError(text, about, refusals.flatMap(issues))
    : new meaning.error(text, about);
}

/** Whether the same call may go better at once: another one was changing the record. */
export function isWorthRepeating(response: OutboundResponse): boolean | undefined {
  if (response.status !== 400) return undefined;
  return readRefusals(response)?.[0]?.code === 'UNABLE_TO_LOCK_ROW' ? true : undefined;
}

function limitExceeded(
  message: string,
  said: string,
  about: IntegrationErrorOptions,
  waitMs: number | undefined,
): RateLimitError {
  if (/concurrent/i.test(said)) {
    return new RateLimitError(`${message} Too many calls run at once.`, about, waitMs ?? WAIT_MS.atOnce);
  }
  const advice =
    'This is the organisation’s daily limit: its calls of the last 24 hours are used up, by all of its apps together.';
  return new RateLimitError(`${message} ${advice}`, about, waitMs ?? WAIT_MS.daily);
}

function issues({ code, fields }: Refusal): { field: string; issue: string }[] {
  return fields.map((field) => ({ field, issue: `is refused by Salesforce: ${code}` }));
}

function byStatus(status: number): Meaning | undefined {
  if (status >= 500) return BUSY;
  if (status === 401) return CREDENTIAL_REFUSED;
  return status === 403 ? NOT_ALLOWED : undefined;
}

/** An unknown field is named in the message only. */
function refusal(code: string, { message, fields }: z.output<z.ZodObject<typeof detail>>): Refusal {
  const [, unknown] = /No such column '([\w.]{1,500})'/.exec(message) ?? [];
  return { code, message, fields: unknown === undefined ? (fields ?? []) : [unknown] };
}

/** `undefined` for an answer that is not Salesforce's (a proxy's page). */
function readRefusals({ body }: OutboundResponse): RecordErrors | undefined {
  try {
    return answerErrors.safeParse(JSON.parse(body.toString('utf8'))).data;
  } catch {
    return undefined; // no word of Salesforce's: the status says enough
  }
}
