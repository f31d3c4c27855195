import { Injectable } from '@nestjs/common';
import { UnprocessableError } from '../../contracts/errors.js';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type WebhookEnvelope,
} from '../../contracts/webhooks.js';
import { AuditLog, type Actor } from '../../platform/audit/audit-log.js';
import { ApiError } from '../../platform/http/api-error.js';
import { errorAnswer } from '../../platform/http/error-answer.js';
import { REDACTED } from '../../platform/logging/redaction.js';
import { WebhookDoor } from '../ingest/webhook-door.js';
import type { RefusedRequest } from './refused-request.js';
import { RejectedRequests, type WebhookRejection, type WebhookRejectionFilter } from './rejected-requests.js';
import { RejectionDiagnosis } from './rejection-diagnosis.js';

export interface SecondLookOptions {
  /** Whether its age is not held against a request: for when it was our own clock that was wrong. */
  acceptStale: boolean;
}

/** What became of the events of one request. */
export interface LetIn {
  stored: number;
  duplicates: number;
}

/** Verifies refused requests again, once what was wrong is corrected, and lets their events in. */
@Injectable()
export class SecondLook {
  constructor(
    private readonly rejected: RejectedRequests,
    private readonly diagnosis: RejectionDiagnosis,
    private readonly door: WebhookDoor,
    private readonly audit: AuditLog,
  ) {}

  /**
   * Verifies the bytes of one request with today's secrets, as of the time when they arrived. Doing so again changes
   * nothing: its events are duplicates then. `undefined` when there is no such request.
   * @throws ApiError CONFLICT when it is still not believed
   * @throws UnprocessableError when it was not kept whole
   * @throws ApiError, NotConfiguredError as {@link WebhookDoor.verify} and {@link WebhookDoor.store}
   */
  async at(id: string, options: SecondLookOptions, actor: Actor): Promise<LetIn | undefined> {
    const receipts = await this.lookAt(id, options);
    if (!receipts) return undefined;
    const details = { ...receipts, accept_stale: options.acceptStale };
    await this.audit.note({
      actor,
      action: 'webhook_rejection.verified',
      target: `webhook_rejection:${id}`,
      details,
    });
    return receipts;
  }

  /**
   * Looks at all that the filter finds and that were not let in yet, oldest first. One that cannot be let in does not
   * stop the others.
   * @throws ApiError DATABASE_UNAVAILABLE, OVERLOADED and the like; those before were let in
   */
  async atAll(
    filter: Omit<WebhookRejectionFilter, 'accepted'>,
    options: SecondLookOptions,
    actor: Actor,
  ): Promise<LetIn & { accepted: number; refused: number }> {
    const total = { accepted: 0, refused: 0, stored: 0, duplicates: 0 };
    try {
      for (const id of await this.rejected.open(filter)) await this.count(id, options, total);
    } finally {
      // Also when it ends early: those before were let in.
      const details = { ...total, accept_stale: options.acceptStale };
      await this.audit.note({ actor, action: 'webhook_rejection.verified', details });
    }
    return total;
  }

  private async count(
    id: string,
    options: SecondLookOptions,
    total: LetIn & { accepted: number; refused: number },
  ): Promise<void> {
    try {
      const { stored, duplicates } = (await this.lookAt(id, options)) ?? { stored: 0, duplicates: 0 };
      total.accepted += 1;
      total.stored += stored;
      total.duplicates += duplicates;
    } catch (error) {
      if (errorAnswer(error).status >= 500) throw error;
      total.refused += 1;
    }
  }

  private async lookAt(id: string, options: SecondLookOptions): Promise<LetIn | undefined> {
    const rejection = await this.rejected.get(id);
    if (!rejection) return undefined;
    const request = requestOf(rejection);
    const envelopes = await this.verify(request, options);
    const receipts = await this.door.store(request, envelopes);
    await this.rejected.markAccepted(id);
    return receipts;
  }

  private async verify(
    request: RefusedRequest,
    { acceptStale }: SecondLookOptions,
  ): Promise<readonly WebhookEnvelope[]> {
    try {
      return await this.door.verify(request);
    } catch (error) {
      if (error instanceof MalformedWebhookError) {
        throw stillRefused(request, error, 'malformed_event', error.message);
      }
      if (!(error instanceof InvalidSignatureError)) throw error;
      if (acceptStale && error.signedAt) {
        return this.verify({ ...request, receivedAt: error.signedAt }, { acceptStale: false });
      }
      const { reason, message } = await this.diagnosis.of(request, error);
      throw stillRefused(request, error, reason, message);
    }
  }
}

/** @throws UnprocessableError when part of the body is gone */
function requestOf(rejection: WebhookRejection): RefusedRequest {
  const { provider, connectionId, receivedAt, requestId, method, url, headers, body } = rejection;
  if (rejection.truncated) {
    throw new UnprocessableError(
      `The body was longer than what is kept of a refused request, so that it cannot be verified again. Have ${provider} send it again.`,
      { provider, operation: 'webhooks.verify' },
    );
  }
  return { provider, connectionId, receivedAt, requestId, method, url, headers, rawBody: body };
}

function stillRefused(request: RefusedRequest, error: Error, reason: string, message: string): ApiError {
  const notKept = Object.keys(request.headers).filter((name) => request.headers[name] === REDACTED);
  const secrets = notKept.length ? ` Not kept, as it is a secret: ${notKept.join(', ')}.` : '';
  return new ApiError('CONFLICT', `It is still not believed: ${message}${secrets}`, {
    cause: error,
    details: [{ field: 'reason', issue: reason }],
  });
}
