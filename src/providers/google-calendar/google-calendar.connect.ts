import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import type {
  AuthorizationRequest,
  AuthorizationServer,
  OAuthApp,
  OAuthClient,
  ProviderAccount,
  TokenGrant,
} from '../../contracts/connections.js';
import { ResponseFormatError } from '../../contracts/errors.js';
import { OAuthAppFacet } from '../../platform/facets/facets.js';
import { googleCalendarConfig, type GoogleCalendarConfig } from './google-calendar.config.js';
import { CALENDAR_SCOPES } from './google-calendar.scopes.js';

/** `hd` is the Google Workspace domain; people outside one have none. */
const idToken = z.object({ sub: z.string().min(1), email: z.string().optional(), hd: z.string().optional() });

/**
 * A Google account, whose id token says who it is. Google's e-mail scope goes by its long name, because that is how it
 * comes back among the granted ones.
 * @see https://developers.google.com/identity/protocols/oauth2/web-server
 * @see https://developers.google.com/identity/openid-connect/openid-connect
 */
@Injectable()
@OAuthAppFacet('google-calendar')
export class GoogleCalendarConnect implements OAuthApp {
  readonly title = 'Google Calendar';
  readonly variables = ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'];
  readonly registrationUrl = 'https://console.cloud.google.com/auth/clients';
  readonly pkce = true;
  readonly clientAuthentication = 'post';
  readonly scopes = ['openid', 'https://www.googleapis.com/auth/userinfo.email', ...CALENDAR_SCOPES];
  readonly client: OAuthClient | undefined;
  readonly server: AuthorizationServer;

  constructor(@Inject(googleCalendarConfig.token) { client, server }: GoogleCalendarConfig) {
    this.client = client;
    this.server = server;
  }

  /** Google gives a refresh token only when asked for one, and a second one only to those who consent again. */
  authorizationParameters({ accountHint }: AuthorizationRequest): Record<string, string> {
    return {
      access_type: 'offline',
      prompt: 'consent',
      include_granted_scopes: 'true',
      ...(accountHint !== undefined && { login_hint: accountHint }),
    };
  }

  async account({ claims }: TokenGrant): Promise<ProviderAccount> {
    const { data } = idToken.safeParse(claims);
    if (!data) {
      const message = 'Google has granted a token, but its id token does not say to whom. Try again.';
      throw new ResponseFormatError(message, { provider: 'google-calendar', operation: 'oauth.account' });
    }
    const { sub, email, hd } = data;
    return {
      id: sub,
      label: email ?? sub,
      details: { ...(email !== undefined && { email }), ...(hd !== undefined && { domain: hd }) },
    };
  }
}
