import { Body, Get, HttpStatus, Param, Query, Redirect, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { CatalogueEntry } from '../../../deliveries/catalogue/catalogue-entry.js';
import { EventCatalogue } from '../../../deliveries/catalogue/event-catalogue.js';
import { ApiError } from '../../../platform/http/api-error.js';
import { RequestValidationError } from '../../../platform/http/request-validation-error.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { readFilterQuery } from '../../filters/filter-query.js';
import { AdminGuard } from '../../frame/admin.guard.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { seeOther } from '../../see-other.js';
import { readForm, refusalOf } from '../endpoints/form-refusal.js';
import { EventTypeFormPage } from './event-type-form-page.js';
import { eventTypeForm, nameForm, typedOf } from './event-type-form.js';
import { EventTypePage } from './event-type-page.js';
import { EventTypesPage, pathOf } from './event-types-page.js';

const doneQuery = z.object({ done: z.enum(['saved', 'removed']).optional().catch(undefined) });
type DoneQuery = z.output<typeof doneQuery>;

/** The kinds of events that the product publishes: looked at, described, removed. */
@Room('event-types')
export class EventTypesRoom {
  constructor(private readonly catalogue: EventCatalogue) {}

  @Get()
  @Page()
  async list(@Query({ schema: doneQuery }) { done }: DoneQuery, @Session() session: ConsoleSession) {
    return EventTypesPage({ session, types: await this.catalogue.list(), removed: done === 'removed' });
  }

  @Get('new')
  @Page()
  @UseGuards(AdminGuard)
  add(@Session() session: ConsoleSession) {
    return EventTypeFormPage({ session, name: undefined, typed: {} });
  }

  @Get(':name')
  @Page()
  async show(
    @Param('name') name: string,
    @Query({ schema: doneQuery }) { done }: DoneQuery,
    @Session() session: ConsoleSession,
  ) {
    return EventTypePage({ session, type: await this.find(name), saved: done === 'saved' });
  }

  @Get(':name/edit')
  @Page()
  @UseGuards(AdminGuard)
  async edit(@Param('name') name: string, @Session() session: ConsoleSession) {
    return EventTypeFormPage({ session, name, typed: typedOf(await this.find(name)) });
  }

  @Action('')
  async create(
    @Body() body: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    try {
      const { name } = readForm(nameForm, body);
      if (await this.catalogue.get(name)) throw alreadyThere();
      return await this.save(name, body, session, reply);
    } catch (error) {
      return showAgain(error, undefined, body, session, reply);
    }
  }

  @Action(':name/edit')
  async change(
    @Param('name') name: string,
    @Body() body: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.find(name);
    try {
      return await this.save(name, body, session, reply);
    } catch (error) {
      return showAgain(error, name, body, session, reply);
    }
  }

  @Action(':name/remove')
  @Redirect()
  async remove(@Param('name') name: string, @Session() { actor }: ConsoleSession) {
    await this.catalogue.remove(name, actor);
    return seeOther('/console/event-types', { done: 'removed' });
  }

  /** @throws ApiError, ValidationError for what the catalogue does not accept */
  private async save(name: string, body: unknown, { actor }: ConsoleSession, reply: FastifyReply) {
    await this.catalogue.put(name, readForm(eventTypeForm, body), actor);
    const { url, statusCode } = seeOther(pathOf(name), { done: 'saved' });
    void reply.status(statusCode).header('Location', url);
    return '';
  }

  private async find(name: string): Promise<CatalogueEntry> {
    const type = await this.catalogue.get(name);
    if (type) return type;
    throw new ApiError('NOT_FOUND', `There is no event type ${JSON.stringify(name)} in the catalogue.`);
  }
}

/** The same form, with what was typed and what is wrong with it. @param name of the type that is changed */
function showAgain(
  error: unknown,
  name: string | undefined,
  body: unknown,
  session: ConsoleSession,
  reply: FastifyReply,
) {
  const refusal = refusalOf(error);
  void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
  const { typed } = readFilterQuery(z.unknown(), body);
  return EventTypeFormPage({ session, name, typed, refusal });
}

function alreadyThere(): RequestValidationError {
  return new RequestValidationError([{ field: 'name', issue: 'is in the catalogue already' }]);
}
