import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { AuthenticationError, ValidationError } from '../../contracts/errors.js';
import type { ProviderFetch } from '../../contracts/connections.js';
import { runWithinLimits } from '../../platform/context/request-context.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import type { ConnectionRow } from '../accounts/connection-row.js';
import { Connections } from '../accounts/connections.service.js';
import { Disconnecting } from '../accounts/disconnecting.js';
import { ConnectableProviders } from '../providers/connectable-providers.js';
import { Refreshing } from '../refresh/refreshing.js';
import { OAuthRoads } from '../roads/oauth-roads.js';
import { isTokens } from './kept-credential.js';
import { SealedCredentials } from './sealed-credentials.js';

/** How long the provider is not asked again about a credential that was just renewed, or found to be good, in ms. */
const COOLDOWN_MS = 30_000;
/** Connections remembered at once. */
const MAX_CONNECTIONS = 5_000;

const CHECK_OPERATION = 'credentials.check';

/** What is done about a credential that a provider has refused in a call. */
@Injectable()
export class RefusedCredentials {
  /** The credentials, by their version, about which there is nothing more to find out for a while. */
  private readonly settled = new LRUCache<string, number>({ max: MAX_CONNECTIONS, ttl: COOLDOWN_MS });
  private readonly flights = new Map<string, Promise<void>>();

  constructor(
    private readonly prisma: PrismaService,
    private readonly connections: Connections,
    private readonly refreshing: Refreshing,
    private readonly disconnecting: Disconnecting,
    private readonly providers: ConnectableProviders,
    private readonly roads: OAuthRoads,
    private readonly sealed: SealedCredentials,
  ) {}

  /**
   * Gets a connection another credential than the refused one, if it can; one that cannot be renewed is tried once more,
   * and its connection marked as revoked when it turns out to be dead. At most once in half a minute for each credential,
   * since a provider may refuse a single call for other reasons.
   * @returns whether there is another credential
   * @throws ConnectionNeedsReauthError when it has lost its access; IntegrationError when it cannot be renewed at the moment
   */
  async renew(id: string, provider: string, refusedVersion: number): Promise<boolean> {
    if (refusedVersion <= (this.settled.get(id) ?? -1)) {
      return (await this.connections.credential(id, provider)).version > refusedVersion;
    }
    await this.replaceOnce(id, refusedVersion);
    const { version } = await this.connections.credential(id, provider);
    this.settled.set(id, version);
    return version > refusedVersion;
  }

  /** Once for all calls of this process. It belongs to none of them: one that has little time left must not cut it off. */
  private replaceOnce(id: string, refusedVersion: number): Promise<void> {
    const key = `${id}/${refusedVersion}`;
    const flight =
      this.flights.get(key) ??
      runWithinLimits({ background: false }, () => this.replace(id, refusedVersion)).finally(() =>
        this.flights.delete(key),
      );
    this.flights.set(key, flight);
    return flight;
  }

  private async replace(id: string, refusedVersion: number): Promise<void> {
    const row = await this.prisma.connection.findUniqueOrThrow({ where: { id } });
    const isLatest = row.status === 'connected' && row.credentialVersion === refusedVersion;
    if (isLatest && !row.refreshAt) await this.check(row);
    else await this.refreshing.refresh(id, refusedVersion);
  }

  private async check(row: ConnectionRow): Promise<void> {
    const { id, provider } = row;
    if (!(await this.isDead(row))) return;
    await this.disconnecting.markRevoked(id, `${provider} no longer accepts the credential of ${row.label}.`);
  }

  /** Only a refusal counts, in our words or by its status: whatever else goes wrong says nothing of the credential. */
  private async isDead(row: ConnectionRow): Promise<boolean> {
    const found = this.providers.find(row.provider);
    const kept = this.sealed.open(row, CHECK_OPERATION);
    const { http, wasRefused } = watched(this.roads.fetchFor(row.provider, CHECK_OPERATION, row.id));
    try {
      if (!isTokens(kept)) await found?.form?.check(kept.values, http);
      else if (found?.oauth?.check) await found.oauth.check(kept, http);
      else await found?.oauth?.account({ accessToken: kept.accessToken, answer: {} }, http);
      return false;
    } catch (error) {
      const isRefusal =
        error instanceof AuthenticationError || (!isTokens(kept) && error instanceof ValidationError);
      return isRefusal || wasRefused();
    }
  }
}

/** `http`, remembering whether an answer was 401. */
function watched(send: ProviderFetch): { http: ProviderFetch; wasRefused: () => boolean } {
  let refused = false;
  return {
    http: async (input, init) => {
      const response = await send(input, init);
      refused ||= response.status === 401;
      return response;
    },
    wasRefused: () => refused,
  };
}
