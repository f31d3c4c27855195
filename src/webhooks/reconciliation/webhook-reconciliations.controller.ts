import { Body, Get, HttpCode, Param, Post } from '@nestjs/common';
import { RequiresScope } from '../../platform/api-access/api-access.guard.js';
import { Caller } from '../../platform/api-access/caller.js';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import { Answers } from '../../platform/http/answers.js';
import { ApiController } from '../../platform/http/api-controller.js';
import { Idempotent } from '../../platform/idempotency/idempotent.js';
import { EventLogs } from './event-logs.js';
import { ReconciliationRecords } from './reconciliation-records.js';
import { presentReconciliation } from './webhook-reconciliation.presentation.js';
import { WebhookReconciliation } from './webhook-reconciliation.js';
import { webhookReconciliationRoutes } from './webhook-reconciliations.answers.js';
import { provider, runRequest, type RunRequest } from './webhook-reconciliations.schemas.js';

/** How far the logs of the providers were compared with what arrived here. */
@ApiController('v1/webhook-reconciliations')
export class WebhookReconciliationsController {
  constructor(
    private readonly logs: EventLogs,
    private readonly records: ReconciliationRecords,
    private readonly reconciliation: WebhookReconciliation,
    private readonly audit: AuditLog,
  ) {}

  /** One page: there are as many as providers. */
  @Get()
  @Answers(webhookReconciliationRoutes.list)
  @RequiresScope('webhooks:read')
  async list() {
    const records = new Map((await this.records.list()).map((record) => [record.provider, record]));
    const data = [...this.logs.all()].map(([name, log]) =>
      presentReconciliation(name, log, records.get(name)),
    );
    return { data, next_cursor: null };
  }

  @Post(':provider/run')
  @Answers(webhookReconciliationRoutes.run)
  @HttpCode(200)
  @RequiresScope('webhooks:write')
  @Idempotent({ required: false })
  async run(
    @Param('provider', { schema: provider }) name: string,
    @Body({ schema: runRequest }) { since }: RunRequest,
    @Caller() actor: Actor,
  ) {
    const found = await this.reconciliation.run(name, since);
    await this.audit.note({
      actor,
      action: 'webhook_source.reconciled',
      target: `webhook_source:${name}`,
      details: { since: since?.toISOString() ?? null, found },
    });
    return { provider: name, found };
  }
}
