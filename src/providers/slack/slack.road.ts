import type { ConnectionAuthorizations } from '../../connections/credentials/connection-authorization.js';
import { BearerAuthorization } from '../../outbound/authorization/bearer-authorization.js';
import type { RoadPolicy } from '../../outbound/road-policy.js';
import type { SlackConfig } from './slack.config.js';
import { refusesToken } from './slack.errors.js';

/**
 * How calls to Slack behave on the road out. Slack has no idempotency keys: a message whose answer is lost is never
 * sent again, its outcome is unknown.
 * @see https://docs.slack.dev/apis/web-api/
 */
export function slackPolicy(
  { botToken }: Pick<SlackConfig, 'botToken'>,
  authorizations: ConnectionAuthorizations,
): RoadPolicy {
  const own = botToken === undefined ? undefined : new BearerAuthorization({ token: botToken });
  return {
    writes: { by: 'none' },
    authorization: authorizations.forProvider('slack', own),
    refusesCredential: refusesToken,
  };
}
