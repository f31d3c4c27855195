import { Injectable } from '@nestjs/common';
import type { WebhookReconciliation } from '../../platform/database/generated/client.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { describeFailure } from '../processing/handler-failure.js';

/** Remembers how far each provider's log has been compared with what is here. */
@Injectable()
export class ReconciliationRecords {
  constructor(private readonly prisma: BackgroundPrismaService) {}

  list(): Promise<WebhookReconciliation[]> {
    return this.prisma.webhookReconciliation.findMany();
  }

  /**
   * Until when everything is known to be here; `undefined` for a provider that is seen for the first time, for which it
   * is noted that nothing before now is asked for.
   */
  async reconciledUntil(provider: string, now: Date): Promise<Date | undefined> {
    const record = await this.prisma.webhookReconciliation.findUnique({ where: { provider } });
    if (record) return record.reconciledUntil;
    await this.prisma.webhookReconciliation.createMany({
      data: { provider, reconciledUntil: now },
      skipDuplicates: true,
    });
    return undefined;
  }

  /** @param reconciledUntil stays as it was when `undefined`, and never goes back */
  async succeeded(
    provider: string,
    { began, found, reconciledUntil }: { began: Date; found: number; reconciledUntil: Date | undefined },
  ): Promise<void> {
    await this.prisma.$executeRaw`
      UPDATE webhook_reconciliations SET last_run_at = ${began}, last_found = ${found},
        total_found = total_found + ${found}, last_error = NULL,
        reconciled_until = greatest(reconciled_until, ${reconciledUntil ?? null}::timestamptz)
      WHERE provider = ${provider}`;
  }

  /** What it had found by then is here all the same; the next run finds the rest. */
  async failed(
    provider: string,
    { began, found, error }: { began: Date; found: number; error: unknown },
  ): Promise<void> {
    await this.prisma.webhookReconciliation.updateMany({
      where: { provider },
      data: {
        lastRunAt: began,
        lastFound: found,
        totalFound: { increment: found },
        lastError: describeFailure(error),
      },
    });
  }
}
