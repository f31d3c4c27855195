import { ClientCredentialsAuthorization } from '../../outbound/authorization/client-credentials-authorization.js';
import type { Variable } from '../variable.js';
import type { ApiAuth } from './api-auth.js';

/** Where tokens are given out. */
type TokenEndpoint =
  | {
      /** Below the API's base URL: `/oauth/token`. */
      readonly tokenPath: string;
      readonly tokenUrl?: undefined;
    }
  | {
      /** Somewhere else. */
      readonly tokenUrl: string;
      readonly tokenPath?: undefined;
    };

export type ClientCredentialsOptions = TokenEndpoint & {
  readonly clientId: Variable;
  readonly clientSecret: Variable;
  /** What the token is for, words with a space between them. @default what the API thinks right */
  readonly scope?: string;
  /** Not in RFC 6749, but asked for by Auth0 and its like. */
  readonly audience?: string;
  /** Where id and secret go: into the `Authorization` header or into the form (RFC 6749, 2.3.1). @default 'basic' */
  readonly clientAuthentication?: 'basic' | 'post';
};

/**
 * A token got with an id and a secret of our own (OAuth 2, RFC 6749, 4.4): kept until shortly before its end, and got
 * anew once when the API refuses it.
 *
 * @throws TypeError for a token path that does not begin with a slash, or a token URL that is none
 */
export function clientCredentials(options: ClientCredentialsOptions): ApiAuth {
  const { clientId, clientSecret, scope, audience, clientAuthentication = 'basic' } = options;
  checkEndpoint(options);
  return {
    variables: [clientId, clientSecret],
    authorization: ({ provider, baseUrl, secret, send }) =>
      new ClientCredentialsAuthorization({
        provider,
        tokenUrl: new URL(options.tokenUrl ?? baseUrl + options.tokenPath),
        clientId: secret(clientId),
        clientSecret: secret(clientSecret),
        scope,
        audience,
        clientAuthentication,
        send,
      }),
  };
}

function checkEndpoint({ tokenPath, tokenUrl }: TokenEndpoint): void {
  if (tokenPath !== undefined && !tokenPath.startsWith('/')) {
    throw new TypeError(`tokenPath "${tokenPath}" has to begin with a slash: /oauth/token.`);
  }
  if (tokenUrl !== undefined && !URL.canParse(tokenUrl)) {
    throw new TypeError(
      `tokenUrl "${tokenUrl}" is no URL. Write it like https://login.acme.com/oauth/token.`,
    );
  }
}
