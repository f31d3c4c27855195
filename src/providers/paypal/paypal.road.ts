import type { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import type { Authorization } from '../../outbound/authorization/authorization.js';
import { ClientCredentialsAuthorization } from '../../outbound/authorization/client-credentials-authorization.js';
import type { OutboundResponse } from '../../outbound/outbound-call.js';
import type { RoadPolicy } from '../../outbound/road-policy.js';
import type { PayPalConfig } from './paypal.config.js';
import { issueOf } from './paypal.errors.js';

/** For what PayPal tells everybody, such as its certificates. */
const BARE: Authorization = { authorize: async (call) => call };

/**
 * How calls to PayPal behave on the road out.
 * @see https://developer.paypal.com/api/rest/authentication/
 * @see https://developer.paypal.com/reference/guidelines/idempotency/
 */
export function paypalPolicy(
  { client, baseUrl }: PayPalConfig,
  connections: Pick<ConnectionAuthorizations, 'forProvider'>,
): RoadPolicy {
  return {
    writes: { by: 'header', header: 'paypal-request-id' },
    retryHint,
    authorization: (send) => {
      const own = client
        ? new ClientCredentialsAuthorization({
            provider: 'paypal',
            tokenUrl: new URL(`${baseUrl}/v1/oauth2/token`),
            ...client,
            clientAuthentication: 'basic',
            send,
          })
        : BARE;
      return connections.forProvider('paypal', own);
    },
  };
}

/** PayPal refuses a request while another under the same `PayPal-Request-Id` is still at work, and wants it later. */
function retryHint({ status, body }: OutboundResponse): boolean | undefined {
  return status === 409 && issueOf(body) === 'PREVIOUS_REQUEST_IN_PROGRESS' ? true : undefined;
}
