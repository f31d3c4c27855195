import { Get, HttpStatus, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { readFilterQuery } from '../../filters/filter-query.js';
import { Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { AuditLogPage } from './audit-log-page.js';
import { auditQuery } from './audit-query.js';

const PAGE_ROWS = 50;

/** Who did what. */
@Room('audit-log')
export class AuditLogRoom {
  constructor(private readonly audit: AuditLog) {}

  @Get()
  @Page()
  async list(
    @Session() session: ConsoleSession,
    @Query() given: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const query = readFilterQuery(auditQuery, given);
    if (!query.value) {
      void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
      return AuditLogPage({ session, query, entries: [], next: undefined });
    }
    const { filter, after } = query.value;
    const found = await this.audit.list(filter, PAGE_ROWS + 1, after);
    const entries = found.slice(0, PAGE_ROWS);
    const next = found.length > PAGE_ROWS ? entries.at(-1)?.id : undefined;
    return AuditLogPage({ session, query, entries, next });
  }
}
