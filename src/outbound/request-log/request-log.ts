import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { requestId } from '../../platform/context/request-context.js';
import { isDatabaseUnavailable } from '../../platform/database/database-errors.js';
import { WriteBehind } from '../../platform/database/write-behind.js';
import type { OutboundRequest } from '../../platform/database/generated/client.js';
import { errorMessage } from '../../platform/errors/error-facts.js';
import { LOGGER, type Logger } from '../../platform/logging/logger.js';
import { SecretRedaction } from '../../platform/logging/secret-redaction.js';
import { TimelineReferences } from '../../platform/timeline/timeline-references.js';
import type { OutboundCall, OutboundResponse } from '../outbound-call.js';
import type { CallResult } from './call-result.js';
import { OutboundRequests } from './outbound-requests.js';
import { requestLogConfig, type RequestLogConfig } from './request-log.config.js';
import { SuccessSample } from './success-sample.js';
import { WaitingRows } from './waiting-rows.js';

/** Rows of one statement. So many waiting are written at once. */
const BATCH_ROWS = 200;
/** How long a row waits for others, in ms; and how long for the next try while the database is away. */
const FLUSH_AFTER_MS = 1_000;
/** So many rows written by this process alone call for pruning before its hour comes. */
const PRUNE_AFTER_ROWS = 10_000;
/** The longest error that is kept, in characters. */
const MAX_ERROR_LENGTH = 1_000;
/** How much of an unusable answer is looked at, in bytes, and kept, in characters. */
const MAX_READ_BYTES = 64 * 1024;
const MAX_ANSWER_LENGTH = 4_000;

/**
 * What became of calls, for people who look later: failures always, and what goes under a business reference, whose
 * timeline would have holes; other successes by {@link SuccessSample}. A call only
 * leaves a row in memory; rows are written in batches, later. While the database is away the newest are kept, failures
 * before successes.
 */
@Injectable()
export class RequestLog implements OnApplicationShutdown {
  private readonly sample: SuccessSample;
  private readonly waiting = new WaitingRows();
  private readonly writeBehind = new WriteBehind({
    isEmpty: () => this.waiting.size === 0,
    write: () => this.write(),
    delayMs: () => FLUSH_AFTER_MS,
  });
  private databaseIsAway = false;
  private writtenSincePruning = 0;

  constructor(
    private readonly requests: OutboundRequests,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(requestLogConfig.token) { sample }: RequestLogConfig,
    private readonly redaction: SecretRedaction,
    private readonly references: TimelineReferences,
  ) {
    this.sample = new SuccessSample(sample);
  }

  /** Notes that a call is over. `durationMs`: from its start, waits and repeats included. `error`: what it threw. */
  callEnded(call: OutboundCall, result: CallResult, durationMs: number, error?: unknown): void {
    const nowMs = Date.now();
    if (!this.isKept(call, result, nowMs)) return;
    this.waiting.add({
      id: uuidv7(),
      requestId: requestId() ?? null,
      provider: call.provider,
      connectionId: call.connectionId ?? null,
      operation: call.operation,
      endpoint: call.endpoint,
      method: call.method,
      ...result,
      error: error === undefined ? null : this.describe(error),
      answer: call.progress.unusable ? this.beginningOf(call.progress.unusable) : null,
      attempts: call.progress.attempts,
      durationMs: Math.round(durationMs),
      startedAt: new Date(nowMs - durationMs),
    });
    if (this.waiting.size >= BATCH_ROWS && !this.databaseIsAway) void this.writeBehind.now();
    else this.writeBehind.soon();
  }

  /** Writes what waits. Resolves when it is written, or when the database turns out to be away. */
  flush(): Promise<void> {
    return this.writeBehind.now();
  }

  /** After the last request was answered and the last job has run. */
  onApplicationShutdown(): Promise<void> {
    return this.writeBehind.last();
  }

  private isKept(call: OutboundCall, { failed }: CallResult, nowMs: number): boolean {
    return failed || this.references.isNoted(requestId()) || this.sample.take(call, nowMs);
  }

  private async write(): Promise<void> {
    while (this.waiting.size) {
      const batch = this.waiting.take(BATCH_ROWS);
      try {
        await this.requests.insert(batch);
      } catch (error) {
        if (await this.isAway(error)) return this.databaseWentAway(batch, error);
        this.logger.error(
          { event: 'request_log_rejected', rows: batch.length, err: error },
          'The database refused rows of the request log, which are lost',
        );
        continue;
      }
      this.databaseIsAway = false;
      this.writtenSincePruning += batch.length;
    }
    this.reportDropped();
    if (this.writtenSincePruning >= PRUNE_AFTER_ROWS) await this.prune();
  }

  /** Drivers have many words for an outage. In doubt, the database itself tells whether it or the rows are to blame. */
  private async isAway(error: unknown): Promise<boolean> {
    return isDatabaseUnavailable(error) || !(await this.requests.databaseAnswers());
  }

  private databaseWentAway(batch: readonly OutboundRequest[], error: unknown): void {
    this.waiting.putBack(batch);
    if (this.databaseIsAway) return;
    this.databaseIsAway = true;
    this.logger.warn(
      { event: 'request_log_waiting', err: error },
      'The request log waits in memory until the database is back',
    );
  }

  private reportDropped(): void {
    const dropped = this.waiting.takeDropped();
    if (dropped === 0) return;
    const message = `${dropped} rows of the request log were dropped, as more came than could be written`;
    this.logger.warn({ event: 'request_log_dropped', dropped }, message);
  }

  /** A storm of failures fills the table faster than the hourly pruning comes round. */
  private async prune(): Promise<void> {
    this.writtenSincePruning = 0;
    try {
      await this.requests.prune();
    } catch (error) {
      this.logger.warn({ event: 'request_log_pruning_failed', err: error }, 'Pruning will be tried again');
    }
  }

  /** An answer as somebody may read it who looks for what is wrong with it. */
  private beginningOf({ body }: OutboundResponse): string {
    return this.storable(new TextDecoder().decode(body.subarray(0, MAX_READ_BYTES)), MAX_ANSWER_LENGTH);
  }

  private describe(error: unknown): string {
    return this.storable(errorMessage(error), MAX_ERROR_LENGTH);
  }

  /** Short, without a secret, and of characters that PostgreSQL takes. Redacted before it is cut: half a secret looks like none. */
  private storable(text: string, maxLength: number): string {
    return this.redaction.redact(text).replaceAll('\0', '').slice(0, maxLength).toWellFormed();
  }
}
