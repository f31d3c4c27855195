import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { trace } from '@opentelemetry/api';
import { z } from 'zod';
import { IntegrationError, ProviderError, type ErrorCode } from '../../contracts/errors.js';
import { runWithRequestId } from '../../platform/context/request-context.js';
import type { ExternalRequest } from '../../platform/database/generated/client.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { redactText } from '../../platform/logging/redaction.js';
import { ExternalApi } from '../../providers/external-api/external-api.client.js';
import { inSpan, recordError } from '../../platform/tracing/in-span.js';
import { CALLBACK_JOB } from '../callbacks/callback-job.js';
import { externalRequestSpan } from './external-request-span.js';
import { PROCESSING_DELAYS_MS, PROCESSING_JOB, type ProcessingJobData } from './processing-job.js';

const OPTIONS = {
  localConcurrency: 10,
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 1, // NOTIFY does not fire for jobs of later
};

/** How long one attempt may wait for its turn and its answer, in ms; well within the job's own time. */
const ATTEMPT_MS = 600_000;

/** The longest error that is kept, in characters. */
const MAX_ERROR_LENGTH = 1_000;

/** Of the external API's own id of a request, in characters. */
const MAX_ID_LENGTH = 255;

/** Refusals of what was asked: the same again would be refused again. */
const FINAL: ReadonlySet<ErrorCode> = new Set([
  'VALIDATION_ERROR',
  'NOT_FOUND',
  'CONFLICT',
  'UNPROCESSABLE',
  'PROVIDER_ERROR',
  'PROVIDER_RESPONSE_INVALID',
]);

const storedData = z.object({ input: z.unknown(), format: z.string() });

/** Has the external API process what was accepted, and puts down what came of it. */
@Injectable()
export class ProcessingWorker implements OnApplicationBootstrap {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
    private readonly api: ExternalApi,
    @Inject(PROCESSING_DELAYS_MS) private readonly delaysMs: readonly number[],
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.declare(PROCESSING_JOB);
    await this.jobs.work(PROCESSING_JOB, OPTIONS, (job, signal) => this.run(job, signal));
  }

  /** A job may come twice, after its process died: processing changes nothing, so that the attempt is made again. */
  private async run({ id, attempt }: ProcessingJobData, signal: AbortSignal): Promise<void> {
    const row = await this.prisma.externalRequest.findUnique({ where: { id } });
    if (!row || row.completedAt || row.attempts >= attempt) return;
    await this.prisma.externalRequest.update({ where: { id }, data: { status: 'processing' } });
    await runWithRequestId(row.requestId ?? randomUUID(), () =>
      inSpan(externalRequestSpan('process external request', row, attempt), () =>
        this.attempt(row, attempt, signal),
      ),
    );
  }

  private async attempt(row: ExternalRequest, attempt: number, signal: AbortSignal): Promise<void> {
    const outcome = await this.ask(row, signal);
    if (!('error' in outcome)) return this.finish(row, attempt, { status: 'completed', ...outcome });
    const { error } = outcome;
    recordError(trace.getActiveSpan(), error);
    const mayPass = error instanceof IntegrationError && !FINAL.has(error.code);
    const delayMs = mayPass ? this.delaysMs[attempt - 1] : undefined;
    if (delayMs === undefined) await this.finish(row, attempt, { status: 'failed', ...describe(error) });
    else await this.again(row, attempt, delayMs);
  }

  /** Whatever goes wrong here is the outcome of this attempt: a job that came back for it would come back for ever. */
  private async ask(
    row: ExternalRequest,
    signal: AbortSignal,
  ): Promise<{ result: string; externalId: string } | { error: unknown }> {
    try {
      const data = storedData.parse(JSON.parse(row.data ?? ''));
      const answer = await this.api.data.process(
        { body: { data, options: {} } },
        { idempotencyKey: row.id, timeoutMs: ATTEMPT_MS, mayWait: true, signal },
      );
      if (!answer.success) throw refused(answer.request_id);
      return {
        result: JSON.stringify(answer.result),
        externalId: storable(answer.request_id, MAX_ID_LENGTH),
      };
    } catch (error) {
      signal.throwIfAborted(); // cut short by a shutdown: the job comes back, and this attempt with it
      return { error };
    }
  }

  /** With its end, the callback is due. */
  private async finish(
    { id, callbackUrl }: ExternalRequest,
    attempts: number,
    end: Partial<ExternalRequest> & { status: 'completed' | 'failed' },
  ): Promise<void> {
    await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.externalRequest.updateMany({
        where: { id, completedAt: null },
        data: { ...end, attempts, data: null, completedAt: new Date() },
      });
      if (count > 0 && callbackUrl !== null) {
        await this.jobs.send(CALLBACK_JOB, [{ data: { id, attempt: 1 } }], tx);
      }
    });
  }

  private async again({ id }: ExternalRequest, attempt: number, delayMs: number): Promise<void> {
    const startAfter = new Date(Date.now() + delayMs * (0.75 + Math.random() / 2));
    await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.externalRequest.updateMany({
        where: { id, completedAt: null, attempts: attempt - 1 },
        data: { status: 'queued', attempts: attempt },
      });
      if (count === 0) return;
      await this.jobs.send(PROCESSING_JOB, [{ data: { id, attempt: attempt + 1 }, startAfter }], tx);
    });
  }
}

function refused(requestId: string): ProviderError {
  const message = `The external API answered that it could not process the data (its request ${requestId}).`;
  return new ProviderError(message, { provider: 'external-api', operation: 'data.process', requestId });
}

function describe(error: unknown): { errorCode: string; error: string } {
  const errorCode = error instanceof IntegrationError ? error.code : 'INTERNAL_ERROR';
  return { errorCode, error: storable(redactText(errorMessage(error)), MAX_ERROR_LENGTH) };
}

/** Short, and of characters that PostgreSQL takes. */
function storable(text: string, maxLength: number): string {
  return text.replaceAll('\0', '').slice(0, maxLength).toWellFormed();
}
