import { Get, HttpStatus, Param, Query, Redirect, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { EventsService } from '../../../deliveries/events/events.service.js';
import { DeliveriesService } from '../../../deliveries/records/deliveries.service.js';
import { AuditLog } from '../../../platform/audit/audit-log.js';
import { ApiError } from '../../../platform/http/api-error.js';
import { Page } from '../../../platform/pages/page-headers.js';
import { readFilterQuery, typedFields } from '../../filters/filter-query.js';
import { Action, Room } from '../../frame/room.js';
import { Session, type ConsoleSession } from '../../frame/session.js';
import { seeOther } from '../../see-other.js';
import { readablePayload } from '../webhook-events/readable-payload.js';
import { DeliveriesPage, LatestDeliveries, type DeliveryPage } from './deliveries-page.js';
import { DeliveryPage as OneDeliveryPage } from './delivery-page.js';
import { FILTER_FIELDS, deliveryQuery, type DeliveryQuery } from './delivery-query.js';
import { EndpointNames } from './endpoint-names.js';

const PAGE_ROWS = 25;

const deliveryId = z.uuid('must be the id of a delivery');

const doneQuery = z.object({ done: z.string().optional().catch(undefined) });
type DoneQuery = z.output<typeof doneQuery>;

/** Events on their way to the customers' endpoints: found, looked at, sent again. */
@Room('deliveries')
export class DeliveriesRoom {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly events: EventsService,
    private readonly endpoints: EndpointNames,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Page()
  async list(
    @Query() given: unknown,
    @Session() session: ConsoleSession,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const query = readFilterQuery(deliveryQuery, given);
    if (!query.value) void reply.status(HttpStatus.UNPROCESSABLE_ENTITY);
    return DeliveriesPage({ session, query, page: query.value && (await this.find(query.value)) });
  }

  /** The rows of the first page again. */
  @Get('latest')
  @Page()
  async latest(@Query() given: unknown) {
    const query = readFilterQuery(deliveryQuery, given);
    const page = await this.find({ filter: query.value?.filter ?? {}, after: undefined });
    return LatestDeliveries({ page, filter: typedFields(query, FILTER_FIELDS), isFirst: true });
  }

  @Get(':id')
  @Page()
  async show(
    @Param('id', { schema: deliveryId }) id: string,
    @Query({ schema: doneQuery }) { done }: DoneQuery,
    @Session() session: ConsoleSession,
  ) {
    const delivery = await this.deliveries.get(id);
    if (!delivery) throw noSuchDelivery(id);
    const [event, attempts, endpoints] = await Promise.all([
      this.events.get(delivery.eventId),
      this.deliveries.attempts(id),
      this.endpoints.of([delivery.endpointId]),
    ]);
    return OneDeliveryPage({
      session,
      delivery,
      endpoint: endpoints.get(delivery.endpointId),
      subject: event?.subject ?? null,
      requestId: event?.requestId ?? null,
      data: event && readablePayload(Buffer.from(JSON.stringify(event.data))),
      attempts,
      done,
    });
  }

  @Action(':id/replay')
  @Redirect()
  async replay(@Param('id', { schema: deliveryId }) id: string, @Session() { actor }: ConsoleSession) {
    const outcome = await this.deliveries.replay(id);
    if (outcome === 'unknown') throw noSuchDelivery(id);
    if (outcome === 'replayed') {
      await this.audit.note({ actor, action: 'delivery.replayed', target: `delivery:${id}` });
    }
    return seeOther(`/console/deliveries/${id}`, { done: outcome });
  }

  private async find({ filter, after }: DeliveryQuery): Promise<DeliveryPage> {
    const { deliveries, next } = await this.deliveries.list(filter, PAGE_ROWS, after);
    const endpoints = await this.endpoints.of(deliveries.map(({ endpointId }) => endpointId));
    return { deliveries, endpoints, next };
  }
}

function noSuchDelivery(id: string): ApiError {
  return new ApiError('NOT_FOUND', `There is no delivery ${id}. Deliveries are deleted after a while.`);
}
