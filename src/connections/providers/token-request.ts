import type { MintedToken, ProviderFetch } from '../../contracts/connections.js';
import { readTokenAnswer } from '../../outbound/authorization/token-answer.js';

/** A request to a token endpoint that needs nobody's consent. */
interface TokenRequest {
  readonly provider: string;
  readonly url: URL;
  readonly form: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Texts that are in no error, even if the provider quotes them. */
  readonly secrets: readonly string[];
}

/**
 * Exchanges a credential for an access token (RFC 6749, 4.4; RFC 7523, 2.1).
 * @throws AuthenticationError when the provider refuses the credential
 * @throws RateLimitError, ProviderUnavailableError, ResponseFormatError as any token request
 */
export async function requestToken(
  { provider, url, form, headers, secrets }: TokenRequest,
  http: ProviderFetch,
): Promise<MintedToken> {
  const askedAtMs = Date.now();
  const response = await http(url, {
    method: 'POST',
    headers: { accept: 'application/json', ...headers },
    body: new URLSearchParams(form),
  });
  const answer = {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  };
  const { token, lifetimeMs } = readTokenAnswer(provider, answer, secrets);
  return { headers: { authorization: `Bearer ${token}` }, expiresAt: new Date(askedAtMs + lifetimeMs) };
}
