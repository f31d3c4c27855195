import { Body, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { Connection } from '../../contracts/connections.js';
import { ValidationError } from '../../contracts/errors.js';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { Idempotent } from '../../platform/idempotency/idempotent.js';
import { connectionNotFound } from '../accounts/connection-errors.js';
import { nameOf } from '../accounts/connection-row.js';
import { Connections } from '../accounts/connections.service.js';
import { Disconnecting } from '../accounts/disconnecting.js';
import { ConnectionHealthReport } from '../health/connection-health.js';
import { Refreshing } from '../refresh/refreshing.js';
import { ConnectionSubscriptions } from '../subscriptions/connection-subscriptions.js';
import { presentConnection, presentSubscription } from './connection.presentation.js';
import { connectionRoutes } from './connections.answers.js';
import {
  connectBody,
  listQuery,
  tenantQuery,
  type ConnectBody,
  type ListQuery,
  type TenantQuery,
} from './connections.schemas.js';
import { CredentialEntry } from './credential-entry.js';

/**
 * Connected accounts over HTTP; credentials go in, and never come out. `?tenant=` narrows a route to the connections of
 * one customer: another's is answered as one that there is not.
 */
@ApiController('v1/connections')
export class ConnectionsController {
  constructor(
    private readonly connections: Connections,
    private readonly entry: CredentialEntry,
    private readonly disconnecting: Disconnecting,
    private readonly refreshing: Refreshing,
    private readonly subscriptions: ConnectionSubscriptions,
    private readonly health: ConnectionHealthReport,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Answers(connectionRoutes.list)
  @RequiresScope('connections:read')
  async list(@Query({ schema: listQuery }) { limit, cursor, ...filter }: ListQuery) {
    const found = await this.connections.list(filter, limit + 1, cursor);
    const page = found.slice(0, limit);
    return {
      data: (await this.health.ofEach(page)).map(([connection, health]) =>
        presentConnection(connection, health),
      ),
      next_cursor: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  /** An account that is connected by what was entered; those that consent in a browser come by a connect link. */
  @Post()
  @Answers(connectionRoutes.connect)
  @RequiresScope('connections:write')
  @Idempotent({ required: false })
  async connect(@Body({ schema: connectBody }) body: ConnectBody, @Caller() actor: Actor) {
    const { connection_id: connectionId } = body;
    const again = connectionId === undefined ? undefined : await this.find(connectionId, body.tenant);
    if (again && again.provider !== body.provider) throw connectionNotFound(again.id);
    const account = {
      provider: body.provider,
      tenant: again ? again.tenant : body.tenant,
      ...(again && { connectionId: again.id }),
      actor,
    };
    try {
      return await this.present(await this.entry.connect(account, body.credentials));
    } catch (error) {
      throw error instanceof ValidationError ? inBody(error) : error;
    }
  }

  @Get(':id')
  @Answers(connectionRoutes.get)
  @RequiresScope('connections:read')
  async get(@Param('id') id: string, @Query({ schema: tenantQuery }) { tenant }: TenantQuery) {
    return this.present(await this.find(id, tenant));
  }

  @Delete(':id')
  @Answers(connectionRoutes.disconnect)
  @RequiresScope('connections:write')
  async disconnect(
    @Param('id') id: string,
    @Query({ schema: tenantQuery }) { tenant }: TenantQuery,
    @Caller() actor: Actor,
  ) {
    await this.find(id, tenant);
    const { connection, revoked } = await this.disconnecting.disconnect(id, actor);
    return { ...(await this.present(connection)), revoked };
  }

  @Post(':id/refresh')
  @Answers(connectionRoutes.refresh)
  @HttpCode(200)
  @RequiresScope('connections:write')
  @Idempotent({ required: false })
  async refresh(
    @Param('id') id: string,
    @Query({ schema: tenantQuery }) { tenant }: TenantQuery,
    @Caller() actor: Actor,
  ) {
    await this.find(id, tenant);
    const refreshed = await this.refreshing.refresh(id);
    await this.audit.note({ actor, action: 'connection.refreshed', target: nameOf(refreshed) });
    return this.present(refreshed);
  }

  /** One page: a connection has few. */
  @Get(':id/subscriptions')
  @Answers(connectionRoutes.listSubscriptions)
  @RequiresScope('connections:read')
  async listSubscriptions(@Param('id') id: string, @Query({ schema: tenantQuery }) { tenant }: TenantQuery) {
    await this.find(id, tenant);
    const subscriptions = await this.subscriptions.of(id);
    return { data: subscriptions.map(presentSubscription), next_cursor: null };
  }

  private async find(id: string, tenant: string | undefined): Promise<Connection> {
    const connection = await this.connections.get(id, tenant);
    if (!connection) throw connectionNotFound(id);
    return connection;
  }

  private async present(connection: Connection) {
    return presentConnection(connection, await this.health.of(connection));
  }
}

/** The fields of a form, as the body has them: `credentials.api_key`. */
function inBody(error: ValidationError): ValidationError {
  const { message, provider, operation, details } = error;
  return new ValidationError(
    message,
    { provider, operation, cause: error },
    details.map(({ field, issue }) => ({ field: `credentials.${field}`, issue })),
  );
}
