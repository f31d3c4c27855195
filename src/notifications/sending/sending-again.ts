import { Injectable } from '@nestjs/common';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { NOTIFICATION_JOB, jobsFor } from './notification-jobs.js';

/** What people do once the reason of a refusal is mended. */
@Injectable()
export class SendingAgain {
  constructor(
    private readonly prisma: PrismaService,
    private readonly jobs: JobsService,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Sends a dead or failed one again from the beginning of its route, or one that is queued right now. The audit log has
   * who wanted it.
   * @returns whether there was anything to do: not where an attempt's outcome is still open, or it is sent
   */
  async run(id: string, now: Date, actor: Actor): Promise<boolean> {
    return this.prisma.$transaction(async (tx) => {
      const { count } = await tx.notification.updateMany({
        where: { id, OR: [{ status: { in: ['dead', 'failed'] } }, { status: 'queued', attemptUntil: null }] },
        data: {
          status: 'queued',
          mode: 'durable',
          dueAt: now,
          statusAt: now,
          attemptUntil: null,
          step: 0,
          rounds: 0,
          looks: 0,
          refusedSteps: [],
        },
      });
      if (count === 0) return false;
      const event = { notificationId: id, type: 'sent_again', occurredAt: now };
      await tx.notificationEvent.create({ data: event });
      await this.jobs.send(NOTIFICATION_JOB, jobsFor([{ id, dueAt: now }]), tx);
      await this.audit.note({ actor, action: 'notification.sent_again', target: `notification:${id}` }, tx);
      return true;
    });
  }
}
