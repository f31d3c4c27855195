import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type {
  AuthorizationServer,
  OAuthApp,
  OAuthClient,
  ProviderAccount,
  ProviderFetch,
  TokenGrant,
} from '../../contracts/connections.js';
import { ResponseFormatError } from '../../contracts/errors.js';
import { askProvider } from '../../connections/providers/provider-answer.js';
import { isLoopback } from '../../platform/config/values.js';
import { OAuthAppFacet } from '../../platform/facets/facets.js';
import { salesforceConfig, type SalesforceConfig } from './salesforce.config.js';

/** Hosts of Salesforce, those of its government cloud among them. */
const SALESFORCE_HOST = /\.salesforce\.(?:com|mil)$/;

const tokenAnswer = z.object({ id: z.string(), instance_url: z.string() });

/** @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_openid.htm&type=5 */
const identity = z.object({
  organization_id: z.string(),
  user_id: z.string(),
  username: z.string(),
});

/**
 * A Salesforce organisation, seen through the eyes of the user who has signed in. The host of people's logins decides
 * whether it is a production organisation or a sandbox.
 * @see https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm&type=5
 */
@Injectable()
@OAuthAppFacet('salesforce')
export class SalesforceConnect implements OAuthApp {
  readonly title = 'Salesforce';
  readonly variables = ['SALESFORCE_CLIENT_ID', 'SALESFORCE_CLIENT_SECRET'];
  readonly registrationUrl =
    'https://login.salesforce.com/lightning/setup/ManageExternalClientApplication/home';
  readonly pkce = true;
  readonly clientAuthentication = 'post';
  readonly scopes = ['api', 'id', 'refresh_token'];
  /**
   * Salesforce does not say. A session ends two hours after its last use, unless an administrator has chosen otherwise
   * (15 minutes to 24 hours); a token that ends earlier is refused, and renewed then.
   */
  readonly tokenLifetimeSeconds = 7_200;
  readonly client: OAuthClient | undefined;
  readonly server: AuthorizationServer;
  private readonly loginOrigin: string;

  constructor(@Inject(salesforceConfig.token) { app, loginUrl }: SalesforceConfig) {
    this.client = app;
    this.server = {
      issuer: loginUrl,
      authorizationEndpoint: `${loginUrl}/services/oauth2/authorize`,
      tokenEndpoint: `${loginUrl}/services/oauth2/token`,
      revocationEndpoint: `${loginUrl}/services/oauth2/revoke`,
    };
    this.loginOrigin = new URL(loginUrl).origin;
  }

  /** The answer itself names the address at which to ask, so that its host is looked at before the token goes there. */
  async account({ accessToken, answer }: TokenGrant, http: ProviderFetch): Promise<ProviderAccount> {
    const { data } = tokenAnswer.safeParse(answer);
    const url = this.trusted(data?.id);
    const instance = this.trusted(data?.instance_url);
    const { organization_id, user_id, username } = await askProvider(
      {
        about: { provider: 'salesforce', operation: 'oauth.account' },
        url,
        headers: { authorization: `Bearer ${accessToken}` },
        answer: identity,
      },
      http,
    );
    return {
      id: organization_id,
      label: `${instance.hostname} (${username})`,
      details: { instance_url: instance.origin, user_id, username },
    };
  }

  /** @throws ResponseFormatError for an address that is neither Salesforce's nor that of the login */
  private trusted(address: string | undefined): URL {
    const url = address !== undefined && URL.canParse(address) ? new URL(address) : undefined;
    if (url && (url.origin === this.loginOrigin || isSalesforce(url) || this.isStandIn(url))) return url;
    throw new ResponseFormatError(
      'Salesforce has granted a token, but not for an address of its own. Check SALESFORCE_LOGIN_URL.',
      { provider: 'salesforce', operation: 'oauth.account' },
    );
  }

  /** On this machine, and only when people log in here, too. */
  private isStandIn({ hostname }: URL): boolean {
    return isLoopback(hostname) && isLoopback(new URL(this.loginOrigin).hostname);
  }
}

function isSalesforce({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' && SALESFORCE_HOST.test(hostname);
}
