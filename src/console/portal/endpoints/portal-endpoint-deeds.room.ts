import { Body, Param, Redirect } from '@nestjs/common';
import { z } from 'zod';
import { EventCatalogue } from '../../../deliveries/catalogue/event-catalogue.js';
import { EndpointsService } from '../../../deliveries/endpoints/endpoints.service.js';
import { DeliveriesService } from '../../../deliveries/records/deliveries.service.js';
import { MissedEvents } from '../../../deliveries/records/missed-events.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { ApiError } from '../../../platform/http/api-error.js';
import { seeOther } from '../../see-other.js';
import { PortalAction, PortalRoom } from '../frame/portal-room.js';
import { InPortal, type PortalSession } from '../frame/portal-session.js';
import { TenantEndpoints } from '../tenant-endpoints.js';
import { spanForm, type SpanForm } from '../../rooms/endpoints/endpoint-forms.js';
import { ProgressNotice, SecretNotice } from './endpoint-notices.js';
import { EndpointPage } from './endpoint-page.js';
import { OwnSwitch } from './own-switch.js';
import { EndpointViews } from './endpoint-views.js';

const HOUR_MS = 3_600_000;

const endpointId = z.uuid();
const testForm = z.object({ type: z.string().max(128).default('') });

/** What a tenant does with an endpoint. */
@PortalRoom('endpoints/:id')
export class PortalEndpointDeedsRoom {
  constructor(
    private readonly own: TenantEndpoints,
    private readonly endpoints: EndpointsService,
    private readonly deliveries: DeliveriesService,
    private readonly missed: MissedEvents,
    private readonly catalogue: EventCatalogue,
    private readonly views: EndpointViews,
    private readonly enabling: OwnSwitch,
    private readonly audit: AuditLog,
  ) {}

  @PortalAction('pause')
  @Redirect()
  pause(@InPortal() session: PortalSession, @Param('id', { schema: endpointId }) id: string) {
    return this.switch(session, id, { paused: true }, 'paused');
  }

  @PortalAction('resume')
  @Redirect()
  resume(@InPortal() session: PortalSession, @Param('id', { schema: endpointId }) id: string) {
    return this.switch(session, id, { paused: false }, 'resumed');
  }

  @PortalAction('enable')
  @Redirect()
  async enable(@InPortal() session: PortalSession, @Param('id', { schema: endpointId }) id: string) {
    await this.enabling.refuseIfDisabledByOthers(session, await this.own.endpoint(session.tenant, id));
    return this.switch(session, id, { enabled: true }, 'enabled');
  }

  @PortalAction('disable')
  @Redirect()
  disable(@InPortal() session: PortalSession, @Param('id', { schema: endpointId }) id: string) {
    return this.switch(session, id, { enabled: false }, 'disabled');
  }

  @PortalAction('ping')
  @Redirect()
  async ping(@InPortal() { tenant, actor }: PortalSession, @Param('id', { schema: endpointId }) id: string) {
    await this.own.endpoint(tenant, id);
    await this.endpoints.ping(id, actor);
    return seeOther(`/portal/endpoints/${id}`, { done: 'pinged' });
  }

  @PortalAction('test')
  @Redirect()
  async test(
    @InPortal() { tenant, actor }: PortalSession,
    @Param('id', { schema: endpointId }) id: string,
    @Body({ schema: testForm }) { type }: z.output<typeof testForm>,
  ) {
    await this.own.endpoint(tenant, id);
    if (type !== '' && !(await this.catalogue.get(type))) {
      throw new ApiError('NOT_FOUND', 'There is no such event type. Choose one of those in the list.');
    }
    await this.endpoints.sendTest(id, type || undefined, actor);
    return seeOther(`/portal/endpoints/${id}`, { done: 'tested' });
  }

  /** The new secret is on this page, and nowhere else. */
  @PortalAction('rotate-secret')
  async rotateSecret(@InPortal() session: PortalSession, @Param('id', { schema: endpointId }) id: string) {
    await this.own.endpoint(session.tenant, id);
    const { endpoint, secret, previousUntil } = await this.endpoints.rotateSecret(id, session.actor);
    const view = await this.views.view(endpoint);
    return EndpointPage({ session, view, notice: SecretNotice({ secret, previousUntil }) });
  }

  @PortalAction('replay')
  async replay(
    @InPortal() session: PortalSession,
    @Param('id', { schema: endpointId }) id: string,
    @Body({ schema: spanForm }) { hours, after }: SpanForm,
  ) {
    const endpoint = await this.own.endpoint(session.tenant, id);
    const since = hoursAgo(hours);
    const wanted = { endpointId: id, status: ['failed', 'dead'], since } as const;
    const { replayed, next } = await this.deliveries.replayAll(wanted, after);
    await this.note(session, 'endpoint.replayed', id, { replayed, since: since.toISOString() });
    const text = `Sent again: ${replayed}.`;
    const action = `/portal/endpoints/${id}/replay`;
    const notice = ProgressNotice({ session, text, action, hours, next });
    return EndpointPage({ session, view: await this.views.view(endpoint), notice });
  }

  @PortalAction('recover')
  async recover(
    @InPortal() session: PortalSession,
    @Param('id', { schema: endpointId }) id: string,
    @Body({ schema: spanForm }) { hours, after }: SpanForm,
  ) {
    const endpoint = await this.own.endpoint(session.tenant, id);
    const since = hoursAgo(hours);
    const { recovered, next } = await this.missed.recover(id, since, after);
    await this.note(session, 'endpoint.recovered', id, { recovered, since: since.toISOString() });
    const text = `Recovered: ${recovered}.`;
    const action = `/portal/endpoints/${id}/recover`;
    const notice = ProgressNotice({ session, text, action, hours, next });
    return EndpointPage({ session, view: await this.views.view(endpoint), notice });
  }

  private async switch(
    { tenant, actor }: PortalSession,
    id: string,
    changes: { readonly paused: boolean } | { readonly enabled: boolean },
    done: string,
  ) {
    await this.own.endpoint(tenant, id);
    await this.endpoints.update(id, changes, actor);
    return seeOther(`/portal/endpoints/${id}`, { done });
  }

  private note(
    { tenant, actor }: PortalSession,
    action: string,
    id: string,
    details: Readonly<Record<string, string | number>>,
  ): Promise<void> {
    return this.audit.note({ actor, action, target: `endpoint:${id}`, details: { tenant, ...details } });
  }
}

function hoursAgo(hours: number): Date {
  return new Date(Date.now() - hours * HOUR_MS);
}
