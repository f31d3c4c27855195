import { Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { nameOf } from '../../../connections/accounts/connection-row.js';
import { Connections } from '../../../connections/accounts/connections.service.js';
import { Disconnecting } from '../../../connections/accounts/disconnecting.js';
import { ConnectionHealthReport } from '../../../connections/health/connection-health.js';
import { ConnectLinks } from '../../../connections/links/connect-links.js';
import { ConnectableProviders } from '../../../connections/providers/connectable-providers.js';
import { Refreshing } from '../../../connections/refresh/refreshing.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { readFilterQuery } from '../../filters/filter-query.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { ConnectLinkPage } from './connect-link-page.js';
import { ConnectionDetails } from './connection-details.js';
import { ConnectionPage } from './connection-page.js';
import { ConnectionsPage } from './connections-page.js';
import { doneQuery, listQuery, type Done, type ListQuery } from './connections.schemas.js';
import { formProblem } from './form-problem.js';

const PAGE_SIZE = 50;

/** A link that an admin sends to a customer works for a day. */
const LINK_SECONDS = 86_400;

/** The connected accounts: how they do, and what can be done about it. */
@Room('connections')
export class ConnectionsRoom {
  constructor(
    private readonly connections: Connections,
    private readonly providers: ConnectableProviders,
    private readonly health: ConnectionHealthReport,
    private readonly details: ConnectionDetails,
    private readonly refreshing: Refreshing,
    private readonly disconnecting: Disconnecting,
    private readonly links: ConnectLinks,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Page()
  async list(
    @Session() session: ConsoleSession,
    @Query() given: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const query = readFilterQuery(listQuery, given);
    if (!query.value) void reply.status(422);
    return ConnectionsPage({
      session,
      providers: this.providers.all(),
      query,
      ...(query.value && (await this.find(query.value))),
    });
  }

  @Get(':id')
  @Page()
  async show(
    @Session() session: ConsoleSession,
    @Param('id') id: string,
    @Query({ schema: doneQuery }) { done }: { done?: Done },
  ) {
    return ConnectionPage({ session, detail: await this.details.of(id), done });
  }

  @Action(':id/refresh')
  async refresh(
    @Session() session: ConsoleSession,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const connection = await this.details.find(id);
    try {
      await this.refreshing.refresh(id);
    } catch (error) {
      const { message } = formProblem(error);
      void reply.status(422);
      return ConnectionPage({ session, detail: await this.details.of(id), problem: message });
    }
    await this.audit.note({
      actor: session.actor,
      action: 'connection.refreshed',
      target: nameOf(connection),
    });
    return backTo(id, 'refreshed', reply);
  }

  @Action(':id/disconnect')
  async disconnect(
    @Session() session: ConsoleSession,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.details.find(id);
    const { revoked } = await this.disconnecting.disconnect(id, session.actor);
    return backTo(id, revoked ? 'disconnected' : 'disconnected_here', reply);
  }

  @Action(':id/connect-link')
  async makeLink(@Session() session: ConsoleSession, @Param('id') id: string) {
    const connection = await this.details.find(id);
    const created = await this.links.create(
      {
        provider: connection.provider,
        tenant: connection.tenant ?? '',
        scopes: [],
        connectionId: id,
        returnTo: undefined,
        expiresInSeconds: LINK_SECONDS,
      },
      session.actor,
    );
    return ConnectLinkPage({ session, connection, created });
  }

  private async find({ after, ...filter }: ListQuery) {
    const found = await this.connections.list(filter, PAGE_SIZE + 1, after);
    const page = found.slice(0, PAGE_SIZE);
    const next = found.length > PAGE_SIZE ? page.at(-1)?.id : undefined;
    return { connections: await this.health.ofEach(page), next };
  }
}

/** A redirect, so that loading the page again does not act again. */
function backTo(id: string, done: Done, reply: FastifyReply): string {
  void reply.status(303).header('Location', `/console/connections/${id}?done=${done}`);
  return '';
}
