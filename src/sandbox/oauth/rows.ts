import { z } from 'zod';
import type { State, TableOptions } from '../state.js';

const grant = z.object({
  id: z.string(),
  /** The provider's account that gave it: a workspace, a person, an organisation. */
  account: z.string(),
  scopes: z.array(z.string()),
  /** Unix time in seconds. */
  created: z.number(),
  /** Who ended it: the account's owner, the app, or the server itself, since a refresh token came twice. */
  ended: z.enum(['owner', 'app', 'reuse']).optional(),
});

const code = z.object({
  id: z.string(),
  account: z.string(),
  scopes: z.array(z.string()),
  redirectUri: z.string(),
  /** Of PKCE, by S256. */
  challenge: z.string().optional(),
  nonce: z.string().optional(),
  /** Whether it is worth a refresh token, too. */
  refreshable: z.boolean(),
  created: z.number(),
  /** Unix time in ms. */
  expiresAt: z.number(),
  /** What it was exchanged for. */
  grant: z.string().optional(),
});

const accessToken = z.object({
  id: z.string(),
  grant: z.string(),
  scopes: z.array(z.string()),
  created: z.number(),
  /** Unix time in ms. */
  expiresAt: z.number(),
});

const refreshToken = z.object({
  id: z.string(),
  grant: z.string(),
  created: z.number(),
  /** Whether another has taken its place. */
  used: z.boolean(),
});

/** What an account has allowed an app to do. */
export type Grant = z.output<typeof grant>;
export type AuthorizationCode = z.output<typeof code>;
export type AccessToken = z.output<typeof accessToken>;

/** What an authorization server remembers, by table. */
export interface OAuthRows {
  grant: Grant;
  code: AuthorizationCode;
  access_token: AccessToken;
  refresh_token: z.output<typeof refreshToken>;
}

/** The memory of an authorization server, which may hold more than it needs. */
export type OAuthState = Pick<State<OAuthRows>, 'table' | 'put' | 'transaction'>;

const MONTH_SECONDS = 30 * 86_400;

/** The tables of every sandbox with an authorization server. Grants and refresh tokens stay for ever. */
export const OAUTH_TABLES = {
  grant: { row: grant },
  code: { row: code, keptSeconds: 86_400 },
  access_token: { row: accessToken, keptSeconds: MONTH_SECONDS },
  refresh_token: { row: refreshToken },
} satisfies { [K in keyof OAuthRows]: TableOptions<OAuthRows[K]> };
