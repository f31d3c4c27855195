import { Body, Get, HttpStatus, Param, Query, Redirect, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Endpoint } from '../../../contracts/events.js';
import { EventCatalogue } from '../../../deliveries/catalogue/event-catalogue.js';
import { EndpointsService } from '../../../deliveries/endpoints/endpoints.service.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { readFilterQuery } from '../../filters/filter-query.js';
import { seeOther } from '../../see-other.js';
import { formErrors } from '../form-errors.js';
import { PortalAction, PortalRoom } from '../frame/portal-room.js';
import { InPortal, type PortalSession } from '../frame/portal-session.js';
import { TenantEndpoints } from '../tenant-endpoints.js';
import { EndpointFormPage } from './endpoint-form-page.js';
import { endpointChanges, endpointForm, newEndpoint, typedFor } from './endpoint-form.js';
import { SecretNotice } from './endpoint-notices.js';
import { DoneNotice, EndpointNow, EndpointPage } from './endpoint-page.js';
import { EndpointViews } from './endpoint-views.js';
import { EndpointsPage } from './endpoints-page.js';

const PAGE_ROWS = 25;

const endpointId = z.uuid();
const listQuery = z.object({
  after: z.uuid().optional().catch(undefined),
  done: z.string().optional().catch(undefined),
});
const doneQuery = listQuery.pick({ done: true });

/** The tenant's endpoints: shown, added, changed. */
@PortalRoom('')
export class PortalEndpointsRoom {
  constructor(
    private readonly own: TenantEndpoints,
    private readonly endpoints: EndpointsService,
    private readonly catalogue: EventCatalogue,
    private readonly views: EndpointViews,
  ) {}

  @Get()
  @Page()
  async list(
    @InPortal() session: PortalSession,
    @Query({ schema: listQuery }) { after, done }: z.output<typeof listQuery>,
  ) {
    const found = await this.endpoints.list({ tenant: session.tenant }, PAGE_ROWS + 1, after);
    const page = found.slice(0, PAGE_ROWS);
    const next = found.length > PAGE_ROWS ? page.at(-1)?.id : undefined;
    const endpoints = await this.views.summaries(page);
    return EndpointsPage({ session, endpoints, next, after, deleted: done === 'deleted' });
  }

  @Get('endpoints/new')
  @Page()
  async add(@InPortal() session: PortalSession) {
    const versions = await this.catalogue.versions();
    return EndpointFormPage({ session, versions, typed: {}, errors: {} });
  }

  @PortalAction('endpoints')
  async create(
    @InPortal() session: PortalSession,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { value, typed, errors } = readFilterQuery(endpointForm, body);
    if (!value) return this.formAgain({ session, typed, errors }, reply);
    try {
      const wanted = newEndpoint(session.tenant, value);
      const { endpoint, secret } = await this.endpoints.create(wanted, session.actor);
      const view = await this.views.view(endpoint);
      return await EndpointPage({ session, view, notice: SecretNotice({ secret }) });
    } catch (error) {
      return this.formAgain({ session, typed, errors: formErrors(error) }, reply);
    }
  }

  @Get('endpoints/:id')
  @Page()
  async show(
    @InPortal() session: PortalSession,
    @Param('id', { schema: endpointId }) id: string,
    @Query({ schema: doneQuery }) { done }: z.output<typeof doneQuery>,
  ) {
    const view = await this.views.view(await this.own.endpoint(session.tenant, id));
    return EndpointPage({ session, view, notice: DoneNotice({ done }) });
  }

  /** A part of its page again. */
  @Get('endpoints/:id/now')
  @Page()
  async now(@InPortal() session: PortalSession, @Param('id', { schema: endpointId }) id: string) {
    const endpoint = await this.own.endpoint(session.tenant, id);
    return EndpointNow({ view: { endpoint, deliveries: await this.views.latest(id) } });
  }

  @Get('endpoints/:id/edit')
  @Page()
  async edit(@InPortal() session: PortalSession, @Param('id', { schema: endpointId }) id: string) {
    const endpoint = await this.own.endpoint(session.tenant, id);
    const versions = await this.catalogue.versions();
    return EndpointFormPage({ session, endpoint, versions, typed: typedFor(endpoint), errors: {} });
  }

  @PortalAction('endpoints/:id')
  async change(
    @InPortal() session: PortalSession,
    @Param('id', { schema: endpointId }) id: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const endpoint = await this.own.endpoint(session.tenant, id);
    const { value, typed, errors } = readFilterQuery(endpointForm, body);
    if (!value) return this.formAgain({ session, endpoint, typed, errors }, reply);
    try {
      await this.endpoints.update(id, endpointChanges(value, endpoint), session.actor);
    } catch (error) {
      return this.formAgain({ session, endpoint, typed, errors: formErrors(error) }, reply);
    }
    const { url, statusCode } = seeOther(`/portal/endpoints/${id}`, { done: 'changed' });
    void reply.redirect(url, statusCode);
    return '';
  }

  @PortalAction('endpoints/:id/delete')
  @Redirect()
  async delete(
    @InPortal() { tenant, actor }: PortalSession,
    @Param('id', { schema: endpointId }) id: string,
  ) {
    await this.own.endpoint(tenant, id);
    await this.endpoints.remove(id, actor);
    return seeOther('/portal', { done: 'deleted' });
  }

  private async formAgain(
    form: {
      session: PortalSession;
      endpoint?: Endpoint;
      typed: Readonly<Record<string, string>>;
      errors: Readonly<Record<string, string>>;
    },
    reply: FastifyReply,
  ) {
    void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
    return EndpointFormPage({ ...form, versions: await this.catalogue.versions() });
  }
}
