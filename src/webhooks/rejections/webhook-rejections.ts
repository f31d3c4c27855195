import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { InvalidSignatureError } from '../../contracts/webhooks.js';
import { WriteBehind } from '../../platform/database/write-behind.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { redactText } from '../../platform/logging/redaction.js';
import { ClockSuspicion } from './clock-suspicion.js';
import { keptHeaders } from './kept-headers.js';
import type { RefusedRequest } from './refused-request.js';
import { RejectedRequests, type NewRejection } from './rejected-requests.js';
import { RejectionDiagnosis, type Diagnosis } from './rejection-diagnosis.js';
import { RejectionMetrics } from './rejection-metrics.js';
import { TokenBucket } from './token-bucket.js';

/** Requests kept of each provider by this process: so many at once, then so many a second. A storm is all alike. */
const KEPT_AT_ONCE = 20;
const KEPT_PER_SECOND = 2;
/** Bodies held in memory until they are written, in bytes. */
const MAX_WAITING_BYTES = 16 * 1024 * 1024;
/** How much of a body is written, in bytes. */
const KEPT_BODY_BYTES = 256 * 1024;
/** How long a request waits for others, in ms, and how many are written together at most. */
const WRITE_AFTER_MS = 500;
const BATCH_ROWS = 40;
/** The longest message that is kept, in characters. */
const MAX_MESSAGE_LENGTH = 1_000;

interface Refusal {
  id: string;
  request: RefusedRequest;
  error: InvalidSignatureError;
}

/**
 * Keeps requests that could not be verified, for a few days, with the reason. Whoever sends forgeries decides how many
 * there are, so that only some of many are looked into and written, a moment later and together.
 */
@Injectable()
export class WebhookRejections implements OnApplicationShutdown {
  private readonly buckets = new Map<string, TokenBucket>();
  private waiting: Refusal[] = [];
  private waitingBytes = 0;
  private readonly writeBehind = new WriteBehind({
    isEmpty: () => this.waiting.length === 0,
    write: () => this.write(),
    delayMs: () => WRITE_AFTER_MS,
  });

  constructor(
    private readonly rejected: RejectedRequests,
    private readonly diagnosis: RejectionDiagnosis,
    private readonly clock: ClockSuspicion,
    private readonly metrics: RejectionMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Returns at once; what cannot be kept is only counted. Never throws. */
  keep(request: RefusedRequest, error: InvalidSignatureError): void {
    const { provider, rawBody } = request;
    const { fault } = error;
    if (fault === 'stale') this.clock.stale(provider);
    const fits = this.waitingBytes + rawBody.length <= MAX_WAITING_BYTES;
    if (!fits || !this.bucketOf(provider).take()) {
      this.metrics.rejected(provider, fault === 'mismatch' ? 'undiagnosed' : fault);
      return;
    }
    this.waiting.push({ id: uuidv7(), request, error });
    this.waitingBytes += rawBody.length;
    this.writeBehind.soon();
  }

  /** After the last request was answered. */
  onApplicationShutdown(): Promise<void> {
    return this.writeBehind.last();
  }

  private bucketOf(provider: string): TokenBucket {
    const known = this.buckets.get(provider);
    if (known) return known;
    const bucket = new TokenBucket(KEPT_AT_ONCE, KEPT_PER_SECOND);
    this.buckets.set(provider, bucket);
    return bucket;
  }

  private async write(): Promise<void> {
    while (this.waiting.length) {
      const batch = this.waiting.splice(0, BATCH_ROWS);
      const rows: NewRejection[] = [];
      for (const refusal of batch) rows.push(rowOf(refusal, await this.diagnose(refusal)));
      try {
        await this.rejected.add(rows);
      } catch (error) {
        this.logger.warn(
          { event: 'webhook_rejections_not_kept', rows: rows.length, err: error },
          'Refused webhooks could not be written down. Their providers send them again.',
        );
      }
      for (const { request } of batch) this.waitingBytes -= request.rawBody.length;
    }
  }

  private async diagnose({ request, error }: Refusal): Promise<Diagnosis> {
    const { provider, receivedAt } = request;
    const diagnosis = await this.diagnosis
      .of(request, error)
      .catch((failure: unknown) => undiagnosed(error, failure));
    this.metrics.rejected(provider, diagnosis.reason);
    if (diagnosis.reason === 'stale' && diagnosis.genuine && error.signedAt) {
      this.clock.genuinelyStale(provider, error.signedAt, receivedAt);
    }
    return diagnosis;
  }
}

/** What is known without looking further. */
function undiagnosed({ fault, message }: InvalidSignatureError, failure: unknown): Diagnosis {
  const whole = `${message} It could not be looked into: ${errorMessage(failure)}`;
  if (fault === 'stale') return { reason: fault, message: whole, genuine: false };
  return { reason: fault === 'mismatch' ? 'wrong_secret' : fault, message: whole };
}

function rowOf({ id, request }: Refusal, { reason, message }: Diagnosis): NewRejection {
  const { provider, connectionId, receivedAt, requestId, method, url, headers, rawBody } = request;
  return {
    id,
    provider,
    connectionId,
    reason,
    message: redactText(message).replaceAll('\0', '').slice(0, MAX_MESSAGE_LENGTH).toWellFormed(),
    receivedAt,
    requestId,
    method,
    url,
    headers: keptHeaders(headers),
    body: new Uint8Array(rawBody.subarray(0, KEPT_BODY_BYTES)),
    truncated: rawBody.length > KEPT_BODY_BYTES,
  };
}
