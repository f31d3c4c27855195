import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type {
  AuthorizationServer,
  OAuthApp,
  OAuthClient,
  OAuthTokens,
  ProviderAccount,
  ProviderFetch,
  TokenEndpointAnswer,
  TokenGrant,
} from '../../contracts/connections.js';
import { askProvider } from '../../connections/providers/provider-answer.js';
import { OAuthAppFacet } from '../../platform/facets/facets.js';
import { stripeConfig, type StripeConfig } from './stripe.config.js';

const granted = z.looseObject({ access_token: z.string(), stripe_user_id: z.string() });

const account = z.object({
  id: z.string(),
  email: z.string().nullish(),
  country: z.string().optional(),
  business_profile: z.object({ name: z.string().nullish() }).nullish(),
});

const deauthorized = z.object({ stripe_user_id: z.string() });

/**
 * A Stripe account that is connected to the platform of `STRIPE_SECRET_KEY` (Stripe Connect, Standard accounts). Calls
 * for it are made with the platform's own key; its token only says who it is. Without PKCE, which Stripe does not know.
 * @see https://docs.stripe.com/connect/oauth-reference
 */
@Injectable()
@OAuthAppFacet('stripe')
export class StripeConnect implements OAuthApp {
  readonly title = 'Stripe';
  readonly variables = ['STRIPE_CLIENT_ID', 'STRIPE_SECRET_KEY'];
  readonly registrationUrl = 'https://dashboard.stripe.com/settings/connect/onboarding-options/oauth';
  readonly pkce = false;
  readonly clientAuthentication = 'post';
  readonly scopes = ['read_write'];
  readonly client: OAuthClient | undefined;
  readonly server: AuthorizationServer;

  constructor(@Inject(stripeConfig.token) private readonly config: StripeConfig) {
    const { clientId, secretKey, connectBaseUrl } = config;
    this.client = clientId && secretKey ? { clientId, clientSecret: secretKey } : undefined;
    this.server = {
      issuer: connectBaseUrl,
      authorizationEndpoint: `${connectBaseUrl}/oauth/authorize`,
      tokenEndpoint: `${connectBaseUrl}/oauth/token`,
    };
  }

  /** Stripe's tokens do not end: its refresh token, made for other purposes, is left out. */
  tokenAnswer(answer: TokenEndpointAnswer): TokenEndpointAnswer {
    const { data } = granted.safeParse(answer.body);
    return data ? { ...answer, body: { ...data, refresh_token: undefined } } : answer;
  }

  async account({ accessToken }: TokenGrant, http: ProviderFetch): Promise<ProviderAccount> {
    const { id, email, country, business_profile } = await this.accountOf(accessToken, http);
    const name = business_profile?.name ?? email;
    return {
      id,
      label: name ? `${name} (${id})` : id,
      details: { ...(email && { email }), ...(country !== undefined && { country }) },
    };
  }

  /** Takes the platform's access to the account away. */
  async revoke({ accessToken }: OAuthTokens, http: ProviderFetch): Promise<void> {
    const { id } = await this.accountOf(accessToken, http);
    await askProvider(
      {
        about: { provider: 'stripe', operation: 'oauth.revoke' },
        url: new URL(`${this.config.connectBaseUrl}/oauth/deauthorize`),
        headers: { authorization: `Bearer ${this.config.secretKey}` },
        form: { client_id: this.config.clientId ?? '', stripe_user_id: id },
        answer: deauthorized,
      },
      http,
    );
  }

  private accountOf(accessToken: string, http: ProviderFetch): Promise<z.output<typeof account>> {
    const question = {
      about: { provider: 'stripe', operation: 'oauth.account' },
      url: new URL(`${this.config.baseUrl}/v1/account`),
      headers: { authorization: `Bearer ${accessToken}` },
      answer: account,
    };
    return askProvider(question, http);
  }
}
