import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { IdempotencyConflictError } from '../../contracts/errors.js';
import { requestId } from '../../platform/context/request-context.js';
import type { ExternalRequest } from '../../platform/database/generated/client.js';
import { PrismaService } from '../../platform/database/prisma.service.js';
import { JobsService } from '../../platform/jobs/jobs.service.js';
import { traceparent } from '../../platform/tracing/traceparent.js';
import type { ExternalData, ExternalStatus } from '../external-request.js';
import { PROCESSING_JOB } from './processing-job.js';
import { requestIdOf, rowIdOf } from './request-id.js';

/** Requests that are worked on in the background. */
@Injectable()
export class ExternalRequests {
  constructor(
    private readonly prisma: PrismaService,
    private readonly jobs: JobsService,
  ) {}

  /**
   * Puts a request on record, and its job with it: both or neither. A second one under an idempotency key is the first.
   * @throws IdempotencyConflictError when the key was used for something else
   */
  async accept(
    data: ExternalData,
    { callbackUrl, idempotencyKey }: { callbackUrl?: string; idempotencyKey?: string },
  ): Promise<ExternalStatus> {
    const id = uuidv7();
    const asked = JSON.stringify(data);
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([asked, callbackUrl ?? null]))
      .digest();
    const row = {
      id,
      idempotencyKey,
      fingerprint: new Uint8Array(fingerprint),
      data: asked,
      requestId: requestId(),
      traceparent: traceparent() ?? null,
      ...(callbackUrl !== undefined && {
        callbackUrl: new URL(callbackUrl).href, // as a URL writes it, without a character that PostgreSQL refuses
        callbackStatus: 'pending' as const,
      }),
    };
    return this.prisma.$transaction(async (tx) => {
      const { count } = await tx.externalRequest.createMany({ data: row, skipDuplicates: true });
      if (count === 1) await this.jobs.send(PROCESSING_JOB, [{ data: { id, attempt: 1 } }], tx);
      const kept = await tx.externalRequest.findUniqueOrThrow({
        where: count === 1 ? { id } : { idempotencyKey },
      });
      if (fingerprint.equals(kept.fingerprint)) return toStatus(kept);
      throw new IdempotencyConflictError(
        'This idempotency key was used before with other data. Use a new key for a new request.',
        { provider: 'external-api', operation: 'data.process' },
      );
    });
  }

  /** Where a request of ours stands; `undefined` for any other. */
  async find(publicId: string): Promise<ExternalStatus | undefined> {
    const id = rowIdOf(publicId);
    const row = id === undefined ? null : await this.prisma.externalRequest.findUnique({ where: { id } });
    return row ? toStatus(row) : undefined;
  }
}

/** A row as the product sees it. */
export function toStatus(row: ExternalRequest): ExternalStatus {
  return {
    requestId: requestIdOf(row.id),
    status: row.status,
    result: row.result === null ? null : (JSON.parse(row.result) as unknown),
    ...(row.errorCode !== null && { error: { code: row.errorCode, message: row.error ?? '' } }),
    ...(row.callbackStatus && {
      callback: { status: row.callbackStatus, attempts: row.callbackAttempts },
    }),
    createdAt: row.createdAt.toISOString(),
    completedAt: row.completedAt?.toISOString() ?? null,
  };
}
