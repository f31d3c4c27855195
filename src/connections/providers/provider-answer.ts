import type { z } from 'zod';
import type { CredentialHeaders, ProviderFetch } from '../../contracts/connections.js';
import {
  AuthenticationError,
  PermissionError,
  ProviderError,
  ProviderUnavailableError,
  RateLimitError,
  ResponseFormatError,
  type IntegrationError,
  type IntegrationErrorOptions,
} from '../../contracts/errors.js';
import { statedWaitMs } from '../../outbound/retry/retry-after.js';

/** How long to wait after a limit that names no time, in ms. */
const DEFAULT_WAIT_MS = 1_000;

/** A question to a provider about the account at hand. */
interface AccountQuestion<Answer> {
  readonly about: Pick<IntegrationErrorOptions, 'provider' | 'operation'>;
  readonly url: URL;
  readonly headers: CredentialHeaders;
  /** Sent by POST, as a form. Without it the question is a GET. */
  readonly form?: Readonly<Record<string, string>>;
  readonly answer: z.ZodType<Answer>;
}

/**
 * Asks a provider who an account is, or whether a credential is good.
 * @throws AuthenticationError (401), PermissionError (403) when the provider refuses the credential
 * @throws RateLimitError, ProviderUnavailableError when it may go better later
 * @throws ResponseFormatError when a success is not what `answer` describes
 */
export async function askProvider<Answer>(
  { about, url, headers, form, answer }: AccountQuestion<Answer>,
  http: ProviderFetch,
): Promise<Answer> {
  const response = await http(url, {
    headers: { accept: 'application/json', ...headers },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  if (!response.ok) throw toIntegrationError(response, about);
  const parsed = answer.safeParse(await readJson(response));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path }) => path.join('.') || 'body').join(', ');
  throw new ResponseFormatError(
    `${about.provider} answered ${about.operation} in a form that it does not document: see ${fields}. Check its base URL.`,
    { ...about, status: response.status },
  );
}

/** Its words are left out: they may quote the credential. */
function toIntegrationError({ status, headers }: Response, about: IntegrationErrorOptions): IntegrationError {
  const options = { ...about, status };
  const message = `${about.provider} refused ${about.operation} with HTTP ${status}.`;
  if (status === 401) return new AuthenticationError(`${message} Check the credential.`, options);
  if (status === 403) {
    return new PermissionError(`${message} The credential is good, but may not do this.`, options);
  }
  if (status === 429) {
    const waitMs = statedWaitMs(Object.fromEntries(headers), Date.now()) ?? DEFAULT_WAIT_MS;
    return new RateLimitError(message, options, waitMs);
  }
  if (status >= 500) return new ProviderUnavailableError(`${message} Try again later.`, options);
  return new ProviderError(`${message} Check its base URL.`, options);
}

/** `undefined` for what is no JSON: refused by the schema, as any other nonsense. */
async function readJson(response: Response): Promise<unknown> {
  try {
    return JSON.parse(await response.text()) as unknown;
  } catch {
    return undefined;
  }
}
