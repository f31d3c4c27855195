import { Body, HttpCode, Post } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { ApiError } from '../../platform/http/api-error.js';
import { Idempotent } from '../../platform/idempotency/idempotent.js';
import type { ErasureScope } from './erasure-job.js';
import { eraseRequest, type EraseRequest } from './erasure.schemas.js';
import { WebhookErasure } from './webhook-erasure.js';
import { webhookEventRoutes } from '../events/webhook-events.answers.js';

/** Erasing what events say about people. */
@ApiController('v1/webhook-events')
export class WebhookErasureController {
  constructor(private readonly erasure: WebhookErasure) {}

  @Post('erase')
  @Answers(webhookEventRoutes.erase)
  @HttpCode(200)
  @RequiresScope('webhooks:write')
  @Idempotent({ required: false })
  async erase(@Body({ schema: eraseRequest }) request: EraseRequest) {
    return this.erasure.erase(await this.scopeOf(request));
  }

  private async scopeOf(request: EraseRequest): Promise<ErasureScope> {
    if (request.ids) return { kind: 'ids', ids: request.ids };
    const { provider, connection_id: connectionId, tenant = '' } = request;
    if (connectionId) return { kind: 'connections', connections: [{ provider, connectionId }] };
    const connections = await this.erasure.connectionsOf(tenant);
    if (connections.length) return { kind: 'connections', connections };
    throw new ApiError(
      'NOT_FOUND',
      `No webhook account belongs to tenant ${tenant}. Erase by connection_id what came for accounts that are gone.`,
    );
  }
}
