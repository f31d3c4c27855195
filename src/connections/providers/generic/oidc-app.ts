import { z } from 'zod';
import type { OAuthApp, OAuthClient, ProviderAccount, TokenGrant } from '../../../contracts/connections.js';
import { ResponseFormatError } from '../../../contracts/errors.js';
import type { OidcSettings } from './app-settings.js';

const idToken = z.object({
  sub: z.string().min(1),
  email: z.string().optional(),
  name: z.string().optional(),
});

/**
 * An app at any OpenID Connect provider, from configuration alone: its endpoints are discovered, its id token says whose
 * account it is.
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html
 */
export class OidcApp implements OAuthApp {
  readonly title: string;
  readonly variables: readonly string[];
  readonly server: { readonly discover: string };
  readonly pkce = true;
  readonly clientAuthentication: 'basic' | 'post';
  readonly scopes: readonly string[];

  constructor(
    private readonly provider: string,
    prefix: string,
    settings: OidcSettings,
    readonly client: OAuthClient | undefined,
  ) {
    this.title = settings.TITLE ?? provider;
    this.variables = [`${prefix}_CLIENT_ID`, `${prefix}_CLIENT_SECRET`];
    this.server = { discover: settings.ISSUER };
    this.clientAuthentication = settings.CLIENT_AUTHENTICATION;
    // Without `openid` there is no id token.
    this.scopes = [...new Set(['openid', ...settings.SCOPES])];
  }

  async account({ claims }: TokenGrant): Promise<ProviderAccount> {
    const { data } = idToken.safeParse(claims);
    if (data) return { id: data.sub, label: data.email ?? data.name ?? data.sub };
    throw new ResponseFormatError(
      `${this.title} has granted a token, but its id token does not say to whom. Check that its server speaks OpenID Connect.`,
      { provider: this.provider, operation: 'oauth.account' },
    );
  }
}
