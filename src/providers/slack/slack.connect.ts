import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type {
  AuthorizationRequest,
  AuthorizationServer,
  OAuthApp,
  OAuthClient,
  OAuthTokens,
  ProviderAccount,
  ProviderFetch,
  TokenEndpointAnswer,
  TokenGrant,
} from '../../contracts/connections.js';
import { AuthenticationError, ProviderError, ResponseFormatError } from '../../contracts/errors.js';
import { askProvider } from '../../connections/providers/provider-answer.js';
import { OAuthAppFacet } from '../../platform/facets/facets.js';
import { slackConfig, type SlackConfig } from './slack.config.js';

/** Slack's words for a refusal in those of RFC 6749, 5.2. Whatever is not here is `invalid_request`. */
const REFUSALS: Readonly<Record<string, string>> = {
  invalid_code: 'invalid_grant',
  code_expired: 'invalid_grant',
  code_already_used: 'invalid_grant',
  bad_redirect_uri: 'invalid_grant',
  invalid_refresh_token: 'invalid_grant',
  token_expired: 'invalid_grant',
  token_revoked: 'invalid_grant',
  account_inactive: 'invalid_grant',
  authorization_not_found: 'invalid_grant',
  invalid_client_id: 'invalid_client',
  bad_client_secret: 'invalid_client',
  invalid_grant_type: 'unsupported_grant_type',
  internal_error: 'temporarily_unavailable',
  fatal_error: 'temporarily_unavailable',
  service_unavailable: 'temporarily_unavailable',
  request_timeout: 'temporarily_unavailable',
  ratelimited: 'temporarily_unavailable',
};

/** What is asked for, and why. @see https://docs.slack.dev/reference/scopes */
const SCOPES = [
  'chat:write', // to post, update and delete
  'chat:write.public', // to post into public channels without an invitation
  'channels:read', // to find a channel by its name
  'groups:read', // likewise a private one
  'users:read', // comes with the next one
  'users:read.email', // to find a person by e-mail address
  'files:write', // to send attachments
  'channels:history', // to look whether a message whose answer was lost is there
  'groups:history', // likewise in private channels
  'im:history', // likewise in direct messages
  'im:write', // to open a direct message, to look into it
];

const refusal = z.object({ ok: z.literal(false), error: z.string() });

const grant = z.looseObject({ ok: z.literal(true), token_type: z.literal('bot') });

const named = z.object({ id: z.string(), name: z.string().optional() });
const installation = z.object({
  team: named.nullish(),
  enterprise: named.nullish(),
  is_enterprise_install: z.boolean().optional(),
  app_id: z.string().optional(),
  bot_user_id: z.string().optional(),
});

/**
 * A Slack app, installed into a workspace or a whole organisation. Its token is the bot's; scopes of a person
 * (`user_scope`) are not asked for, since a connection has one token.
 *
 * Without PKCE: Slack takes it from apps only that were marked as public clients, which cannot be undone, and whose
 * refresh tokens then end after 30 days (https://docs.slack.dev/authentication/using-pkce).
 * @see https://docs.slack.dev/authentication/installing-with-oauth
 */
@Injectable()
@OAuthAppFacet('slack')
export class SlackConnect implements OAuthApp {
  readonly title = 'Slack';
  readonly variables = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET'];
  readonly registrationUrl = 'https://api.slack.com/apps';
  readonly pkce = false;
  readonly clientAuthentication = 'basic';
  readonly scopes = SCOPES;
  readonly scopeSeparator = ',';
  readonly client: OAuthClient | undefined;
  readonly server: AuthorizationServer;

  constructor(@Inject(slackConfig.token) private readonly config: SlackConfig) {
    const { client, baseUrl } = config;
    const { origin } = new URL(baseUrl);
    this.client = client;
    this.server = {
      issuer: origin,
      authorizationEndpoint: `${origin}/oauth/v2/authorize`,
      tokenEndpoint: `${baseUrl}/oauth.v2.access`,
    };
  }

  /** Preselects the workspace that is to be connected again. */
  authorizationParameters({ accountHint }: AuthorizationRequest): Record<string, string> {
    return accountHint === undefined ? {} : { team: accountHint };
  }

  /** `ok: false` comes with status 200, and what Slack calls a bot's token is a bearer token. */
  tokenAnswer(answer: TokenEndpointAnswer): TokenEndpointAnswer {
    const refused = refusal.safeParse(answer.body).data;
    if (refused) return refusalAnswer(refused.error);
    const granted = grant.safeParse(answer.body).data;
    return granted ? { ...answer, body: { ...granted, token_type: 'bearer' } } : answer;
  }

  /** The workspace, or the organisation when the app was installed for all of its workspaces. */
  async account({ answer }: TokenGrant): Promise<ProviderAccount> {
    const { data } = installation.safeParse(answer);
    const place = data?.is_enterprise_install ? data.enterprise : data?.team;
    if (!data || !place) throw unknownInstallation();
    return {
      id: place.id,
      label: place.name ?? place.id,
      details: present({
        team_id: data.team?.id,
        team_name: data.team?.name,
        enterprise_id: data.enterprise?.id,
        app_id: data.app_id,
        bot_user_id: data.bot_user_id,
      }),
    };
  }

  /** @see https://docs.slack.dev/reference/methods/auth.test */
  async check(tokens: OAuthTokens, http: ProviderFetch): Promise<void> {
    const about = { provider: 'slack', operation: 'credentials.check' };
    const word = await this.refusalOf('auth.test', about, tokens, http);
    if (word === undefined) return;
    if (isDead(word)) throw new AuthenticationError(`Slack takes the token no longer: ${word}.`, about);
    throw new ProviderError(`Slack does not say whether it takes the token: ${word}.`, about);
  }

  /** @see https://docs.slack.dev/reference/methods/auth.revoke */
  async revoke(tokens: OAuthTokens, http: ProviderFetch): Promise<void> {
    const about = { provider: 'slack', operation: 'oauth.revoke' };
    const word = await this.refusalOf('auth.revoke', about, tokens, http);
    // A token that Slack knows no longer is as good as revoked.
    if (word === undefined || isDead(word)) return;
    throw new ProviderError(`Slack did not revoke the token: ${word}. Remove the app in Slack.`, about);
  }

  /** Calls a method without arguments. @returns Slack's word, when it refuses */
  private async refusalOf(
    method: string,
    about: { provider: string; operation: string },
    { accessToken }: OAuthTokens,
    http: ProviderFetch,
  ): Promise<string | undefined> {
    const question = {
      about,
      url: new URL(`${this.config.baseUrl}/${method}`),
      headers: { authorization: `Bearer ${accessToken}` },
      form: {},
      answer: z.union([refusal, z.object({ ok: z.literal(true) })]),
    };
    const answer = await askProvider(question, http);
    return answer.ok ? undefined : answer.error;
  }
}

/** Whether a word says that the token is not, or no longer, good. */
function isDead(word: string): boolean {
  return word === 'invalid_auth' || REFUSALS[word] === 'invalid_grant';
}

function refusalAnswer(word: string): TokenEndpointAnswer {
  const error = REFUSALS[word] ?? 'invalid_request';
  const status = error === 'temporarily_unavailable' ? 503 : error === 'invalid_client' ? 401 : 400;
  return { status, body: { error, error_description: word } };
}

/** What Slack says; it leaves out or sends `null` for what there is not. */
function present(details: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(details).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function unknownInstallation(): ResponseFormatError {
  const message = 'Slack has granted a token, but does not say for which workspace. Try again.';
  return new ResponseFormatError(message, { provider: 'slack', operation: 'oauth.account' });
}
