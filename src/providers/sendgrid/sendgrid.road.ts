import type { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import { BearerAuthorization } from '../../outbound/authorization/bearer-authorization.js';
import type { RoadPolicy } from '../../outbound/road-policy.js';
import type { SendGridConfig } from './sendgrid.config.js';

/**
 * How calls to SendGrid behave on the road out. SendGrid has no idempotency keys: an e-mail whose answer is lost is never
 * sent again, its outcome is unknown.
 * @see https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/authentication
 */
export function sendgridPolicy(
  { apiKey }: Pick<SendGridConfig, 'apiKey'>,
  authorizations: Pick<ConnectionAuthorizations, 'forProvider'>,
): RoadPolicy {
  const own = apiKey === undefined ? undefined : new BearerAuthorization({ token: apiKey });
  return { writes: { by: 'none' }, authorization: authorizations.forProvider('sendgrid', own) };
}
