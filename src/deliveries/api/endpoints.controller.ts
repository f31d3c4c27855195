import { Body, Delete, Get, HttpCode, Param, Patch, Post, Query, UseInterceptors } from '@nestjs/common';
import type { EndpointChanges, NewEndpoint } from '../../contracts/events.js';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { WireFieldsInterceptor } from '../../platform/http/wire-fields.interceptor.js';
import { Idempotent } from '../../platform/idempotency/idempotent.js';
import { endpointNotFound } from '../endpoints/endpoint-row.js';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import { presentEndpoint } from './endpoint.presentation.js';
import { endpointRoutes } from './endpoints.answers.js';
import {
  endpointChangesBody,
  endpointId,
  listQuery,
  newEndpointBody,
  testBody,
  type ListQuery,
  type TestBody,
} from './endpoints.schemas.js';

/** The addresses that get events, over HTTP. A secret is answered where it is made, and nowhere else. */
@ApiController('v1/endpoints')
@UseInterceptors(WireFieldsInterceptor)
export class EndpointsController {
  constructor(private readonly endpoints: EndpointsService) {}

  @Get()
  @Answers(endpointRoutes.list)
  @RequiresScope('endpoints:read')
  async list(@Query({ schema: listQuery }) { limit, cursor, ...filter }: ListQuery) {
    const found = await this.endpoints.list(filter, limit + 1, cursor);
    const page = found.slice(0, limit);
    return {
      data: page.map(presentEndpoint),
      next_cursor: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    };
  }

  @Post()
  @Answers(endpointRoutes.create)
  @RequiresScope('endpoints:write')
  @Idempotent({ required: false })
  async create(@Body({ schema: newEndpointBody }) wanted: NewEndpoint, @Caller() actor: Actor) {
    const { endpoint, secret } = await this.endpoints.create(wanted, actor);
    return { ...presentEndpoint(endpoint), secret };
  }

  @Get(':id')
  @Answers(endpointRoutes.get)
  @RequiresScope('endpoints:read')
  async get(@Param('id', { schema: endpointId }) id: string) {
    const endpoint = await this.endpoints.get(id);
    if (!endpoint) throw endpointNotFound(id);
    return presentEndpoint(endpoint);
  }

  @Patch(':id')
  @Answers(endpointRoutes.update)
  @RequiresScope('endpoints:write')
  async update(
    @Param('id', { schema: endpointId }) id: string,
    @Body({ schema: endpointChangesBody }) changes: EndpointChanges,
    @Caller() actor: Actor,
  ) {
    return presentEndpoint(await this.endpoints.update(id, changes, actor));
  }

  @Delete(':id')
  @Answers(endpointRoutes.remove)
  @HttpCode(204)
  @RequiresScope('endpoints:write')
  async remove(@Param('id', { schema: endpointId }) id: string, @Caller() actor: Actor): Promise<void> {
    await this.endpoints.remove(id, actor);
  }

  @Post(':id/rotate-secret')
  @Answers(endpointRoutes.rotateSecret)
  @HttpCode(200)
  @RequiresScope('endpoints:write')
  @Idempotent({ required: false })
  async rotateSecret(@Param('id', { schema: endpointId }) id: string, @Caller() actor: Actor) {
    const { endpoint, secret, previousUntil } = await this.endpoints.rotateSecret(id, actor);
    return { ...presentEndpoint(endpoint), secret, previous_valid_until: previousUntil };
  }

  @Post(':id/ping')
  @Answers(endpointRoutes.ping)
  @HttpCode(202)
  @RequiresScope('endpoints:write')
  @Idempotent({ required: false })
  async ping(@Param('id', { schema: endpointId }) id: string, @Caller() actor: Actor) {
    const { eventId } = await this.endpoints.ping(id, actor);
    return { event_id: eventId };
  }

  @Post(':id/test')
  @Answers(endpointRoutes.sendTest)
  @HttpCode(202)
  @RequiresScope('endpoints:write')
  @Idempotent({ required: false })
  async sendTest(
    @Param('id', { schema: endpointId }) id: string,
    @Body({ schema: testBody }) { type }: TestBody,
    @Caller() actor: Actor,
  ) {
    const { eventId } = await this.endpoints.sendTest(id, type, actor);
    return { event_id: eventId };
  }
}
