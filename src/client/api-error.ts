import type { components } from './generated/api.js';

/** What went wrong: the codes of the API (`/docs/errors`), or what stands between it and the client. */
export type HooklineErrorCode =
  | components['schemas']['ErrorCode']
  /** Something else than Hookline has answered: a proxy, another program. */
  | 'UNEXPECTED_ANSWER';

/** A field that is wrong, and why. */
export interface HooklineFieldIssue {
  readonly field: string;
  readonly issue: string;
}

/** Hookline has refused a request, or could not carry it out. */
export class HooklineApiError extends Error {
  override readonly name = 'HooklineApiError';
  readonly code: HooklineErrorCode;
  /** The HTTP status. */
  readonly status: number;
  /** The fields that are wrong; empty where it is not about fields. */
  readonly details: readonly HooklineFieldIssue[];
  /** The id of the request, which Hookline's log has, too. Quote it. */
  readonly correlationId: string | undefined;
  /** When to try again, in ms, where Hookline says so. */
  readonly retryAfterMs: number | undefined;

  private constructor(message: string, fields: Omit<HooklineApiError, keyof Error>) {
    super(message);
    this.code = fields.code;
    this.status = fields.status;
    this.details = fields.details;
    this.correlationId = fields.correlationId;
    this.retryAfterMs = fields.retryAfterMs;
  }

  /** The error that an answer tells of. Takes its body. */
  static async from(response: Response): Promise<HooklineApiError> {
    const { status, headers } = response;
    const error = errorIn(await response.text());
    const retryAfterMs = retryAfterMsOf(response);
    if (error) {
      const { code, details, correlation_id: correlationId } = error;
      return new HooklineApiError(error.message, { code, status, details, correlationId, retryAfterMs });
    }
    const correlationId = headers.get('X-Request-ID') ?? undefined;
    return new HooklineApiError(
      `An answer of ${status} came that is not in Hookline's form. Is the address right?`,
      {
        code: 'UNEXPECTED_ANSWER',
        status,
        details: [],
        correlationId,
        retryAfterMs,
      },
    );
  }
}

/** `Retry-After` in ms. Hookline sends seconds. */
export function retryAfterMsOf({ headers }: Response): number | undefined {
  const seconds = headers.get('Retry-After');
  return seconds !== null && /^\d+$/.test(seconds) ? Number(seconds) * 1000 : undefined;
}

type ApiError = components['schemas']['Error']['error'];

function errorIn(text: string): ApiError | undefined {
  try {
    const body = JSON.parse(text) as unknown;
    return isErrorBody(body) ? body.error : undefined;
  } catch {
    return undefined; // a page of a proxy
  }
}

function isErrorBody(body: unknown): body is components['schemas']['Error'] {
  if (typeof body !== 'object' || body === null || !('error' in body)) return false;
  const { error } = body;
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    typeof error.code === 'string' &&
    'message' in error &&
    typeof error.message === 'string' &&
    'details' in error &&
    Array.isArray(error.details)
  );
}
