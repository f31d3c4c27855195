import { ClientCredentialsAuthorization } from '../../outbound/authorization/client-credentials-authorization.js';
import type { RoadPolicy } from '../../outbound/road-policy.js';
import type { PayPalConfig } from './paypal.config.js';

/**
 * How calls to PayPal behave on the road out. Without credentials they go out bare: certificates are public.
 * @see https://developer.paypal.com/api/rest/authentication/
 * @see https://developer.paypal.com/reference/guidelines/idempotency/
 */
export function paypalPolicy({ client, baseUrl }: PayPalConfig): RoadPolicy {
  return {
    writes: { by: 'header', header: 'paypal-request-id' },
    ...(client && {
      authorization: (send) =>
        new ClientCredentialsAuthorization({
          provider: 'paypal',
          tokenUrl: new URL(`${baseUrl}/v1/oauth2/token`),
          ...client,
          clientAuthentication: 'basic',
          send,
        }),
    }),
  };
}
