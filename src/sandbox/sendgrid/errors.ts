/** Why a request is refused, in SendGrid's form. */
export interface SendGridProblem {
  readonly message: string;
  /** The field that is wrong, where it is one. */
  readonly field: string | null;
}

/** An answer that is no success. */
export class SendGridRefusal extends Error {
  constructor(
    readonly status: number,
    readonly errors: readonly SendGridProblem[],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(errors.map(({ message }) => message).join(' '));
  }
}

/** A refusal of the request as a whole. */
export function refusal(status: number, message: string, field: string | null = null): SendGridRefusal {
  return new SendGridRefusal(status, [{ message, field }]);
}

const RATE_LIMIT = 600;

/** What SendGrid says with a status when there is nothing more to say. */
export function statusRefusal(status: number): SendGridRefusal {
  const message = WORDS[status] ?? (status >= 500 ? 'internal server error' : 'invalid request');
  if (status !== 429) return refusal(status, message);
  const reset = String(Math.floor(Date.now() / 1000) + 1);
  return new SendGridRefusal(status, [{ message, field: null }], {
    'X-RateLimit-Limit': String(RATE_LIMIT),
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Reset': reset,
  });
}

const WORDS: Readonly<Record<number, string>> = {
  401: 'authorization required',
  403: 'access forbidden',
  404: 'not found',
  405: 'method not allowed',
  413: 'content too large',
  429: 'too many requests',
};
