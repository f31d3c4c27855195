import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { IntegrationError, ValidationError } from '../../contracts/errors.js';
import type { ReceiverRoad } from '../../outbound/receivers/receiver-road.js';
import { runWithRequestId } from '../../platform/context/request-context.js';
import type { ExternalRequest } from '../../platform/database/generated/client.js';
import { BackgroundPrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { inSpan } from '../../platform/tracing/in-span.js';
import { externalConfig, type ExternalConfig } from '../external.config.js';
import { presentStatus } from '../external.presentation.js';
import { externalRequestSpan } from '../requests/external-request-span.js';
import { toStatus } from '../requests/external-requests.js';
import { CALLBACK_DELAYS_MS, CALLBACK_JOB, type CallbackJobData } from './callback-job.js';
import { CALLBACK_ROAD } from './callback-road.js';
import { signatureHeaders } from './callback-signature.js';

const OPTIONS = {
  localConcurrency: 10,
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 1, // NOTIFY does not fire for jobs of later
};

/** The receiver wants no more of this (RFC 9110, 15.5.11). */
const GONE = 410;

/** The secret has gone since the request was accepted. */
const NO_SECRET = 'There is no secret to sign it with. Set EXTERNAL_CALLBACK_SECRETS.';

/** How an attempt ended. */
type Outcome = { readonly delivered: true } | { readonly error: string; readonly final: boolean };

/** Tells the product what came of its requests, until it has heard. */
@Injectable()
export class CallbackWorker implements OnApplicationBootstrap {
  constructor(
    private readonly prisma: BackgroundPrismaService,
    private readonly jobs: JobsService,
    @Inject(CALLBACK_ROAD) private readonly road: ReceiverRoad,
    @Inject(externalConfig.token) private readonly config: ExternalConfig,
    @Inject(CALLBACK_DELAYS_MS) private readonly delaysMs: readonly number[],
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.jobs.declare(CALLBACK_JOB);
    await this.jobs.work(CALLBACK_JOB, OPTIONS, (job, signal) => this.run(job, signal));
  }

  /** A job may come twice, after its process died: then the receiver may hear twice, under one `webhook-id`. */
  private async run({ id, attempt }: CallbackJobData, signal: AbortSignal): Promise<void> {
    const row = await this.prisma.externalRequest.findUnique({ where: { id } });
    if (row?.callbackStatus !== 'pending' || row.callbackAttempts >= attempt) return;
    await runWithRequestId(row.requestId ?? randomUUID(), () =>
      inSpan(externalRequestSpan('send callback', row, attempt), async () => {
        const outcome = await this.send(row, signal);
        if ('delivered' in outcome) await this.end(row, attempt, 'delivered', null);
        else await this.failed(row, attempt, outcome);
      }),
    );
  }

  private async send(row: ExternalRequest, signal: AbortSignal): Promise<Outcome> {
    const { callbackSecrets } = this.config;
    if (callbackSecrets.length === 0) return { error: NO_SECRET, final: false };
    const { callback: _callback, ...status } = toStatus(row);
    const body = JSON.stringify(presentStatus(status));
    const headers = signatureHeaders(
      { id: `msg_${row.id.replaceAll('-', '')}`, body, sentAt: new Date() },
      callbackSecrets,
    );
    try {
      const url = new URL(row.callbackUrl ?? '');
      const answer = await this.road.post({ url, headers, body, receiver: receiverOf(url), signal });
      if (answer.status >= 200 && answer.status < 300) return { delivered: true };
      return { error: `The receiver answered HTTP ${answer.status}.`, final: answer.status === GONE };
    } catch (error) {
      if (signal.aborted || !(error instanceof IntegrationError)) throw error; // the job comes back
      return { error: error.message, final: error instanceof ValidationError };
    }
  }

  private async failed(
    row: ExternalRequest,
    attempt: number,
    { error, final }: { error: string; final: boolean },
  ): Promise<void> {
    const delayMs = final ? undefined : this.delaysMs[attempt - 1];
    if (delayMs === undefined) return this.end(row, attempt, 'dead', error);
    const startAfter = new Date(Date.now() + delayMs * (0.75 + Math.random() / 2));
    await this.prisma.$transaction(async (tx) => {
      const { count } = await tx.externalRequest.updateMany({
        where: { id: row.id, callbackAttempts: attempt - 1 },
        data: { callbackAttempts: attempt, callbackError: error },
      });
      if (count === 0) return;
      await this.jobs.send(CALLBACK_JOB, [{ data: { id: row.id, attempt: attempt + 1 }, startAfter }], tx);
    });
  }

  private async end(
    { id }: ExternalRequest,
    attempts: number,
    callbackStatus: 'delivered' | 'dead',
    callbackError: string | null,
  ): Promise<void> {
    await this.prisma.externalRequest.updateMany({
      where: { id, callbackStatus: 'pending' },
      data: { callbackStatus, callbackAttempts: attempts, callbackError, callbackEndedAt: new Date() },
    });
    if (callbackStatus === 'delivered') return;
    this.logger.warn(
      { event: 'external_callback_dead', external_request_id: id, attempts, error: callbackError },
      'A callback could not be delivered, and is given up',
    );
  }
}

/** Tells receivers apart in the request log, without their addresses. */
function receiverOf({ origin }: URL): string {
  return `receiver-${createHash('sha256').update(origin).digest('hex').slice(0, 16)}`;
}
