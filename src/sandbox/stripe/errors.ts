/** What the sandbox answers: an HTTP status and a JSON body. */
export interface Answer {
  status: number;
  body: object;
}

/** The fields of `error` in Stripe's error body. @see https://docs.stripe.com/api/errors */
export interface ErrorFields {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  decline_code?: string;
  param?: string;
  charge?: string;
  payment_intent?: object;
  payment_method?: object;
}

/**
 * A refusal. Whatever the request had changed is undone. A decline by the bank is not one of these: it leaves a
 * failed charge behind, and is therefore returned as an {@link Answer}.
 */
export class StripeApiError extends Error {
  constructor(
    readonly status: number,
    readonly fields: ErrorFields,
    /** Whether the endpoint had begun to execute; only then does Stripe keep the answer for an idempotency key. */
    readonly executed: boolean,
  ) {
    super(fields.message);
  }

  toAnswer(): Answer {
    return errorAnswer(this.status, this.fields);
  }
}

/** Stripe's error body; the link to the documentation follows from the code. */
export function errorAnswer(status: number, fields: ErrorFields): Answer {
  const docUrl = fields.code && `https://stripe.com/docs/error-codes/${fields.code.replaceAll('_', '-')}`;
  return { status, body: { error: { ...fields, ...(docUrl && { doc_url: docUrl }) } } };
}

type Details = Omit<ErrorFields, 'type' | 'message'>;

/** 400: a parameter is wrong. Found before execution, so an idempotency key stays free. */
export function invalidParameter(message: string, details: Details = {}): StripeApiError {
  return new StripeApiError(400, { type: 'invalid_request_error', ...details, message }, false);
}

/** 400: the parameters are fine, but the state of the objects does not allow it. */
export function refused(message: string, details: Details = {}): StripeApiError {
  return new StripeApiError(400, { type: 'invalid_request_error', ...details, message }, true);
}

/** 404: no object of that id. `kind` is spelt as in Stripe's message: `payment_intent`, `PaymentMethod`. */
export function noSuch(kind: string, id: string, param: string): StripeApiError {
  const message = `No such ${kind}: '${id}'`;
  return new StripeApiError(
    404,
    { type: 'invalid_request_error', code: 'resource_missing', param, message },
    true,
  );
}

/** 404: the sandbox does not serve this URL. */
export function unrecognizedUrl(method: string, path: string): StripeApiError {
  const message =
    `Unrecognized request URL (${method}: ${path}). ` +
    'Please see https://stripe.com/docs or we can help at https://support.stripe.com/.';
  return new StripeApiError(404, { type: 'invalid_request_error', message }, false);
}

/** 401: no key, or another than the sandbox's. The key is shown masked, as Stripe does. */
export function unauthorized(key: string | undefined): StripeApiError {
  const message = key
    ? `Invalid API Key provided: ${mask(key)}`
    : 'You did not provide an API key. You need to provide your API key in the Authorization header, using ' +
      "Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";
  return new StripeApiError(401, { type: 'invalid_request_error', message }, false);
}

/** 403: the request is made for a connected account, of which the sandbox has none. */
export function noAccessTo(account: string, key: string): StripeApiError {
  const message =
    `The provided key '${mask(key)}' does not have access to account '${account}' (or that account does not ` +
    'exist). Application access may have been revoked.';
  return new StripeApiError(403, { type: 'invalid_request_error', code: 'account_invalid', message }, false);
}

function mask(key: string): string {
  if (key.length <= 12) return `${key.slice(0, 3)}***`;
  return key.slice(0, 8) + '*'.repeat(key.length - 12) + key.slice(-4);
}

/** 500: the sandbox itself is at fault. */
export function internalError(): StripeApiError {
  const message = 'The sandbox failed to answer this request. Its log says why.';
  return new StripeApiError(500, { type: 'api_error', message }, true);
}
