import type { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import { ClientCredentialsAuthorization } from '../../outbound/authorization/client-credentials-authorization.js';
import type { RoadPolicy } from '../../outbound/road-policy.js';
import type { SalesforceConfig } from './salesforce.config.js';
import { isWorthRepeating } from './salesforce.errors.js';

/**
 * How calls to Salesforce behave on the road out. It has no idempotency keys: a record whose making is not answered is
 * not made again.
 */
export function salesforcePolicy(
  { client }: SalesforceConfig,
  connections: Pick<ConnectionAuthorizations, 'forProvider'>,
): RoadPolicy {
  return {
    writes: { by: 'none' },
    retryHint: isWorthRepeating,
    answersJson: true,
    authorization: (send) => {
      // Salesforce gives such tokens at the organisation's own address only, and that is where they are good.
      // https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_client_credentials_flow.htm&type=5
      const own =
        client &&
        new ClientCredentialsAuthorization({
          provider: 'salesforce',
          tokenUrl: new URL(`${client.baseUrl}/services/oauth2/token`),
          clientId: client.id,
          clientSecret: client.secret,
          clientAuthentication: 'post',
          send,
        });
      return connections.forProvider('salesforce', own);
    },
  };
}
