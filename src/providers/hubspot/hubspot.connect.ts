import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type {
  AuthorizationServer,
  OAuthApp,
  OAuthClient,
  ProviderAccount,
  ProviderFetch,
  TokenEndpointAnswer,
  TokenGrant,
} from '../../contracts/connections.js';
import { askProvider } from '../../connections/providers/provider-answer.js';
import { OAuthAppFacet } from '../../platform/facets/facets.js';
import { hubspotConfig, type HubSpotConfig } from './hubspot.config.js';

/** The version of its OAuth API. The one before, v1, ends on 2027-02-16, and has tokens in its paths. */
const VERSION = '2026-03';

const granted = z.looseObject({ access_token: z.string(), scopes: z.array(z.string()) });

const introspection = z.object({
  hub_id: z.number().int(),
  hub_domain: z.string().optional(),
  user: z.string().optional(),
});

/**
 * A HubSpot account, into which somebody installs the app.
 * @see https://developers.hubspot.com/docs/api-reference/latest/authentication/manage-oauth-tokens
 */
@Injectable()
@OAuthAppFacet('hubspot')
export class HubSpotConnect implements OAuthApp {
  readonly title = 'HubSpot';
  readonly variables = ['HUBSPOT_CLIENT_ID', 'HUBSPOT_CLIENT_SECRET'];
  readonly registrationUrl = 'https://app.hubspot.com/developer';
  readonly pkce = true;
  readonly clientAuthentication = 'post';
  readonly scopes = ['oauth', 'crm.objects.contacts.read', 'crm.objects.contacts.write'];
  readonly client: OAuthClient | undefined;
  readonly server: AuthorizationServer;
  private readonly introspectionUrl: string;

  constructor(@Inject(hubspotConfig.token) { client, baseUrl, appBaseUrl }: HubSpotConfig) {
    this.client = client;
    this.server = {
      issuer: appBaseUrl,
      authorizationEndpoint: `${appBaseUrl}/oauth/authorize`,
      tokenEndpoint: `${baseUrl}/oauth/${VERSION}/token`,
      revocationEndpoint: `${baseUrl}/oauth/${VERSION}/token/revoke`,
    };
    this.introspectionUrl = `${baseUrl}/oauth/${VERSION}/token/introspect`;
  }

  /** HubSpot lists what it has granted in `scopes`. */
  tokenAnswer(answer: TokenEndpointAnswer): TokenEndpointAnswer {
    const { data } = granted.safeParse(answer.body);
    return data ? { ...answer, body: { ...data, scope: data.scopes.join(' ') } } : answer;
  }

  async account({ accessToken }: TokenGrant, http: ProviderFetch): Promise<ProviderAccount> {
    const { hub_id, hub_domain, user } = await askProvider(
      {
        about: { provider: 'hubspot', operation: 'oauth.account' },
        url: new URL(this.introspectionUrl),
        headers: {},
        form: {
          client_id: this.client?.clientId ?? '',
          client_secret: this.client?.clientSecret ?? '',
          token: accessToken,
          token_type_hint: 'access_token',
        },
        answer: introspection,
      },
      http,
    );
    const id = String(hub_id);
    return {
      id,
      label: hub_domain === undefined ? `HubSpot account ${id}` : `${hub_domain} (${id})`,
      details: {
        ...(hub_domain !== undefined && { hub_domain }),
        ...(user !== undefined && { installed_by: user }),
      },
    };
  }
}
