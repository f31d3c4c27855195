import { Body, Get, HttpStatus, Param, Query, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Endpoint } from '../../../contracts/events.js';
import { EventCatalogue } from '../../../deliveries/catalogue/event-catalogue.js';
import { EndpointsService } from '../../../deliveries/endpoints/endpoints.service.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { readFilterQuery } from '../../filters/filter-query.js';
import { AdminGuard } from '../../frame/admin.guard.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { seeOther } from '../../see-other.js';
import { EndpointDetails } from './endpoint-details.js';
import { EndpointFormPage } from './endpoint-form-page.js';
import { EndpointPage as OneEndpointPage } from './endpoint-page.js';
import { doneQuery, endpointId, endpointQuery, type Done, type EndpointQuery } from './endpoint-query.js';
import { editEndpointForm, newEndpointForm, typedAgain, typedOf } from './endpoint-settings.js';
import { EndpointsPage, type EndpointPage } from './endpoints-page.js';
import { readForm, refusalOf } from './form-refusal.js';
import { SecretPage } from './secret-page.js';

const PAGE_ROWS = 25;

const listDone = z.object({ done: z.literal('deleted').optional().catch(undefined) });

/** The customers' addresses that get events: found, looked at, added, changed. */
@Room('endpoints')
export class EndpointsRoom {
  constructor(
    private readonly endpoints: EndpointsService,
    private readonly details: EndpointDetails,
    private readonly catalogue: EventCatalogue,
  ) {}

  @Get()
  @Page()
  async list(
    @Query() given: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const query = readFilterQuery(endpointQuery, given);
    if (!query.value) void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
    const { done } = listDone.parse(query.typed);
    const page = query.value && (await this.find(query.value));
    return EndpointsPage({ session, query, page, deleted: done !== undefined });
  }

  @Get('new')
  @Page()
  @UseGuards(AdminGuard)
  async add(@Session() session: ConsoleSession) {
    const versions = await this.catalogue.versions();
    return EndpointFormPage({ session, endpoint: undefined, versions, typed: {} });
  }

  /** Answers with the page itself, the only one that shows the secret: it is in no address and no history. */
  @Action('')
  async create(
    @Body() body: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    try {
      const made = await this.endpoints.create(readForm(newEndpointForm, body), session.actor);
      return SecretPage({ session, endpoint: made.endpoint, secret: made.secret });
    } catch (error) {
      return this.showAgain(error, undefined, body, session, reply);
    }
  }

  @Get(':id')
  @Page()
  async show(
    @Param('id', { schema: endpointId }) id: string,
    @Query({ schema: doneQuery }) done: Done,
    @Session() session: ConsoleSession,
  ) {
    return OneEndpointPage({ session, detail: await this.details.of(id), done });
  }

  @Get(':id/edit')
  @Page()
  @UseGuards(AdminGuard)
  async edit(@Param('id', { schema: endpointId }) id: string, @Session() session: ConsoleSession) {
    const endpoint = await this.details.find(id);
    const versions = await this.catalogue.versions();
    return EndpointFormPage({ session, endpoint, versions, typed: typedOf(endpoint) });
  }

  @Action(':id/edit')
  async change(
    @Param('id', { schema: endpointId }) id: string,
    @Body() body: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const endpoint = await this.details.find(id);
    try {
      await this.endpoints.update(id, readForm(editEndpointForm, body), session.actor);
    } catch (error) {
      return this.showAgain(error, endpoint, body, session, reply);
    }
    const { url, statusCode } = seeOther(`/console/endpoints/${id}`, { done: 'saved' });
    void reply.status(statusCode).header('Location', url);
    return '';
  }

  /** The same form, with what was typed and what is wrong with it. */
  private async showAgain(
    error: unknown,
    endpoint: Endpoint | undefined,
    body: unknown,
    session: ConsoleSession,
    reply: FastifyReply,
  ) {
    const refusal = refusalOf(error);
    const versions = await this.catalogue.versions();
    void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
    return EndpointFormPage({ session, endpoint, versions, typed: typedAgain(body), refusal });
  }

  private async find({ filter, after }: EndpointQuery): Promise<EndpointPage> {
    const found = await this.endpoints.list(filter, PAGE_ROWS + 1, after);
    const shown = found.slice(0, PAGE_ROWS);
    const next = found.length > PAGE_ROWS ? shown.at(-1)?.id : undefined;
    return { endpoints: await this.details.ofEach(shown), next };
  }
}
