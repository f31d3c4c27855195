import { Body, Delete, Get, HttpCode, Param, Put, Query, UseInterceptors } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import type { Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { ApiError } from '../../platform/http/api-error.js';
import { WireFieldsInterceptor } from '../../platform/http/wire-fields.interceptor.js';
import { entryFields } from '../catalogue/entry-fields.js';
import { EventCatalogue } from '../catalogue/event-catalogue.js';
import { presentEntry } from './event-type.presentation.js';
import { eventTypeRoutes } from './event-types.answers.js';
import { listQuery, typeName, type EntryBody, type ListQuery } from './event-types.schemas.js';

/** The event catalogue over HTTP. */
@ApiController('v1/event-types')
@UseInterceptors(WireFieldsInterceptor)
export class EventTypesController {
  constructor(private readonly catalogue: EventCatalogue) {}

  @Get()
  @Answers(eventTypeRoutes.list)
  @RequiresScope('events:read')
  async list(@Query({ schema: listQuery }) { limit, cursor = '' }: ListQuery) {
    const found = (await this.catalogue.list()).filter(({ name }) => name > cursor);
    const page = found.slice(0, limit);
    return {
      data: page.map(presentEntry),
      next_cursor: found.length > limit ? (page.at(-1)?.name ?? null) : null,
    };
  }

  @Get(':name')
  @Answers(eventTypeRoutes.get)
  @RequiresScope('events:read')
  async get(@Param('name', { schema: typeName }) name: string) {
    const entry = await this.catalogue.get(name);
    if (entry) return presentEntry(entry);
    throw new ApiError('NOT_FOUND', `There is no event type ${JSON.stringify(name)} in the catalogue.`);
  }

  /** Describes a type, or describes it anew: what is left out is empty. */
  @Put(':name')
  @Answers(eventTypeRoutes.put)
  @RequiresScope('events:write')
  async put(
    @Param('name', { schema: typeName }) name: string,
    @Body({ schema: entryFields }) body: EntryBody,
    @Caller() actor: Actor,
  ) {
    return presentEntry(await this.catalogue.put(name, body, actor));
  }

  @Delete(':name')
  @Answers(eventTypeRoutes.remove)
  @HttpCode(204)
  @RequiresScope('events:write')
  async remove(@Param('name', { schema: typeName }) name: string, @Caller() actor: Actor): Promise<void> {
    await this.catalogue.remove(name, actor);
  }
}
