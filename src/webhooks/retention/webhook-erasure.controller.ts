import { Body, HttpCode, Post } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import { AuditLog, type Actor, type Deed } from '../../platform/audit/audit-log.js';
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
  constructor(
    private readonly erasure: WebhookErasure,
    private readonly audit: AuditLog,
  ) {}

  @Post('erase')
  @Answers(webhookEventRoutes.erase)
  @HttpCode(200)
  @RequiresScope('webhooks:write')
  @Idempotent({ required: false })
  async erase(@Body({ schema: eraseRequest }) request: EraseRequest, @Caller() actor: Actor) {
    const scope = await this.scopeOf(request);
    // Before it begins: what is erased cannot be brought back, so that none of it goes without an entry.
    await this.audit.note({ actor, action: 'webhook_event.erased', ...whatOf(request) });
    return this.erasure.erase(scope);
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

/** Which events, as the audit log has it. Each row of them keeps when it was erased. */
function whatOf({ tenant, connection_id, provider, ids }: EraseRequest): Pick<Deed, 'target' | 'details'> {
  if (ids?.length === 1) return { target: `webhook_event:${ids[0]}` };
  if (ids) return { details: { events: ids.length } };
  if (tenant !== undefined) return { details: { tenant } };
  return { details: { provider: provider ?? null, connection_id: connection_id ?? null } };
}
