import { z } from 'zod';
import {
  AuthenticationError,
  NotFoundError,
  OutcomeUnknownError,
  PermissionError,
  ProviderError,
  ProviderUnavailableError,
  RateLimitError,
  ValidationError,
  type FieldIssue,
  type IntegrationError,
  type IntegrationErrorOptions,
} from '../../contracts/errors.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { readRateLimitHeaders } from '../../outbound/rate-limit/rate-limit-headers.js';
import { redactText } from '../../platform/logging/redaction.js';
import { fieldOf, messagePositionOf } from './mail/fields.js';

/** The operation that hands messages over: after half of it, somebody may have been written to. */
export const SENDING = 'notifications.send';

/** How long to wait after a 429 that names no time, in ms. */
const DEFAULT_WAIT_MS = 1_000;

const errorBody = z.object({
  errors: z.array(z.object({ message: z.string(), field: z.string().nullish() })),
});

type SendGridError = z.output<typeof errorBody>['errors'][number];

/**
 * SendGrid refused a request for what some of its messages say. It has taken none of them, the blameless ones neither.
 */
export class RefusedMessagesError extends ValidationError {
  constructor(
    message: string,
    private readonly about: IntegrationErrorOptions,
    /** What is wrong with each, by its position in the request. */
    private readonly issues: ReadonlyMap<number, readonly FieldIssue[]>,
  ) {
    super(message, about, [...issues.values()].flat());
  }

  /** What the message at this position was refused for; `undefined` when that one was not. */
  refusalOf(position: number): ValidationError | undefined {
    const issues = this.issues.get(position);
    return issues && new ValidationError(this.message, this.about, issues);
  }
}

/**
 * The error that an answer means; `undefined` for a success.
 * @see https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors
 */
export function refusalOf(
  response: OutboundResponse,
  about: IntegrationErrorOptions,
): IntegrationError | undefined {
  const { status } = response;
  if (status < 300) return undefined;
  const options = { ...about, status };
  const errors = readErrors(response);
  const reason = reasonOf(errors, status);
  const message = `SendGrid refused ${about.operation}: ${reason}.`;
  if (status === 400) return invalid(message, options, errors);
  if (status === 401) return unauthorized(message, options);
  if (status === 403) return new PermissionError(`${message} ${adviceFor(message)}`, options);
  if (status === 404) return new NotFoundError(message, options);
  if (status === 413) {
    const details = [
      { field: 'attachments', issue: 'must be smaller: SendGrid refused the message as too large' },
    ];
    return new ValidationError(message, options, details);
  }
  if (status === 429) {
    const { waitMs = DEFAULT_WAIT_MS } = readRateLimitHeaders(response, Date.now());
    return new RateLimitError(`${message} Send less, or later.`, options, waitMs);
  }
  return status >= 500 ? failed(response, reason, options) : new ProviderError(message, options);
}

function invalid(
  message: string,
  options: IntegrationErrorOptions,
  errors: readonly SendGridError[],
): ValidationError {
  const located = errors.map((error) => ({
    position: messagePositionOf(error.field ?? ''),
    issue: {
      field: fieldOf(error.field ?? '', error.message),
      issue: `is refused by SendGrid: ${quote(error)}`,
    },
  }));
  const byPosition = new Map<number, FieldIssue[]>();
  for (const { position, issue } of located) {
    if (position !== undefined) byPosition.set(position, [...(byPosition.get(position) ?? []), issue]);
  }
  const concernsMessagesOnly = located.length > 0 && located.every(({ position }) => position !== undefined);
  if (concernsMessagesOnly) return new RefusedMessagesError(message, options, byPosition);
  const issues = located.map(({ issue }) => issue).filter(({ field }) => field !== '');
  return new ValidationError(message, options, issues);
}

/** SendGrid says 401, too, to an account whose e-mails are used up: its key is good. */
function unauthorized(message: string, options: IntegrationErrorOptions): IntegrationError {
  if (/credits? exceeded/i.test(message)) {
    return new PermissionError(
      `${message} Raise the account’s plan, or wait until its credits renew.`,
      options,
    );
  }
  return new AuthenticationError(`${message} Check SENDGRID_API_KEY, or connect the account again.`, options);
}

function adviceFor(message: string): string {
  return /verified sender identity/i.test(message)
    ? 'Verify the address of `from` (or SENDGRID_FROM) in SendGrid under Settings, Sender Authentication.'
    : 'Give the API key the permission that it lacks, in SendGrid under Settings, API Keys.';
}

/** SendGrid has no idempotency keys: a message that it may have taken before it failed is not sent again. */
function failed(
  { status, headers }: OutboundResponse,
  reason: string,
  options: IntegrationErrorOptions,
): IntegrationError {
  const what = `SendGrid failed at ${options.operation}: ${reason}.`;
  const hasNotBegun = status === 503 && headers['retry-after'] !== undefined;
  if (options.operation !== SENDING || hasNotBegun) {
    return new ProviderUnavailableError(`${what} Try again later.`, options);
  }
  const advice =
    'The message may have gone out all the same: look in SendGrid’s activity before you send it again.';
  return new OutcomeUnknownError(`${what} ${advice}`, options);
}

function reasonOf(errors: readonly SendGridError[], status: number): string {
  return errors.length > 0 ? errors.map(quote).join('; ') : `HTTP ${status}`;
}

/** SendGrid quotes what it was sent; a key in the wrong place must not travel on. */
function quote({ message }: SendGridError): string {
  return redactText(message).replace(/\.$/, '');
}

function readErrors({ body }: OutboundResponse): readonly SendGridError[] {
  try {
    return errorBody.safeParse(JSON.parse(body.toString('utf8'))).data?.errors ?? [];
  } catch {
    return []; // a page of a proxy: the status says enough
  }
}
