import { Inject, Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import type { EndpointNews } from '../../contracts/events.js';
import { AuditLog, SYSTEM } from '../../platform/audit/audit-log.js';
import { BackgroundPrismaService, type Transaction } from '../../platform/database/prisma.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { MetricsService } from '../../platform/metrics/metrics.service.js';
import { EndpointNewsJobs } from './endpoint-news.js';

type Reason = EndpointNews['reason'];

/** An endpoint as it was when something was sent to it. */
export interface EndpointAtVersion {
  readonly endpointId: string;
  readonly endpointVersion: number;
}

/** Disables endpoints that nobody answers at any more, and says so: to the product, in the audit log, the log, a metric. */
@Injectable()
export class EndpointDisabling {
  private readonly disabledTotal: Counter<'reason'>;

  constructor(
    { registry }: MetricsService,
    private readonly prisma: BackgroundPrismaService,
    private readonly audit: AuditLog,
    private readonly news: EndpointNewsJobs,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.disabledTotal = new Counter({
      name: 'endpoints_disabled_total',
      help: 'Endpoints that were disabled: gone (answered 410), failing (for days)',
      labelNames: ['reason'],
      registers: [registry],
    });
  }

  /**
   * Disables an endpoint, once over all workers: what waits for it, waits until somebody enables it again.
   * @param why in a sentence, without secrets: `It answered 410.`
   * @returns whether it was done now: not when somebody has changed, disabled or deleted it meanwhile, nor for `failing`
   * when it has answered meanwhile
   */
  async disable(
    { endpointId, endpointVersion }: EndpointAtVersion,
    reason: Reason,
    why: string,
  ): Promise<boolean> {
    const tenant = await this.prisma.$transaction(async (tx) => {
      const disabled = await this.write({ endpointId, endpointVersion }, reason, tx);
      if (disabled === undefined) return undefined;
      await this.audit.note(
        {
          actor: SYSTEM,
          action: 'endpoint.disabled',
          target: `endpoint:${endpointId}`,
          details: { reason, why, tenant: disabled },
        },
        tx,
      );
      await this.news.sendDisabled(endpointId, reason, tx);
      return disabled;
    });
    if (tenant === undefined) return false;
    this.disabledTotal.inc({ reason });
    this.logger.warn(
      { event: 'endpoint_disabled', endpoint_id: endpointId, tenant, reason },
      `An endpoint was disabled: ${why}`,
    );
    return true;
  }

  /** @returns the tenant, when there was something to disable */
  private async write(
    { endpointId, endpointVersion }: EndpointAtVersion,
    reason: Reason,
    tx: Transaction,
  ): Promise<string | undefined> {
    const [row] = await tx.$queryRaw<{ tenant: string }[]>`
      UPDATE endpoints SET enabled = false, disabled_reason = ${reason}::endpoint_disabled_reason,
        disabled_at = now(), updated_at = now(), version = version + 1
      WHERE id = ${endpointId}::uuid AND version = ${endpointVersion} AND enabled AND deleted_at IS NULL
        AND (${reason} = 'gone' OR failing_since IS NOT NULL)
      RETURNING tenant`;
    return row?.tenant;
  }
}
