import type { Issued } from '../oauth/authorization-server.js';
import type { RefusalTable } from '../oauth/refusals.js';
import { APP_ID, workspaceOf } from './workspaces.js';

/**
 * Slack's words for why there is no token; the status stays 200. For a wrong verifier Slack documents none.
 * @see https://docs.slack.dev/reference/methods/oauth.v2.access
 */
export const REFUSALS: RefusalTable<string> = {
  unknown_client: 'invalid_client_id',
  wrong_secret: 'bad_client_secret',
  unsupported_grant_type: 'invalid_grant_type',
  unknown_code: 'invalid_code',
  used_code: 'code_already_used',
  expired_code: 'invalid_code',
  other_redirect_uri: 'bad_redirect_uri',
  wrong_verifier: 'invalid_code_verifier',
  unknown_refresh_token: 'invalid_refresh_token',
};

/** What `oauth.v2.access` answers, with token rotation on. @see https://docs.slack.dev/authentication/using-token-rotation */
export function tokenAnswer({ grant, accessToken, expiresIn, refreshToken }: Issued): object {
  const workspace = workspaceOf(grant.account);
  return {
    ok: true,
    app_id: APP_ID,
    authed_user: { id: workspace.people[0].id },
    scope: accessToken.scopes.join(','),
    token_type: 'bot',
    access_token: accessToken.id,
    bot_user_id: workspace.botUserId,
    refresh_token: refreshToken,
    expires_in: expiresIn,
    team: { id: workspace.id, name: workspace.name },
    enterprise: null,
    is_enterprise_install: false,
  };
}
