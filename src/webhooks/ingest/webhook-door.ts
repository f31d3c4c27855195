import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { NotConfiguredError } from '../../contracts/errors.js';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type WebhookAnswer,
  type WebhookEnvelope,
  type WebhookSource,
} from '../../contracts/webhooks.js';
import { ApiError } from '../../platform/http/api-error.js';
import { traceparent } from '../../platform/tracing/traceparent.js';
import { WebhookAccounts } from '../accounts/webhook-accounts.js';
import { ClockSuspicion } from '../rejections/clock-suspicion.js';
import type { RefusedRequest } from '../rejections/refused-request.js';
import { WebhookRejections } from '../rejections/webhook-rejections.js';
import { WebhookSources } from '../sources/webhook-sources.js';
import { WebhookMetrics } from '../webhook-metrics.js';
import { storedHeaders } from './stored-headers.js';
import { WebhookInbox } from './webhook-inbox.js';

/** How many of a request's events were new, and how many were there before. */
export interface Receipts {
  stored: number;
  duplicates: number;
  /** What the provider wants to read instead of these numbers. */
  answer: WebhookAnswer | undefined;
}

/** Where webhooks are believed or not, and handed over to be stored. */
@Injectable()
export class WebhookDoor {
  constructor(
    private readonly sources: WebhookSources,
    private readonly accounts: WebhookAccounts,
    private readonly inbox: WebhookInbox,
    private readonly rejections: WebhookRejections,
    private readonly clock: ClockSuspicion,
    private readonly metrics: WebhookMetrics,
  ) {}

  /**
   * Resolves once everything in the request is durable.
   * @throws ApiError INVALID_SIGNATURE, MALFORMED_JSON, VALIDATION_ERROR, NOT_FOUND, OVERLOADED, DATABASE_UNAVAILABLE
   * @throws NotConfiguredError when there is no secret to verify with
   */
  async receive(request: RefusedRequest): Promise<Receipts> {
    const envelopes = await this.believe(request);
    this.clock.believed(request.provider);
    const receipts = await this.store(request, envelopes);
    return { ...receipts, answer: this.sources.get(request.provider).answer?.(request) };
  }

  /**
   * The events in a request, if they are the provider's by today's secrets. Nothing is stored or counted.
   * @throws InvalidSignatureError
   * @throws MalformedWebhookError
   * @throws ApiError NOT_FOUND when there is no such provider or account
   * @throws NotConfiguredError when there is no secret to verify with
   */
  async verify(request: RefusedRequest): Promise<readonly WebhookEnvelope[]> {
    const { provider, connectionId } = request;
    const source = this.sources.get(provider);
    if (!connectionId) return source.verify(request, this.secretsOfSource(provider, source));
    const known = await this.secretsOfAccount(provider, connectionId);
    try {
      return await source.verify(request, known);
    } catch (error) {
      if (!(error instanceof InvalidSignatureError) || error.fault !== 'mismatch') throw error;
      // Another process may have been told of a new secret a moment ago.
      const secrets = await this.accounts.rereadSecretsOf(provider, connectionId);
      // The same ones would say the same again, some of them after a call to the provider.
      if (!secrets || isDeepStrictEqual(secrets, known)) throw error;
      return source.verify(request, secrets);
    }
  }

  /** Stores verified events; resolves once they are durable. */
  async store(request: RefusedRequest, envelopes: readonly WebhookEnvelope[]) {
    const { provider, connectionId, receivedAt, requestId } = request;
    const headers = storedHeaders(request.headers);
    const about = {
      provider,
      connectionId,
      receivedAt,
      requestId,
      traceparent: traceparent() ?? null,
      headers,
    };
    const receipts = await this.inbox.accept(envelopes.map((envelope) => ({ ...envelope, ...about })));
    const stored = receipts.filter((receipt) => receipt === 'stored').length;
    const duplicates = receipts.length - stored;
    this.metrics.received(provider, 'stored', stored);
    this.metrics.received(provider, 'duplicate', duplicates);
    return { stored, duplicates };
  }

  private async secretsOfAccount(provider: string, connectionId: string): Promise<readonly string[]> {
    const secrets = await this.accounts.secretsOf(provider, connectionId);
    if (secrets) return secrets;
    throw new ApiError(
      'NOT_FOUND',
      `No account ${connectionId} of ${provider} has webhook secrets here. PUT /v1/webhook-accounts/${provider}/${connectionId} sets them.`,
    );
  }

  private secretsOfSource(provider: string, { secrets, secretVariable }: WebhookSource): readonly string[] {
    if (secrets.length) return secrets;
    throw new NotConfiguredError(`Webhooks of ${provider} cannot be verified. Set ${secretVariable}.`, {
      provider,
      operation: 'webhooks.verify',
    });
  }

  private async believe(request: RefusedRequest): Promise<readonly WebhookEnvelope[]> {
    try {
      return await this.verify(request);
    } catch (error) {
      if (error instanceof InvalidSignatureError) {
        this.metrics.received(request.provider, 'rejected');
        this.rejections.keep(request, error);
        throw new ApiError('INVALID_SIGNATURE', error.message, { cause: error });
      }
      if (error instanceof MalformedWebhookError) {
        throw new ApiError(error.code, error.message, { cause: error });
      }
      throw error;
    }
  }
}
