import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import { platformConfig, type PlatformConfig } from '../../platform/config/platform.config.js';
import type { ConnectLink } from '../../platform/database/generated/client.js';
import { PrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { ApiError } from '../../platform/http/api-error.js';
import { Connections } from '../accounts/connections.service.js';
import { ConnectFailed } from '../flow/connect-failed.js';
import { ReturnTo } from '../flow/return-to.js';
import { ConnectableProviders } from '../providers/connectable-providers.js';

/** 256 bits, of which only SHA-256 is stored. */
const TOKEN_BYTES = 32;

/** A link that is wanted. */
export interface NewConnectLink {
  readonly provider: string;
  readonly tenant: string;
  /** On top of the app's own. */
  readonly scopes: readonly string[];
  /** The connection that it is to connect again, one of the tenant's. */
  readonly connectionId: string | undefined;
  /** Where the browser goes in the end. @default a page that says it is done */
  readonly returnTo: string | undefined;
  readonly expiresInSeconds: number;
}

/** A link and its address, which is known only now. */
export interface CreatedConnectLink {
  readonly link: ConnectLink;
  readonly url: string;
}

/** Links with which a product's customers connect one account each, once. */
@Injectable()
export class ConnectLinks {
  constructor(
    private readonly prisma: PrismaService,
    private readonly audit: AuditLog,
    private readonly providers: ConnectableProviders,
    private readonly connections: Connections,
    private readonly returnTo: ReturnTo,
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
  ) {}

  /**
   * @throws ApiError NOT_FOUND for an unknown provider, or a connection that is not the tenant's and the provider's;
   *   VALIDATION_ERROR for a `returnTo` that is not allowed
   */
  async create(wanted: NewConnectLink, actor: Actor): Promise<CreatedConnectLink> {
    const { provider, tenant, scopes, connectionId, returnTo, expiresInSeconds } = wanted;
    this.providers.get(provider);
    if (connectionId !== undefined) await this.checkConnection(connectionId, provider, tenant);
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const data = {
      tokenHash: sha256(token),
      provider,
      tenant,
      connectionId: connectionId ?? null,
      scopes: [...scopes],
      returnTo: returnTo === undefined ? null : this.returnTo.allowed(returnTo),
      expiresAt: new Date(Date.now() + expiresInSeconds * 1000),
    };
    const link = await this.prisma.$transaction(async (tx) => {
      const created = await tx.connectLink.create({ data });
      const target = `connect_link:${created.id}`;
      await this.audit.note(
        { actor, action: 'connect_link.created', target, details: { provider, tenant } },
        tx,
      );
      return created;
    });
    return { link, url: `${this.config.publicUrl}${linkPath(provider, token)}` };
  }

  /**
   * The link of a token, as long as it works. To look at it changes nothing: programs that follow the links in mails
   * open it before their reader does.
   * @throws ConnectFailed when there is none for the provider, it was used, or its time is over
   */
  async open(token: string, provider: string): Promise<ConnectLink> {
    const link = await this.prisma.connectLink.findUnique({ where: { tokenHash: sha256(token) } });
    if (link?.provider !== provider) throw new ConnectFailed('link_unknown');
    if (link.usedAt) throw new ConnectFailed('link_used', { provider });
    if (link.expiresAt.getTime() <= Date.now()) throw new ConnectFailed('link_expired', { provider });
    return link;
  }

  /**
   * Uses a link up, within the transaction that connects its account.
   * @throws ConnectFailed when another has used it since it was opened
   */
  async use(id: string, tx: Transaction): Promise<void> {
    const { count } = await tx.connectLink.updateMany({
      where: { id, usedAt: null },
      data: { usedAt: new Date() },
    });
    if (count === 0) throw new ConnectFailed('link_used');
  }

  /**
   * Uses a link up for work that goes on for a while, such as trying a credential at its provider. Where that fails, the
   * link works again; a crash in between costs a new link.
   * @throws ConnectFailed when another has used it since it was opened; whatever `work` throws
   */
  async useFor<T>(id: string, work: () => Promise<T>): Promise<T> {
    await this.use(id, this.prisma);
    try {
      return await work();
    } catch (error) {
      await this.prisma.connectLink.update({ where: { id }, data: { usedAt: null } });
      throw error;
    }
  }

  private async checkConnection(id: string, provider: string, tenant: string): Promise<void> {
    const connection = isUuid(id) ? await this.connections.get(id, tenant) : undefined;
    if (connection?.provider === provider) return;
    throw new ApiError('NOT_FOUND', 'There is no such connection. See GET /v1/connections.');
  }
}

/** Where a link of this token is opened. */
export function linkPath(provider: string, token: string): string {
  return `/connect/${provider}?${new URLSearchParams({ link: token }).toString()}`;
}

function sha256(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(text).digest());
}
