import { Inject, Injectable } from '@nestjs/common';
import { connectionNotFound } from '../../../connections/accounts/connection-errors.js';
import { nameOf } from '../../../connections/accounts/connection-row.js';
import { Connections } from '../../../connections/accounts/connections.service.js';
import {
  ConnectionHealthReport,
  type ConnectionHealth,
} from '../../../connections/health/connection-health.js';
import {
  ConnectableProviders,
  type ConnectableProvider,
} from '../../../connections/providers/connectable-providers.js';
import {
  ConnectionSubscriptions,
  type ShownSubscription,
} from '../../../connections/subscriptions/connection-subscriptions.js';
import type { Connection } from '../../../contracts/connections.js';
import { OutboundRequests } from '../../../outbound/request-log/outbound-requests.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { platformConfig, type PlatformConfig } from '../../../platform/config/platform.config.js';
import { PrismaService } from '../../../platform/database/prisma.service.js';
import type { AuditEntry, OutboundRequest } from '../../../platform/database/generated/client.js';

/** How many of its last calls and deeds the page of a connection shows. */
const SHOWN = 10;

/** All that the page of a connection shows; its credential is no part of it. */
export interface ConnectionDetail {
  readonly connection: Connection;
  readonly health: ConnectionHealth;
  /** `undefined` when nobody brings this provider along any more. */
  readonly provider: ConnectableProvider | undefined;
  readonly webhookUrl: string;
  /** The one of ENCRYPTION_KEYS under which its credential is sealed; `undefined` when it has none any more. */
  readonly sealingKeyId: string | undefined;
  readonly subscriptions: readonly ShownSubscription[];
  readonly requests: readonly OutboundRequest[];
  readonly audit: readonly AuditEntry[];
}

/** Gathers what there is to see of a connection. */
@Injectable()
export class ConnectionDetails {
  constructor(
    private readonly connections: Connections,
    private readonly health: ConnectionHealthReport,
    private readonly providers: ConnectableProviders,
    private readonly subscriptions: ConnectionSubscriptions,
    private readonly requests: OutboundRequests,
    private readonly audit: AuditLog,
    private readonly prisma: PrismaService,
    @Inject(platformConfig.token) private readonly platform: PlatformConfig,
  ) {}

  /** @throws ApiError NOT_FOUND */
  async find(id: string): Promise<Connection> {
    const connection = await this.connections.get(id);
    if (!connection) throw connectionNotFound(id);
    return connection;
  }

  /** @throws ApiError NOT_FOUND */
  async of(id: string): Promise<ConnectionDetail> {
    const connection = await this.find(id);
    const [health, row, subscriptions, requests, audit] = await Promise.all([
      this.health.of(connection),
      this.prisma.connection.findUnique({ where: { id }, select: { sealingKeyId: true } }),
      this.subscriptions.of(id),
      this.requests.list({ provider: connection.provider, connectionId: id }, SHOWN),
      this.audit.list({ target: nameOf(connection) }, SHOWN),
    ]);
    return {
      connection,
      health,
      provider: this.providers.find(connection.provider),
      webhookUrl: `${this.platform.publicUrl}/webhooks/${connection.provider}/${id}`,
      sealingKeyId: row?.sealingKeyId ?? undefined,
      subscriptions,
      requests,
      audit,
    };
  }
}
