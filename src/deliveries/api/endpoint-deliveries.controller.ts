import { Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { Idempotent } from '../../platform/idempotency/idempotent.js';
import { endpointNotFound } from '../endpoints/endpoint-row.js';
import { EndpointsService } from '../endpoints/endpoints.service.js';
import { DeliveriesService } from '../records/deliveries.service.js';
import { MissedEvents } from '../records/missed-events.js';
import { deliveryRoutes } from './deliveries.answers.js';
import {
  endpointListQuery,
  endpointReplayRequest,
  recoverRequest,
  type EndpointListQuery,
  type EndpointReplayRequest,
  type RecoverRequest,
} from './deliveries.schemas.js';
import { presentDelivery } from './delivery.presentation.js';
import { endpointId } from './endpoints.schemas.js';

/** What one endpoint was sent, and what it missed. */
@ApiController('v1/endpoints/:id')
export class EndpointDeliveriesController {
  constructor(
    private readonly endpoints: EndpointsService,
    private readonly deliveries: DeliveriesService,
    private readonly missed: MissedEvents,
    private readonly audit: AuditLog,
  ) {}

  @Get('deliveries')
  @Answers(deliveryRoutes.listOfEndpoint)
  @RequiresScope('endpoints:read')
  async list(
    @Param('id', { schema: endpointId }) id: string,
    @Query({ schema: endpointListQuery }) { filter, limit, after }: EndpointListQuery,
  ) {
    if (!(await this.endpoints.get(id))) throw endpointNotFound(id);
    const { deliveries, next } = await this.deliveries.list({ ...filter, endpointId: id }, limit, after);
    return { data: deliveries.map(presentDelivery), next_cursor: next ?? null };
  }

  @Post('replay')
  @Answers(deliveryRoutes.replayOfEndpoint)
  @HttpCode(202)
  @RequiresScope('endpoints:write')
  @Idempotent({ required: false })
  async replay(
    @Param('id', { schema: endpointId }) id: string,
    @Body({ schema: endpointReplayRequest }) { filter, after }: EndpointReplayRequest,
    @Caller() actor: Actor,
  ) {
    const { replayed, next } = await this.deliveries.replayAll({ ...filter, endpointId: id }, after);
    await this.audit.note({
      actor,
      action: 'endpoint.failed_replayed',
      target: `endpoint:${id}`,
      details: { replayed },
    });
    return { replayed, next_cursor: next ?? null };
  }

  /** Events that it wants and never got, since nothing is stored for an endpoint while it is disabled. */
  @Post('recover')
  @Answers(deliveryRoutes.recover)
  @HttpCode(202)
  @RequiresScope('endpoints:write')
  @Idempotent({ required: false })
  async recover(
    @Param('id', { schema: endpointId }) id: string,
    @Body({ schema: recoverRequest }) { since, cursor }: RecoverRequest,
    @Caller() actor: Actor,
  ) {
    const { recovered, next } = await this.missed.recover(id, since, cursor);
    await this.audit.note({
      actor,
      action: 'endpoint.missed_recovered',
      target: `endpoint:${id}`,
      details: { recovered },
    });
    return { recovered, next_cursor: next ?? null };
  }
}
