import { z } from 'zod';
import type {
  AuthorizationServer,
  OAuthApp,
  OAuthClient,
  ProviderAccount,
  ProviderFetch,
  TokenGrant,
} from '../../../contracts/connections.js';
import { ResponseFormatError } from '../../../contracts/errors.js';
import { askProvider } from '../provider-answer.js';
import type { OAuth2Settings } from './app-settings.js';

/** What a field of an account may hold. */
const word = z.union([z.string().min(1), z.number()]).transform(String);

/** An app at any OAuth 2 server, from configuration alone; one of its endpoints says whose account it is. */
export class OAuth2App implements OAuthApp {
  readonly title: string;
  readonly variables: readonly string[];
  readonly server: AuthorizationServer;
  readonly pkce: boolean;
  readonly clientAuthentication: 'basic' | 'post';
  readonly scopes: readonly string[];

  constructor(
    private readonly provider: string,
    prefix: string,
    private readonly settings: OAuth2Settings,
    readonly client: OAuthClient | undefined,
  ) {
    this.title = settings.TITLE ?? provider;
    this.variables = [`${prefix}_CLIENT_ID`, `${prefix}_CLIENT_SECRET`];
    this.server = {
      issuer: new URL(settings.AUTHORIZATION_URL).origin,
      authorizationEndpoint: settings.AUTHORIZATION_URL,
      tokenEndpoint: settings.TOKEN_URL,
      ...(settings.REVOCATION_URL !== undefined && { revocationEndpoint: settings.REVOCATION_URL }),
    };
    this.pkce = settings.PKCE === 'on';
    this.clientAuthentication = settings.CLIENT_AUTHENTICATION;
    this.scopes = settings.SCOPES;
  }

  async account({ accessToken }: TokenGrant, http: ProviderFetch): Promise<ProviderAccount> {
    const { ACCOUNT_URL, ACCOUNT_ID, ACCOUNT_LABEL } = this.settings;
    const about = { provider: this.provider, operation: 'oauth.account' };
    const answer = await askProvider(
      {
        about,
        url: new URL(ACCOUNT_URL),
        headers: { authorization: `Bearer ${accessToken}` },
        answer: z.unknown(),
      },
      http,
    );
    const id = word.safeParse(fieldOf(answer, ACCOUNT_ID)).data;
    if (id === undefined) {
      const message = `${this.title} does not say who has granted access: its answer has no ${ACCOUNT_ID}.`;
      throw new ResponseFormatError(message, about);
    }
    const label =
      ACCOUNT_LABEL === undefined ? undefined : word.safeParse(fieldOf(answer, ACCOUNT_LABEL)).data;
    return { id, label: label ?? id };
  }
}

/** @param path of names, dotted: `data.user.id` */
function fieldOf(answer: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => record.safeParse(value).data?.[name], answer);
}

const record = z.record(z.string(), z.unknown());
