import { Injectable } from '@nestjs/common';
import { refreshTokenGrant } from 'openid-client';
import type { OAuthTokens } from '../../contracts/connections.js';
import { AuthenticationError, IntegrationError, NotConfiguredError } from '../../contracts/errors.js';
import type { ConnectionRow } from '../accounts/connection-row.js';
import { isTokens, type EnteredCredential, type KeptCredential } from '../credentials/kept-credential.js';
import { OAuthClients, toGrant } from '../flow/oauth-client.js';
import { isInvalidGrant, refusalOf, toIntegrationError } from '../flow/oauth-errors.js';
import { ConnectableProviders, type ConnectableProvider } from '../providers/connectable-providers.js';
import { OAuthRoads } from '../roads/oauth-roads.js';

/** What a provider has given instead of a credential that was about to end. */
export interface RenewedCredential {
  readonly credential: KeptCredential;
  readonly expiresAt: Date | undefined;
  /** The scopes that it names; `undefined` when it names none, which means those of before (RFC 6749, 6). */
  readonly scopes?: readonly string[] | undefined;
}

/** The provider takes a credential no longer, and will not again. */
export class CredentialRefused extends Error {
  override readonly name = 'CredentialRefused';
}

/** How a refresh is called in logs, and on the road. */
export const REFRESH_OPERATION = 'oauth.refresh';
const MINT_OPERATION = 'credentials.mint';

/** Asks providers for new tokens: by a refresh token (RFC 6749, 6), or by what was entered once. */
@Injectable()
export class TokenRenewal {
  constructor(
    private readonly providers: ConnectableProviders,
    private readonly clients: OAuthClients,
    private readonly roads: OAuthRoads,
  ) {}

  /**
   * Asks for a new token. What the provider keeps to itself stays as it was: few send a new refresh token each time.
   * @throws CredentialRefused when the provider says that the grant has ended
   * @throws IntegrationError when it may go better later; also when the product's own client is refused, which connecting
   *   the account again would not mend
   */
  async renew(row: ConnectionRow, kept: KeptCredential): Promise<RenewedCredential> {
    const provider = this.providers.find(row.provider);
    if (!provider) {
      const message = `${row.provider} is no provider of Hookline any more. Load its module again, or disconnect ${row.id}.`;
      throw new NotConfiguredError(message, { provider: row.provider, operation: REFRESH_OPERATION });
    }
    return isTokens(kept) ? this.byRefreshToken(provider, row, kept) : this.byMinting(provider, row, kept);
  }

  private async byRefreshToken(
    provider: ConnectableProvider,
    row: ConnectionRow,
    tokens: OAuthTokens,
  ): Promise<RenewedCredential> {
    const { oauth } = provider;
    if (!oauth || tokens.refreshToken === undefined)
      throw new CredentialRefused('There is no refresh token.');
    try {
      const configuration = await this.clients.configurationOf(provider, REFRESH_OPERATION, row.id);
      const grant = toGrant(await refreshTokenGrant(configuration, tokens.refreshToken), oauth);
      const refreshToken = grant.refreshToken ?? tokens.refreshToken;
      const credential = { accessToken: grant.accessToken, refreshToken };
      return { credential, expiresAt: grant.expiresAt, scopes: grant.scopes };
    } catch (error) {
      const fault = toIntegrationError(error, { provider: provider.name, operation: REFRESH_OPERATION });
      if (!isInvalidGrant(fault)) throw fault;
      const why = refusalOf(fault)?.message ?? 'invalid_grant';
      throw new CredentialRefused(`${provider.title} takes the refresh token no longer: ${why}.`);
    }
  }

  private async byMinting(
    { name, title, form }: ConnectableProvider,
    row: ConnectionRow,
    { values }: EnteredCredential,
  ): Promise<RenewedCredential> {
    if (!form?.mint) throw new CredentialRefused('There is nothing that a token could be had for.');
    try {
      const minted = await form.mint(values, this.roads.fetchFor(name, MINT_OPERATION, row.id));
      return { credential: { values, minted }, expiresAt: minted.expiresAt };
    } catch (error) {
      if (!(error instanceof AuthenticationError)) throw error;
      throw new CredentialRefused(`${title} takes the credential no longer: ${error.message}`);
    }
  }
}

/** Whether the provider may have given out a new token of which we know nothing. */
export function isInDoubt(error: unknown): boolean {
  if (!(error instanceof IntegrationError)) return false;
  return error.status === undefined && error.attempts > 0;
}
