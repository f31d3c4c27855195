import { Body, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { ApiError } from '../../platform/http/api-error.js';
import { Idempotent } from '../../platform/idempotency/idempotent.js';
import { DeliveriesService, type DeliveryReplayOutcome } from '../records/deliveries.service.js';
import { deliveryRoutes } from './deliveries.answers.js';
import {
  deliveryId,
  listQuery,
  replayRequest,
  type ListQuery,
  type ReplayRequest,
} from './deliveries.schemas.js';
import { presentAttempt, presentDelivery } from './delivery.presentation.js';

/** What was sent to whom, how it went, and once more. */
@ApiController('v1/deliveries')
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly audit: AuditLog,
  ) {}

  @Get()
  @Answers(deliveryRoutes.list)
  @RequiresScope('endpoints:read')
  async list(@Query({ schema: listQuery }) { filter, limit, after }: ListQuery) {
    const { deliveries, next } = await this.deliveries.list(filter, limit, after);
    return { data: deliveries.map(presentDelivery), next_cursor: next ?? null };
  }

  @Get(':id')
  @Answers(deliveryRoutes.get)
  @RequiresScope('endpoints:read')
  async get(@Param('id', { schema: deliveryId }) id: string) {
    const delivery = await this.deliveries.get(id);
    if (!delivery) throw noSuchDelivery(id);
    const attempts = await this.deliveries.attempts(id);
    return { ...presentDelivery(delivery), history: attempts.map(presentAttempt) };
  }

  @Post('replay')
  @Answers(deliveryRoutes.replayAll)
  @HttpCode(202)
  @RequiresScope('endpoints:write')
  @Idempotent({ required: false })
  async replayAll(@Body({ schema: replayRequest }) { filter, after }: ReplayRequest, @Caller() actor: Actor) {
    const { replayed, next } = await this.deliveries.replayAll(filter, after);
    await this.audit.note({ actor, action: 'delivery.replayed', details: { replayed } });
    return { replayed, next_cursor: next ?? null };
  }

  @Post(':id/replay')
  @Answers(deliveryRoutes.replay)
  @HttpCode(202)
  @RequiresScope('endpoints:write')
  @Idempotent({ required: false })
  async replay(@Param('id', { schema: deliveryId }) id: string, @Caller() actor: Actor) {
    refuse(id, await this.deliveries.replay(id));
    await this.audit.note({ actor, action: 'delivery.replayed', target: `delivery:${id}` });
    return { id, status: 'pending' };
  }
}

function refuse(id: string, outcome: DeliveryReplayOutcome): void {
  if (outcome === 'unknown') throw noSuchDelivery(id);
  if (outcome === 'waiting') {
    throw new ApiError('CONFLICT', `The delivery ${id} waits for its turn, or is being sent right now.`);
  }
  if (outcome === 'endpoint_gone') {
    throw new ApiError(
      'CONFLICT',
      `The endpoint of delivery ${id} is disabled or deleted. Where it is disabled, enable it first, by ` +
        `PATCH /v1/endpoints/:id with {"enabled": true} or in the console.`,
    );
  }
  if (outcome === 'unproved_ping') {
    throw new ApiError(
      'CONFLICT',
      `The delivery ${id} is a ping of an endpoint that has not proved itself. Send it a new one, by ` +
        'POST /v1/endpoints/:id/ping or in the console.',
    );
  }
}

function noSuchDelivery(id: string): ApiError {
  return new ApiError('NOT_FOUND', `There is no delivery ${id}. Deliveries are deleted with their events.`);
}
