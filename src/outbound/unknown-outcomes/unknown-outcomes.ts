import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { IntegrationError } from '../../contracts/errors.js';
import { requestId } from '../../platform/context/request-context.js';
import type { UnknownOutcomeStatus } from '../../platform/database/generated/enums.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import type { OutboundCall } from '../outbound-call.js';
import { LOOK_DELAYS_MS, UNKNOWN_OUTCOME_JOB, lookAt } from './unknown-outcome-jobs.js';

export interface UnknownOutcomeFilter {
  provider?: string;
  status?: UnknownOutcomeStatus;
}

/** How long a settled record is kept, in days. */
const KEPT_DAYS = 90;

/** Rows deleted at a time, so that pruning never holds the table for long. */
const PRUNE_BATCH = 1_000;

/** The caller waits for the record, so a database that does not answer is given up soon. In ms. */
const WRITE_WITHIN = { maxWait: 2_000, timeout: 4_000 };

/** The records of calls that left and were never answered. */
@Injectable()
export class UnknownOutcomes {
  constructor(
    private readonly prisma: PrismaService,
    private readonly jobs: JobsService,
    @Inject(LOOK_DELAYS_MS) private readonly lookDelaysMs: readonly number[],
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Writes a call down whose outcome nobody knows, together with the job that will look for it. Never throws, so that
   * the caller gets the error that this is about: what cannot be stored is logged whole.
   * @param sentAt when the first attempt left that was not answered
   * @returns the record's id; `undefined` when it could only be logged
   */
  async record(call: OutboundCall, sentAt: Date, error: IntegrationError): Promise<string | undefined> {
    const record = { id: uuidv7(), ...describe(call), sentAt };
    try {
      await this.prisma.$transaction(async (tx) => {
        await tx.unknownOutcome.create({ data: record });
        const firstLook = { data: { id: record.id, look: 1 }, startAfter: lookAt(1, this.lookDelaysMs) };
        await this.jobs.send(UNKNOWN_OUTCOME_JOB, [firstLook], tx);
      }, WRITE_WITHIN);
      return record.id;
    } catch (fault) {
      this.logger.error(
        { event: 'outcome_unknown_not_recorded', outcome: record, error: error.message, err: fault },
        `Nobody will look for what became of this ${call.operation}: look it up at ${call.provider} yourself`,
      );
      return undefined;
    }
  }

  /** A page of records, newest first. `after` is the id of the last one seen. */
  list(filter: UnknownOutcomeFilter, limit: number, after?: string) {
    return this.prisma.unknownOutcome.findMany({
      where: { ...filter, ...(after ? { id: { lt: after } } : {}) },
      orderBy: { id: 'desc' },
      take: limit,
    });
  }

  /** One record; `null` when there is none. */
  get(id: string) {
    return this.prisma.unknownOutcome.findUnique({ where: { id } });
  }

  /** Deletes what was settled more than {@link KEPT_DAYS} ago; returns how many. */
  async prune(): Promise<number> {
    let pruned = 0;
    for (let batch = PRUNE_BATCH; batch === PRUNE_BATCH; pruned += batch) {
      batch = await this.prisma.$executeRaw`
        DELETE FROM unknown_outcomes WHERE id IN (
          SELECT id FROM unknown_outcomes
          WHERE settled_at < now() - ${KEPT_DAYS} * interval '1 day' LIMIT ${PRUNE_BATCH})`;
    }
    return pruned;
  }
}

/** What is kept of a call: enough to find its object, never a body, a header or a query, which may hold anything. */
function describe(call: OutboundCall) {
  return {
    provider: call.provider,
    connectionId: call.connectionId ?? null,
    operation: call.operation,
    endpoint: call.endpoint,
    method: call.method,
    path: call.url.pathname,
    idempotencyKey: call.idempotencyKey ?? null,
    reference: call.reference ?? null,
    requestId: requestId() ?? null,
  };
}
