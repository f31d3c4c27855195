import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import {
  AuthenticationError,
  IntegrationError,
  PermissionError,
  ProviderError,
  ProviderUnavailableError,
  RateLimitError,
  ResponseFormatError,
  TimeoutError,
  type IntegrationErrorOptions,
} from '../../contracts/errors.js';
import { retryAfterMs } from '../../outbound/retry/retry-after.js';
import { redactText } from '../../platform/logging/redaction.js';

/** Of a refusal's own words, in characters. */
const MAX_DESCRIPTION_LENGTH = 300;
/** What is read of it at all, in characters: it comes from outside, and in the address of a page. */
const MAX_TEXT_LENGTH = 2_000;
/** After a 429 that does not say when to come back, in ms. */
const DEFAULT_WAIT_MS = 1_000;

/** What an authorization server has said, in its own words (RFC 6749, 4.1.2.1 and 5.2). The cause of our error. */
export class OAuthRefusal extends Error {
  override readonly name = 'OAuthRefusal';
  /** In one line, and without what looks like a token; `undefined` when it gave none. */
  readonly description: string | undefined;
  /** `invalid_grant`; as readable as the description, where a server writes more than a word. */
  readonly error: string;

  constructor(error: string, description?: string) {
    const word = readable(error);
    const words = description && readable(description);
    super(words ? `${word} (${words})` : word);
    this.error = word;
    this.description = words || undefined;
  }
}

/**
 * What openid-client has thrown, as one of our errors. None of its errors is kept as a cause: they hold whole answers,
 * with codes and tokens in them.
 * @returns the error itself when it is none of a provider's: a fault of ours
 */
export function toIntegrationError(
  error: unknown,
  about: Pick<IntegrationErrorOptions, 'provider' | 'operation'>,
): unknown {
  if (error instanceof IntegrationError) return error;
  if (error instanceof ResponseBodyError) {
    const refusal = new OAuthRefusal(error.error, error.error_description);
    return ofRefusal(refusal, about, error.response);
  }
  if (error instanceof AuthorizationResponseError) {
    return ofRefusal(new OAuthRefusal(error.error, error.error_description), about);
  }
  if (error instanceof WWWAuthenticateChallengeError) {
    return ofRefusal(challengeOf(error), about, error.response);
  }
  if (error instanceof ClientError) return ofClientError(error, about);
  return error;
}

/**
 * Whether a grant has ended: the authorization server knows the code or the refresh token no longer.
 * @param error of openid-client, or what {@link toIntegrationError} made of it
 */
export function isInvalidGrant(error: unknown): boolean {
  if (error instanceof ResponseBodyError) return error.error === 'invalid_grant';
  if (error instanceof WWWAuthenticateChallengeError) return challengeOf(error).error === 'invalid_grant';
  return refusalOf(error)?.error === 'invalid_grant';
}

/** What the authorization server itself has said, if it is why. */
export function refusalOf(error: unknown): OAuthRefusal | undefined {
  return error instanceof IntegrationError && error.cause instanceof OAuthRefusal ? error.cause : undefined;
}

type About = Pick<IntegrationErrorOptions, 'provider' | 'operation'>;

/** The class is named for what can be done about it. */
function ofRefusal(refusal: OAuthRefusal, about: About, response?: Response): IntegrationError {
  const { provider, operation } = about;
  const options = { ...about, cause: refusal, ...(response && { status: response.status }) };
  const what = `${provider} refused ${operation}: ${refusal.message}.`;
  if (response?.status === 429) return limited(response, options);
  switch (refusal.error) {
    case 'temporarily_unavailable':
    case 'server_error':
      return new ProviderUnavailableError(`${what} Try again later.`, options);
    case 'invalid_client':
    case 'unauthorized_client':
      return new AuthenticationError(`${what} Check the client id and secret of its OAuth app.`, options);
    case 'invalid_grant':
      return new AuthenticationError(`${what} The account has to be connected again.`, options);
    case 'access_denied':
    case 'consent_required':
    case 'invalid_scope':
      return new PermissionError(
        `${what} Ask for what the account may grant, and connect it again.`,
        options,
      );
    default:
      return new ProviderError(`${what} See its documentation for what that means.`, options);
  }
}

function ofClientError(error: ClientError, about: About): unknown {
  const { cause, code } = error;
  // The road's own error, which openid-client has wrapped.
  if (cause instanceof IntegrationError) return cause;
  if (cause instanceof Response) return ofResponse(cause, about);
  const where = `${about.provider} ${about.operation}`;
  if (code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT') {
    return new TimeoutError(`${where} got no answer in time. Try again.`, about);
  }
  // Of our own making: no answer of a provider, no code of openid-client.
  if (code === undefined) return error;
  // Its messages are fixed texts; what they are about is in the cause, and stays there.
  const why = cause instanceof Error && code !== 'OAUTH_PARSE_ERROR' ? cause.message : error.message;
  return new ResponseFormatError(
    `${where} got an answer that cannot be trusted: ${why}. Check the settings of its OAuth app, and try again.`,
    about,
  );
}

function ofResponse(response: Response, about: About): IntegrationError {
  const { status } = response;
  const options = { ...about, status };
  if (status === 429) return limited(response, options);
  const what = `${about.provider} answered ${about.operation} with HTTP ${status}`;
  if (status >= 500) return new ProviderUnavailableError(`${what}. Try again later.`, options);
  if (status === 401 || status === 403) {
    return new AuthenticationError(`${what}. Check the client id and secret of its OAuth app.`, options);
  }
  return new ResponseFormatError(`${what} and no error of OAuth 2. Check the endpoints of its app.`, options);
}

function limited(response: Response, options: IntegrationErrorOptions): RateLimitError {
  const waitMs = retryAfterMs(response.headers.get('retry-after') ?? undefined) ?? DEFAULT_WAIT_MS;
  return new RateLimitError(
    `${options.provider} limits ${options.operation}. Try again later.`,
    options,
    waitMs,
  );
}

/** `WWW-Authenticate: Basic` on a 401 means the client, when it does not say what else. */
function challengeOf({ cause }: WWWAuthenticateChallengeError): OAuthRefusal {
  const said = cause.map(({ parameters }) => parameters).find(({ error }) => error !== undefined);
  return new OAuthRefusal(said?.error ?? 'invalid_client', said?.error_description);
}

/** A provider's words for a page or a log: one line, bounded, and without long words with digits, which may be tokens. */
function readable(text: string): string {
  return redactText(text.slice(0, MAX_TEXT_LENGTH))
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll(/(?=\S*\d)[\w.~+/=-]{20,}/g, '…')
    .slice(0, MAX_DESCRIPTION_LENGTH)
    .trim();
}
