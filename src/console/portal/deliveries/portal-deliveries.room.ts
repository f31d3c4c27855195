import { Get, HttpStatus, Param, Query, Redirect, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Delivery, Endpoint } from '../../../contracts/events.js';
import { EventsService } from '../../../deliveries/events/events.service.js';
import { PING_TYPE } from '../../../deliveries/events/event-type-names.js';
import { DeliveriesService } from '../../../deliveries/records/deliveries.service.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { readFilterQuery } from '../../filters/filter-query.js';
import { seeOther } from '../../see-other.js';
import { PortalAction, PortalRoom } from '../frame/portal-room.js';
import { InPortal, type PortalSession } from '../frame/portal-session.js';
import { TenantEndpoints } from '../tenant-endpoints.js';
import { DeliveriesPage } from './deliveries-page.js';
import { deliveriesQuery } from './deliveries-query.js';
import { DeliveryPage } from './delivery-page.js';

const PAGE_ROWS = 25;

const rowId = z.uuid();
const doneQuery = z.object({ done: z.string().optional().catch(undefined) });

/** What was sent to the tenant's endpoints, and what they answered. */
@PortalRoom('')
export class PortalDeliveriesRoom {
  constructor(
    private readonly own: TenantEndpoints,
    private readonly deliveries: DeliveriesService,
    private readonly events: EventsService,
    private readonly audit: AuditLog,
  ) {}

  @Get('endpoints/:id/deliveries')
  @Page()
  async list(
    @InPortal() session: PortalSession,
    @Param('id', { schema: rowId }) id: string,
    @Query() given: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const endpoint = await this.own.endpoint(session.tenant, id);
    const query = readFilterQuery(deliveriesQuery, given);
    if (!query.value) void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
    const { filter, after } = query.value ?? {};
    const page = filter && (await this.deliveries.list({ ...filter, endpointId: id }, PAGE_ROWS, after));
    return DeliveriesPage({ session, endpoint, query, page });
  }

  @Get('deliveries/:id')
  @Page()
  async show(
    @InPortal() session: PortalSession,
    @Param('id', { schema: rowId }) id: string,
    @Query({ schema: doneQuery }) { done }: z.output<typeof doneQuery>,
  ) {
    const { delivery, endpoint } = await this.own.delivery(session.tenant, id);
    const attempts = await this.deliveries.attempts(id);
    const data = await this.dataOf(delivery, endpoint);
    return DeliveryPage({ session, delivery, endpoint, attempts, data, done });
  }

  @PortalAction('deliveries/:id/replay')
  @Redirect()
  async replay(@InPortal() { tenant, actor }: PortalSession, @Param('id', { schema: rowId }) id: string) {
    await this.own.delivery(tenant, id);
    const outcome = await this.deliveries.replay(id);
    if (outcome === 'replayed') {
      await this.audit.note({ actor, action: 'delivery.replayed', target: `delivery:${id}` });
    }
    return seeOther(`/portal/deliveries/${id}`, { done: outcome });
  }

  /** As the endpoint is sent it. The challenge of a ping is for the eyes of its receiver alone: it proves who that is. */
  private async dataOf(
    { eventId, type }: Delivery,
    { apiVersion, payload }: Endpoint,
  ): Promise<string | undefined> {
    if (type === PING_TYPE || payload === 'thin') return undefined;
    const event = await this.events.get(eventId);
    const data = apiVersion === null ? undefined : event?.versions?.[apiVersion];
    return event && JSON.stringify(data ?? event.data, null, 2);
  }
}
