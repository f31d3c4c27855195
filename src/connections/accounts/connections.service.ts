import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { CallOptions } from '../../contracts/calls.js';
import type { Connection, ConnectionCredential, ConnectionStatus } from '../../contracts/connections.js';
import { ConnectionNeedsReauthError, NotFoundError, ValidationError } from '../../contracts/errors.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { CredentialCache } from '../credentials/credential-cache.js';
import { LastUses } from '../credentials/last-uses.js';
import { Refreshing } from '../refresh/refreshing.js';
import { countConnections, type ConnectionCount } from './connection-counts.js';
import { needsReauth, noConnection } from './connection-errors.js';
import { toConnection } from './connection-row.js';

/** Which connections are meant; everything that is named has to fit. */
export interface ConnectionFilter {
  provider?: string;
  /** `''` for the product's own. */
  tenant?: string;
  status?: ConnectionStatus;
}

/** In our words, for errors. */
const OPERATION = 'connections.credential';

const uuid = z.uuid();
/** As `CallOptions` describes it. */
const tenantName = z.string().min(1).max(255);

/** Connected accounts, for whoever wants to see or use one. */
@Injectable()
export class Connections {
  constructor(
    private readonly prisma: PrismaService,
    private readonly cache: CredentialCache,
    private readonly refreshing: Refreshing,
    private readonly lastUses: LastUses,
  ) {}

  /** One connection; `undefined` when there is none, or when it is not `tenant`'s, if one is given. */
  async get(id: string, tenant?: string): Promise<Connection | undefined> {
    if (!uuid.safeParse(id).success) return undefined;
    const row = await this.prisma.connection.findUnique({ where: { id } });
    if (!row || (tenant !== undefined && row.tenant !== tenant)) return undefined;
    return toConnection(row);
  }

  /** A page of connections, newest first. `after` is the id of the last one seen. */
  async list(filter: ConnectionFilter, limit: number, after?: string): Promise<Connection[]> {
    const rows = await this.prisma.connection.findMany({
      where: { ...filter, ...(after !== undefined && { id: { lt: after } }) },
      orderBy: { id: 'desc' },
      take: limit,
    });
    return rows.map(toConnection);
  }

  /** How many connections each provider has in each state; states without any are left out. */
  counts(): Promise<ConnectionCount[]> {
    return countConnections(this.prisma);
  }

  /**
   * The credential of a connection, ready to be put on a request, renewed if it was about to end. Costs nothing when it
   * was asked for in the last seconds, and one indexed read otherwise.
   * @throws NotFoundError when there is no such connection of the provider
   * @throws ConnectionNeedsReauthError when it has lost its access
   * @throws IntegrationError when it has ended and cannot be renewed at the moment
   */
  async credential(id: string, provider?: string): Promise<ConnectionCredential> {
    const held = await this.cache.get(id);
    if (!held || (provider !== undefined && held.provider !== provider)) throw noConnection(id, provider);
    if (held.status !== 'connected') throw needsReauth(held, OPERATION);
    this.lastUses.note(id);
    if (Date.now() < held.renewFromMs) return held.credential;
    return this.renewed(held.credential, held.endsAtMs);
  }

  /**
   * The options of a call with the connection that they mean: `tenant` is looked up, and a `connectionId` checked
   * against it. Without either, they mean the account of the environment and stay as they are.
   * @throws NotFoundError when the tenant has no connection of the provider, or `connectionId` is not the tenant's
   * @throws ValidationError when the tenant has several
   */
  async actingFor(provider: string, options: CallOptions): Promise<CallOptions> {
    const { tenant, connectionId } = options;
    if (tenant === undefined) return options;
    const about = { provider, operation: 'connections.find' };
    if (!tenantName.safeParse(tenant).success) {
      const details = [{ field: 'tenant', issue: 'must be 1 to 255 characters' }];
      throw new ValidationError('The tenant to act for is not valid.', about, details);
    }
    if (connectionId !== undefined) {
      const connection = await this.get(connectionId, tenant);
      if (connection?.provider === provider) return options;
      const message = `The tenant "${tenant}" has no connection ${connectionId} of ${provider}.`;
      throw new NotFoundError(message, about);
    }
    const [only, ...others] = await this.prisma.connection.findMany({
      where: { provider, tenant, status: { not: 'disconnected' } },
      select: { id: true },
      take: 2,
    });
    if (!only) {
      const message = `The tenant "${tenant}" has no connection of ${provider}. Have one connected by a link from POST /v1/connect-links.`;
      throw new NotFoundError(message, about);
    }
    if (others.length === 0) return { ...options, connectionId: only.id };
    const details = [{ field: 'connectionId', issue: 'must say which of the tenant’s connections is meant' }];
    const message = `The tenant "${tenant}" has several connections of ${provider}. Name one by its connectionId.`;
    throw new ValidationError(message, about, details);
  }

  /** The old token serves as long as it lives when a new one cannot be had at the moment. */
  private async renewed(old: ConnectionCredential, endsAtMs: number): Promise<ConnectionCredential> {
    const { connectionId, version } = old;
    try {
      await this.refreshing.refresh(connectionId, version);
    } catch (error) {
      if (error instanceof ConnectionNeedsReauthError || Date.now() >= endsAtMs) throw error;
      return old;
    }
    const held = await this.cache.get(connectionId);
    if (held?.status === 'connected') return held.credential;
    throw held ? needsReauth(held, OPERATION) : noConnection(connectionId);
  }
}
