import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { OutcomeFinding, UnknownOutcomeRecord } from '../../contracts/outcomes.js';
import { runWithRequestId } from '../../platform/context/request-context.js';
import type { Prisma, UnknownOutcome } from '../../platform/database/generated/client.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { redactText } from '../../platform/logging/redaction.js';
import { OutcomeResolvers } from './outcome-resolvers.js';
import {
  LOOK_DELAYS_MS,
  UNKNOWN_OUTCOME_JOB,
  lookAt,
  type UnknownOutcomeJobData,
} from './unknown-outcome-jobs.js';

/** Characters of an error that are kept with the record. */
const MAX_ERROR_LENGTH = 1_000;

/** Looks for lost calls at their providers until it is known what became of them, or no look is left. */
@Injectable()
export class OutcomeResolution implements OnApplicationBootstrap {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
    private readonly resolvers: OutcomeResolvers,
    @Inject(LOOK_DELAYS_MS) private readonly lookDelaysMs: readonly number[],
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.declare(UNKNOWN_OUTCOME_JOB);
    const options = { localConcurrency: 2, pollingIntervalSeconds: 1 };
    await this.jobs.work(UNKNOWN_OUTCOME_JOB, options, (data, signal) => this.process(data, signal));
  }

  /** Jobs may come twice, and late: only the look that is due is taken. */
  private async process({ id, look }: UnknownOutcomeJobData, signal: AbortSignal): Promise<void> {
    const outcome = await this.prisma.unknownOutcome.findUnique({ where: { id } });
    if (outcome?.status !== 'unknown' || outcome.attempts !== look - 1) return;
    await runWithRequestId(outcome.requestId ?? randomUUID(), () => this.look(outcome, look, signal));
  }

  private async look(outcome: UnknownOutcome, look: number, signal: AbortSignal): Promise<void> {
    const resolver = this.resolvers.find(outcome.provider);
    if (!resolver) return this.settle(outcome, look, { status: 'unresolved' });
    try {
      const finding = await resolver.resolve(toRecord(outcome), signal);
      if (finding.status === 'unknown') await this.lookLater(outcome, look, null);
      else await this.settle(outcome, look, finding);
    } catch (error) {
      if (signal.aborted) throw error; // cut short by a shutdown: the job comes back, and this look with it
      await this.lookLater(outcome, look, describe(error));
    }
  }

  private async lookLater(outcome: UnknownOutcome, look: number, lastError: string | null): Promise<void> {
    const startAfter = lookAt(look + 1, this.lookDelaysMs);
    if (!startAfter) return this.settle(outcome, look, { status: 'unresolved' }, lastError);
    await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.unknownOutcome.updateMany({
        where: due(outcome, look),
        data: { attempts: look, lastError },
      });
      if (!count) return;
      await this.jobs.send(
        UNKNOWN_OUTCOME_JOB,
        [{ data: { id: outcome.id, look: look + 1 }, startAfter }],
        tx,
      );
    });
  }

  private async settle(
    outcome: UnknownOutcome,
    look: number,
    finding: Exclude<OutcomeFinding, { status: 'unknown' }> | { status: 'unresolved' },
    lastError: string | null = null,
  ): Promise<void> {
    const objectId = 'objectId' in finding ? finding.objectId : null;
    const { count } = await this.prisma.unknownOutcome.updateMany({
      where: due(outcome, look),
      data: { status: finding.status, objectId, attempts: look, lastError, settledAt: new Date() },
    });
    if (!count) return;
    this.logger[finding.status === 'unresolved' ? 'warn' : 'info'](
      {
        event: 'outcome_settled',
        unknown_outcome_id: outcome.id,
        provider: outcome.provider,
        operation: outcome.operation,
        status: finding.status,
        object_id: objectId,
        looks: look,
      },
      `${outcome.provider} ${outcome.operation}: ${finding.status}`,
    );
  }
}

/** The record, as long as this look is the one that is due: of two workers, one finds it so when it writes. */
function due({ id }: UnknownOutcome, look: number): Prisma.UnknownOutcomeWhereInput {
  return { id, status: 'unknown', attempts: look - 1 };
}

function toRecord(outcome: UnknownOutcome): UnknownOutcomeRecord {
  return {
    id: outcome.id,
    provider: outcome.provider,
    connectionId: outcome.connectionId ?? undefined,
    operation: outcome.operation,
    endpoint: outcome.endpoint,
    method: outcome.method,
    path: outcome.path,
    idempotencyKey: outcome.idempotencyKey ?? undefined,
    reference: outcome.reference ?? undefined,
    sentAt: outcome.sentAt,
    givenUpAt: timeOf(outcome.id),
  };
}

/** When a UUID of version 7 was made: its first 48 bits, in ms since 1970 (RFC 9562, 5.7). */
function timeOf(uuid: string): Date {
  return new Date(Number.parseInt(uuid.replaceAll('-', '').slice(0, 12), 16));
}

/** The error, fit to be stored: no secrets, no characters that PostgreSQL refuses, bounded. */
function describe(error: unknown): string {
  return redactText(errorMessage(error)).replaceAll('\0', '').slice(0, MAX_ERROR_LENGTH).toWellFormed();
}
