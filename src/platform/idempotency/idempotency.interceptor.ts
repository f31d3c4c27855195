import { createHash } from 'node:crypto';
import {
  Inject,
  Injectable,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { firstValueFrom, from, type Observable } from 'rxjs';
import { platformConfig, type PlatformConfig } from '../config/platform.config.js';
import { ApiError } from '../http/api-error.js';
import { errorAnswer } from '../http/error-answer.js';
import { errorBody } from '../http/error-body.js';
import { LocksService } from '../locks/locks.service.js';
import { LOGGER, type Logger } from '../logging/logger.js';
import { readIdempotencyKey } from './idempotency-key.js';
import { IdempotencyRecords, type IdempotencyScope, type StoredAnswer } from './idempotency-records.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** See `@CallKey()`. */
    callKey?: string;
  }
}

export const IDEMPOTENT = Symbol('IDEMPOTENT');

export interface IdempotentOptions {
  /** Whether the request is refused without a key: where money moves. */
  required: boolean;
  /**
   * Whether an answer is the last word on what was asked; one that is not is not kept, so that the same request can be
   * sent again. @default every answer
   */
  isFinal?: (answer: unknown) => boolean;
}

/**
 * Refusals that are an answer about the action itself. All other failures leave nothing behind, so that the same
 * request can run again: it was wrong before it acted (400), or may succeed later (5xx, 429, 424).
 */
const FINAL_REFUSALS = new Set([402, 404, 409, 422]);

/**
 * Gives the first answer again for a repeated `Idempotency-Key`. One request at a time runs under a key, over all
 * replicas; when its process dies, its lock ends and the next repeat carries on with the same key for the provider.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly records: IdempotencyRecords,
    private readonly locks: LocksService,
    @Inject(platformConfig.token) private readonly config: PlatformConfig,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const options = this.reflector.get<IdempotentOptions>(IDEMPOTENT, context.getHandler());
    const key = readIdempotencyKey(request.headers['idempotency-key']);
    if (!key) {
      if (!options.required) return next.handle();
      throw new ApiError(
        'IDEMPOTENCY_KEY_REQUIRED',
        'Add an Idempotency-Key header, such as your order id: a repeat of the request is then safe.',
      );
    }
    if (!request.caller) throw new Error('@Idempotent() needs the API’s guard before it.');
    return from(this.answer({ callerId: request.caller.id, key }, options, request, reply, next));
  }

  private async answer(
    scope: IdempotencyScope,
    options: IdempotentOptions,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ) {
    const locked = await this.locks.tryRun(`idempotency:${scope.callerId}:${scope.key}`, async () => {
      const claim = await this.records.claim(scope, fingerprint(request));
      if (claim.state === 'answered') return this.replay(claim.answer, reply);
      if (claim.state === 'reused') {
        throw new ApiError(
          'IDEMPOTENCY_KEY_REUSED',
          'This Idempotency-Key was used before with another request. Use a new key for a new action.',
        );
      }
      if (claim.state === 'expired') {
        throw new ApiError(
          'IDEMPOTENCY_KEY_REUSED',
          'This Idempotency-Key was used more than 24 hours ago, and nobody knows the answer any more. ' +
            'Read the object to see what became of it; use a new key for a new action.',
        );
      }
      request.callKey = callKey(scope);
      return this.run(scope, options, request, reply, next);
    });
    if (locked) return locked.result;
    throw new ApiError(
      'IDEMPOTENCY_IN_PROGRESS',
      'A request with this Idempotency-Key is still running. Send it again shortly.',
      {
        retryAfterSeconds: 1,
      },
    );
  }

  private async run(
    scope: IdempotencyScope,
    { isFinal = () => true }: IdempotentOptions,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ) {
    let result: unknown;
    try {
      result = await firstValueFrom(next.handle(), { defaultValue: undefined });
    } catch (error) {
      return this.refuse(scope, request, reply, error);
    }
    if (isFinal(result)) {
      await this.keep(scope, { status: reply.statusCode, body: JSON.stringify(result ?? null) });
    } else {
      await this.tolerate(() => this.records.forget(scope));
    }
    return result;
  }

  /** Answers a final refusal here, so that what is kept and what goes out are the same to the letter. */
  private async refuse(
    scope: IdempotencyScope,
    request: FastifyRequest,
    reply: FastifyReply,
    error: unknown,
  ) {
    const answer = errorAnswer(error);
    if (!FINAL_REFUSALS.has(answer.status)) {
      await this.tolerate(() => this.records.forget(scope));
      throw error;
    }
    const body = errorBody(answer, request.id, this.config.publicUrl);
    await this.keep(scope, { status: answer.status, body: JSON.stringify(body) });
    void reply.status(answer.status);
    return body;
  }

  private keep(scope: IdempotencyScope, answer: StoredAnswer): Promise<void> {
    return this.tolerate(() => this.records.complete(scope, answer));
  }

  /**
   * The provider has acted by now, and the caller gets its answer even if this table cannot be written: a repeat then
   * runs again with the same key, which the provider answers from its own memory.
   */
  private async tolerate(write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.logger.warn(
        { event: 'idempotency_record_not_written', err: error },
        'A repeat will ask the provider again',
      );
    }
  }

  private replay(answer: StoredAnswer, reply: FastifyReply): unknown {
    void reply.header('Idempotency-Replayed', 'true').status(answer.status);
    return JSON.parse(answer.body) as unknown;
  }
}

function fingerprint(request: FastifyRequest): Uint8Array<ArrayBuffer> {
  const hash = createHash('sha256')
    .update(`${request.method} ${request.url}\n`)
    .update(written(request.body ?? null));
  return new Uint8Array(hash.digest());
}

/** @throws ApiError VALIDATION_ERROR for a body that is nested deeper than it can be written again */
function written(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw new ApiError('VALIDATION_ERROR', 'The body is nested too deep.', { cause });
  }
}

function callKey({ callerId, key }: IdempotencyScope): string {
  return `hookline-${createHash('sha256').update(`${callerId}:${key}`).digest('hex')}`;
}
