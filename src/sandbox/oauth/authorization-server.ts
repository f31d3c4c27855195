import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import { isLoopback } from '../../platform/config/values.js';
import { TokenRefusal } from './refusals.js';
import type { AccessToken, AuthorizationCode, Grant, OAuthState } from './rows.js';

/** Every provider's codes live minutes at most (RFC 6749, 4.1.2). */
const CODE_LIFETIME_MS = 60_000;

/** What differs between providers. */
export interface AuthorizationServerOptions {
  clientId: string;
  clientSecret: string;
  /** Where it may send people back to. @default any address of this machine */
  redirectUris?: readonly string[] | undefined;
  accessTokenLifetimeMs: number;
  /** Whether each refresh gives a new refresh token and ends the old one. */
  rotates: boolean;
  /** New tokens that look like the provider's. */
  newToken(kind: 'code' | 'access' | 'refresh', account: string): string;
}

/** What a person has agreed to. */
export interface Approval {
  account: string;
  scopes: readonly string[];
  redirectUri: string;
  challenge?: string | undefined;
  nonce?: string | undefined;
  refreshable: boolean;
}

/** What the token endpoint gives out. */
export interface Issued {
  grant: Grant;
  accessToken: AccessToken;
  /** Seconds, rounded down. */
  expiresIn: number;
  refreshToken: string | undefined;
  /** Of the authorization request, for an id token. */
  nonce: string | undefined;
}

/** What an access token is worth. */
export type TokenStanding =
  | { readonly is: 'good'; readonly grant: Grant; readonly token: AccessToken }
  | { readonly is: 'unknown' }
  | { readonly is: 'expired'; readonly token: AccessToken }
  | { readonly is: 'ended'; readonly by: NonNullable<Grant['ended']> };

/**
 * An OAuth 2.0 authorization server without its endpoints (RFC 6749): codes that work once, PKCE (RFC 7636), access
 * tokens that end, refresh tokens that rotate where the provider's do, revocation. A code or a rotated refresh token
 * that comes a second time ends what it was exchanged for (RFC 6749, 4.1.2; RFC 9700, 4.14.2).
 */
export class AuthorizationServer {
  constructor(
    private readonly state: OAuthState,
    readonly options: AuthorizationServerOptions,
  ) {}

  /** Whether people may be sent back there. */
  allowsRedirectTo(address: string): boolean {
    const { redirectUris } = this.options;
    if (redirectUris) return redirectUris.includes(address);
    return URL.canParse(address) && isLoopback(new URL(address).hostname);
  }

  /** A code for what a person has agreed to, good for a minute. */
  approve(approval: Approval): string {
    const id = this.options.newToken('code', approval.account);
    const expiresAt = Date.now() + CODE_LIFETIME_MS;
    const row = { ...approval, id, scopes: [...approval.scopes], created: nowSeconds(), expiresAt };
    this.state.transaction(() => this.state.put('code', row));
    return id;
  }

  /** @throws TokenRefusal unless they are the app's */
  authenticate(clientId: string, clientSecret: string): void {
    if (!same(clientId, this.options.clientId)) throw new TokenRefusal('unknown_client');
    if (!same(clientSecret, this.options.clientSecret)) throw new TokenRefusal('wrong_secret');
  }

  /** Exchanges a code. @throws TokenRefusal for one that is not good, or not with these */
  exchange(given: { code: string; redirectUri: string; verifier: string | undefined }): Issued {
    const code = this.state.table('code').get(given.code);
    if (!code) throw new TokenRefusal('unknown_code');
    if (code.grant) {
      this.end(code.grant, 'reuse');
      throw new TokenRefusal('used_code');
    }
    if (code.expiresAt <= Date.now()) throw new TokenRefusal('expired_code');
    if (code.redirectUri !== given.redirectUri) throw new TokenRefusal('other_redirect_uri');
    if (!provesChallenge(code, given.verifier)) throw new TokenRefusal('wrong_verifier');
    return this.state.transaction(() => {
      const { account, scopes } = code;
      const grant = this.state.put('grant', { id: randomUUID(), account, scopes, created: nowSeconds() });
      this.state.put('code', { ...code, grant: grant.id });
      const refreshToken = code.refreshable ? this.newRefreshToken(grant) : undefined;
      return { ...this.newAccessToken(grant), refreshToken, nonce: code.nonce };
    });
  }

  /** @throws TokenRefusal for a token that is unknown, used already, or of a grant that has ended */
  refresh(token: string): Issued {
    const row = this.state.table('refresh_token').get(token);
    const grant = row && this.state.table('grant').get(row.grant);
    if (!grant || grant.ended) throw new TokenRefusal('unknown_refresh_token');
    if (row.used) {
      this.end(grant.id, 'reuse');
      throw new TokenRefusal('unknown_refresh_token');
    }
    return this.state.transaction(() => {
      let refreshToken: string | undefined;
      if (this.options.rotates) {
        this.state.put('refresh_token', { ...row, used: true });
        refreshToken = this.newRefreshToken(grant);
      }
      return { ...this.newAccessToken(grant), refreshToken, nonce: undefined };
    });
  }

  /** A token for an account that needs nobody's consent: the app's own, or a service account's. */
  issue(account: string, scopes: readonly string[]): Issued {
    return this.state.transaction(() => {
      const before = this.livingGrants(account).find((each) => each.scopes.join() === scopes.join());
      const row = { id: randomUUID(), account, scopes: [...scopes], created: nowSeconds() };
      const grant = before ?? this.state.put('grant', row);
      return { ...this.newAccessToken(grant), refreshToken: undefined, nonce: undefined };
    });
  }

  /** What an access token is worth at this moment. */
  standing(accessToken: string): TokenStanding {
    const token = this.state.table('access_token').get(accessToken);
    const grant = token && this.state.table('grant').get(token.grant);
    if (!grant) return { is: 'unknown' };
    if (grant.ended) return { is: 'ended', by: grant.ended };
    return token.expiresAt <= Date.now() ? { is: 'expired', token } : { is: 'good', grant, token };
  }

  /** Ends one access token; its grant lives on. */
  endAccessToken(accessToken: string): void {
    const token = this.state.table('access_token').get(accessToken);
    if (token) this.state.transaction(() => this.state.put('access_token', { ...token, expiresAt: 0 }));
  }

  /** The living grant of an access or a refresh token, an expired one included. */
  grantOf(token: string): Grant | undefined {
    const { state } = this;
    const row = state.table('access_token').get(token) ?? state.table('refresh_token').get(token);
    const grant = row && state.table('grant').get(row.grant);
    return grant?.ended ? undefined : grant;
  }

  /** Grants that have not ended, newest first; of one account where it is given. */
  livingGrants(account?: string): Grant[] {
    const all = [...this.state.table('grant').older()];
    return all.filter((grant) => !grant.ended && (account === undefined || grant.account === account));
  }

  /** Ends a grant and with it all its tokens. */
  end(grantId: string, ended: NonNullable<Grant['ended']>): void {
    const grant = this.state.table('grant').get(grantId);
    if (!grant || grant.ended) return;
    this.state.transaction(() => this.state.put('grant', { ...grant, ended }));
  }

  /** Ends every grant of an account. */
  endAll(account: string, ended: NonNullable<Grant['ended']>): void {
    for (const { id } of this.livingGrants(account)) this.end(id, ended);
  }

  private newAccessToken(grant: Grant): Pick<Issued, 'grant' | 'accessToken' | 'expiresIn'> {
    const { accessTokenLifetimeMs, newToken } = this.options;
    const accessToken = this.state.put('access_token', {
      id: newToken('access', grant.account),
      grant: grant.id,
      scopes: grant.scopes,
      created: nowSeconds(),
      expiresAt: Date.now() + accessTokenLifetimeMs,
    });
    return { grant, accessToken, expiresIn: Math.floor(accessTokenLifetimeMs / 1000) };
  }

  private newRefreshToken(grant: Grant): string {
    const id = this.options.newToken('refresh', grant.account);
    this.state.put('refresh_token', { id, grant: grant.id, created: nowSeconds(), used: false });
    return id;
  }
}

/** By S256 (RFC 7636, 4.6). A verifier without a challenge is no proof either: somebody has taken the challenge away. */
function provesChallenge({ challenge }: AuthorizationCode, verifier: string | undefined): boolean {
  if (challenge === undefined || verifier === undefined) return challenge === verifier;
  return same(createHash('sha256').update(verifier).digest('base64url'), challenge);
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
