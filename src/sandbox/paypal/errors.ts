import { type Api, describeIssue, type Issue } from './issues.js';

/** What the sandbox answers: an HTTP status and, mostly, a JSON body. */
export interface Answer {
  status: number;
  body?: object;
}

/** One thing that is wrong with a request. */
export interface ErrorDetail {
  issue: Issue;
  /** JSON pointer into the body. */
  field?: string;
  value?: string;
  location?: 'body' | 'path' | 'query';
  /** Where one operation has words of its own. @default those of the API */
  description?: string;
}

/** The names of PayPal's errors, with the status and the message that go with each. */
const NAMES = {
  INVALID_REQUEST: [400, 'Request is not well-formed, syntactically incorrect, or violates schema.'],
  AUTHENTICATION_FAILURE: [
    401,
    'Authentication failed due to missing authorization header, or invalid authentication credentials.',
  ],
  NOT_AUTHORIZED: [403, 'Authorization failed due to insufficient permissions.'],
  RESOURCE_NOT_FOUND: [404, 'The specified resource does not exist.'],
  RESOURCE_CONFLICT: [409, 'The server has detected a conflict while processing this request.'],
  UNSUPPORTED_MEDIA_TYPE: [415, "The server does not support the request payload's media type."],
  UNPROCESSABLE_ENTITY: [
    422,
    'The requested action could not be performed, semantically incorrect, or failed business validation.',
  ],
  RATE_LIMIT_REACHED: [429, 'Too many requests. Blocked due to rate limiting.'],
  INTERNAL_SERVER_ERROR: [500, 'An internal server error occurred.'],
  SERVICE_UNAVAILABLE: [503, 'Service Unavailable.'],
} as const;

export type ErrorName = keyof typeof NAMES;

/**
 * A refusal; whatever the request had changed is undone.
 * @see https://developer.paypal.com/api/rest/responses/
 */
export class PayPalApiError extends Error {
  constructor(
    readonly errorName: ErrorName,
    readonly details: readonly ErrorDetail[] = [],
    /** Where the payer is to be sent again. */
    readonly redirect?: string,
  ) {
    super(`${errorName} ${details.map(({ issue: code }) => code).join(', ')}`.trim());
  }

  /** The answer, in the words of the API that was called. */
  toAnswer(api: Api, debugId: string): Answer {
    const [status, message] = NAMES[this.errorName];
    const [first] = this.details;
    const reason = first?.issue ?? this.errorName;
    const body = {
      name: this.errorName,
      message,
      debug_id: debugId,
      ...(first && {
        details: this.details.map((detail) => ({
          description: describeIssue(api, detail.issue),
          ...detail,
        })),
      }),
      links: [
        {
          href: `https://developer.paypal.com/docs/api/${api}/#error-${reason}`,
          rel: 'information_link',
          method: 'GET',
        },
        ...(this.redirect === undefined ? [] : [{ href: this.redirect, rel: 'redirect', method: 'GET' }]),
      ],
    };
    return { status, body };
  }
}

/** A detail about the body, unless it says otherwise. */
export function issue(code: Issue, about: Omit<ErrorDetail, 'issue'> = {}): ErrorDetail {
  return { ...(about.field !== undefined && { location: 'body' }), ...about, issue: code };
}

/** 400: the request is not what the API's description says. */
export function invalid(...details: ErrorDetail[]): PayPalApiError {
  return new PayPalApiError('INVALID_REQUEST', details);
}

/** 422: the request is well formed, but what it asks for cannot be done. */
export function unprocessable(...details: ErrorDetail[]): PayPalApiError {
  return new PayPalApiError('UNPROCESSABLE_ENTITY', details);
}

/** 404: nothing has this id. Without a `field` it is the id in the path. */
export function notFound(field?: string): PayPalApiError {
  const about = field === undefined ? { location: 'path' as const } : { field };
  return new PayPalApiError('RESOURCE_NOT_FOUND', [issue('INVALID_RESOURCE_ID', about)]);
}

/** What PayPal says with a status, when it says no more. */
export function plainAnswer(status: number, api: Api, debugId: string): Answer {
  const fallback = status < 500 ? 'INVALID_REQUEST' : 'INTERNAL_SERVER_ERROR';
  const name = (Object.keys(NAMES) as ErrorName[]).find((each) => NAMES[each][0] === status) ?? fallback;
  return { ...new PayPalApiError(name).toAnswer(api, debugId), status };
}
