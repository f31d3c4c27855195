import { Injectable } from '@nestjs/common';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import type { WebhookPause } from '../../platform/database/generated/client.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { RESUME_JOB } from './resume-job.js';

/** How long a process goes by what it knows of the pauses, in ms. */
const FRESH_MS = 1_000;

/** When what waited is sent after a resume, in ms: once every process has heard of it. */
const HEARD_AFTER_MS = 2 * FRESH_MS;

/** Providers whose events are stored, but not handled until somebody resumes them. */
@Injectable()
export class WebhookPauses {
  private known: { paused: Promise<ReadonlySet<string>>; sinceMs: number } | undefined;

  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
    private readonly audit: AuditLog,
  ) {}

  /** As last known, at most {@link FRESH_MS} old. */
  async isPaused(provider: string): Promise<boolean> {
    if (!this.known || performance.now() - this.known.sinceMs > FRESH_MS) {
      this.known = { paused: this.read(), sinceMs: performance.now() };
    }
    return (await this.known.paused).has(provider);
  }

  list(): Promise<WebhookPause[]> {
    return this.prisma.webhookPause.findMany();
  }

  /** Pauses a provider. One that is paused stays so since then; the reason is the new one, if there is one. */
  async pause(provider: string, reason: string | undefined, actor: Actor): Promise<WebhookPause> {
    const target = targetOf(provider);
    const details = { reason: reason ?? null };
    const pause = await this.prisma.$transaction(async (tx) => {
      await this.audit.note({ actor, action: 'webhook_source.paused', target, details }, tx);
      return tx.webhookPause.upsert({
        where: { provider },
        create: { provider, reason },
        update: { reason },
      });
    });
    this.known = undefined;
    return pause;
  }

  /** Ends a pause, if there is one. Whatever waits is sent to its handlers soon after, in the background. */
  async resume(provider: string, actor: Actor): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.webhookPause.deleteMany({ where: { provider } });
      if (count === 0) return;
      const startAfter = new Date(Date.now() + HEARD_AFTER_MS);
      await this.jobs.send(RESUME_JOB, [{ data: { provider }, startAfter }], tx);
      await this.audit.note({ actor, action: 'webhook_source.resumed', target: targetOf(provider) }, tx);
    });
    this.known = undefined;
  }

  private read(): Promise<ReadonlySet<string>> {
    const paused = this.list().then((pauses) => new Set(pauses.map(({ provider }) => provider)));
    // What could not be read is asked for again by the next.
    paused.catch(() => (this.known = undefined));
    return paused;
  }
}

function targetOf(provider: string): string {
  return `webhook_source:${provider}`;
}
