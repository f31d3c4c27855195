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
  type FieldIssue,
  type IntegrationError,
  type IntegrationErrorOptions,
} from '../../contracts/errors.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import { statedWaitMs } from '../../outbound/retry/retry-after.js';
import { configuredSecrets, redactLine } from '../../platform/logging/redaction.js';
import { faultIn } from '../soap/soap-envelope.js';
import { wordsOfFault } from '../soap/soap-faults.js';
import type { ApiErrors, ErrorMeaning, ErrorWords } from './api-errors.js';
import { readErrorWords, requestIdOf } from './error-words.js';

/** How much of the API's own words is quoted, in characters. */
const QUOTED = 300;

/** The shortest text that is taken for a secret. */
const MIN_SECRET_LENGTH = 6;

/** How long to wait after a 429 that does not say, in ms. */
const DEFAULT_WAIT_MS = 1_000;

const BY_STATUS: Readonly<Record<number, ErrorMeaning>> = {
  400: 'validation',
  401: 'authentication',
  403: 'permission',
  404: 'not_found',
  408: 'unavailable',
  409: 'conflict',
  410: 'not_found',
  412: 'conflict',
  413: 'validation',
  415: 'validation',
  422: 'unprocessable',
  423: 'conflict',
  429: 'rate_limit',
};

/** Understands the refusals of one API. */
export class Refusals {
  private readonly secrets: RegExp | undefined;

  /** @param secrets what is in no error, even if the API quotes it; short ones would redact at random */
  constructor(
    private readonly title: string,
    private readonly errors: ApiErrors = {},
    secrets: readonly string[] = [],
  ) {
    this.secrets = configuredSecrets(secrets.filter(({ length }) => length >= MIN_SECRET_LENGTH));
  }

  /**
   * The error that an answer means; `undefined` for a success. Redirects count as refusals: whoever is led elsewhere has
   * got nothing.
   */
  of(response: OutboundResponse, about: IntegrationErrorOptions): IntegrationError | undefined {
    const { status } = response;
    if (status >= 200 && status < 300) return undefined;
    return this.from(wordsOf(this.errors, response), response, about);
  }

  /** The error that the API's words mean, wherever they stood: in a refusal, or in a success that holds refusals. */
  from(
    words: ErrorWords,
    { status, headers }: Pick<OutboundResponse, 'status' | 'headers'>,
    about: IntegrationErrorOptions,
  ): IntegrationError {
    const { meanings = {} } = this.errors;
    const { code, message, requestId, fields } = words;
    const named = code !== undefined && Object.hasOwn(meanings, code) ? meanings[code] : undefined;
    const meaning = named ?? meanings[status] ?? words.meaning ?? meaningOf(status);
    const said =
      this.quoted([code, message].filter(Boolean).join(': ')).replace(/\.$/, '') || `HTTP ${status}`;
    const options = { ...about, status, ...(requestId !== undefined && { requestId }) };
    return BECOMES[meaning](`${this.title} refused ${about.operation}: ${said}.`, options, {
      fields: fields?.map(({ field, issue }) => ({ field: this.quoted(field), issue: this.quoted(issue) })),
      headers,
    });
  }

  /** An API may quote what it was sent; a key in the wrong place must not travel on. */
  private quoted(text: string): string {
    return redactLine(text, this.secrets)
      .replaceAll(/\p{Cc}+/gu, ' ')
      .slice(0, QUOTED);
  }
}

interface Details {
  fields: readonly FieldIssue[] | undefined;
  headers: OutboundResponse['headers'];
}

type Becomes = (text: string, options: IntegrationErrorOptions, details: Details) => IntegrationError;

const BECOMES: Readonly<Record<ErrorMeaning, Becomes>> = {
  authentication: (text, options) =>
    new AuthenticationError(`${text} Check the credential, or connect the account again.`, options),
  permission: (text, options) =>
    new PermissionError(`${text} Give the account the right to do this.`, options),
  not_found: (text, options) => new NotFoundError(text, options),
  validation: (text, options, { fields }) => new ValidationError(text, options, fields),
  conflict: (text, options) => new ConflictError(text, options),
  unprocessable: (text, options) => new UnprocessableError(text, options),
  rate_limit: (text, options, { headers }) =>
    new RateLimitError(
      `${text} Send less, or later.`,
      options,
      statedWaitMs(headers, Date.now()) ?? DEFAULT_WAIT_MS,
    ),
  unavailable: (text, options) => new ProviderUnavailableError(`${text} Try again later.`, options),
  other: (text, options) => new ProviderError(text, options),
};

function meaningOf(status: number): ErrorMeaning {
  return BY_STATUS[status] ?? (status >= 500 ? 'unavailable' : 'other');
}

/** A page of a proxy, or nothing at all, has no words: its status says enough. */
function wordsOf({ read = readErrorWords, meanings }: ApiErrors, response: OutboundResponse): ErrorWords {
  const fault = faultIn(response);
  if (fault) return { ...wordsOfFault(fault, meanings, response.status), requestId: requestIdOf(response) };
  try {
    return read(JSON.parse(response.body.toString('utf8')), response);
  } catch {
    return {};
  }
}
