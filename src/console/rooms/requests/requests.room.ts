import { Get, HttpStatus, Inject, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CircuitsService } from '../../../outbound/circuit-breaker/circuits.service.js';
import { OutboundRequests } from '../../../outbound/request-log/outbound-requests.js';
import { platformConfig, type PlatformConfig } from '../../../platform/config/platform.config.js';
import { PrismaService } from '../../../platform/database/prisma.service.js';
import { ApiError } from '../../../platform/http/api-error.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { readFilterQuery, typedFields } from '../../filters/filter-query.js';
import { Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { RequestPage as OneRequestPage } from './request-page.js';
import { FILTER_FIELDS, requestQuery, type RequestQuery } from './request-query.js';
import { RequestRows, RequestsPage, type RequestPage } from './requests-page.js';

const PAGE_ROWS = 25;

const requestId = z.uuid({ error: 'must be the id of a request, a UUID' });

/** What went out to providers. */
@Room('requests')
export class RequestsRoom {
  constructor(
    private readonly requests: OutboundRequests,
    private readonly circuits: CircuitsService,
    private readonly prisma: PrismaService,
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
  ) {}

  @Get()
  @Page()
  async list(
    @Query() given: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const query = readFilterQuery(requestQuery, given);
    if (!query.value) void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
    const [page, troubled] = await Promise.all([
      query.value && this.find(query.value),
      this.circuits.troubled(),
    ]);
    const { publicUrl } = this.config;
    return RequestsPage({ session, query, page, troubled: troubled.length, publicUrl });
  }

  /** The rows of the first page again. A filter that is wrong does not get here: its page shows no rows. */
  @Get('latest')
  @Page()
  async latest(@Query() given: unknown) {
    const query = readFilterQuery(requestQuery, given);
    const page = await this.find({ filter: query.value?.filter ?? {}, after: undefined });
    const filter = typedFields(query, FILTER_FIELDS);
    return RequestRows({ page, filter, isFirst: true, publicUrl: this.config.publicUrl });
  }

  @Get(':id')
  @Page()
  async show(@Param('id', { schema: requestId }) id: string, @Session() session: ConsoleSession) {
    const request = await this.prisma.outboundRequest.findUnique({ where: { id } });
    if (request) return OneRequestPage({ session, request });
    throw new ApiError('NOT_FOUND', `There is no request ${id}. Requests are kept for a week.`);
  }

  private async find({ filter, after }: RequestQuery): Promise<RequestPage> {
    const found = await this.requests.list(filter, PAGE_ROWS + 1, after);
    const requests = found.slice(0, PAGE_ROWS);
    return { requests, next: found.length > PAGE_ROWS ? requests.at(-1)?.id : undefined };
  }
}
