import { Inject, Injectable } from '@nestjs/common';
import type { ApiRuntime } from '../apis/api-runtime.js';
import { runtimeToken } from '../apis/define-api.js';
import type { CallOptions } from '../contracts/calls.js';
import { NotConfiguredError, ValidationError } from '../contracts/errors.js';
import { TimelineReferences } from '../platform/timeline/timeline-references.js';
import { ExternalApi } from '../providers/external-api/external-api.client.js';
import { CallbackUrls } from './callbacks/callback-urls.js';
import { externalConfig, type ExternalConfig } from './external.config.js';
import type { ExternalData, ExternalStatus, ProcessedData } from './external-request.js';
import { ExternalRequests } from './requests/external-requests.js';

const ABOUT = { provider: 'external-api', operation: 'data.process' };

/** The external data-processing API, for the product: at once, or as a durable job. */
@Injectable()
export class ExternalApiService {
  constructor(
    private readonly api: ExternalApi,
    @Inject(runtimeToken(ExternalApi.api)) private readonly runtime: ApiRuntime,
    private readonly requests: ExternalRequests,
    private readonly callbackUrls: CallbackUrls,
    @Inject(externalConfig.token) private readonly config: ExternalConfig,
    private readonly references: TimelineReferences,
  ) {}

  /**
   * Has data processed, and waits for the result. Processing changes nothing, so that it is repeated after any failure
   * that may pass.
   * @throws ValidationError for a format that is not one of EXTERNAL_API_FORMATS
   * @throws NotConfiguredError without EXTERNAL_API_BASE_URL, and whatever else a call to a provider throws
   */
  async process(data: ExternalData, options: CallOptions = {}): Promise<ProcessedData> {
    this.refuseUnknownFormat(data);
    this.references.noteAmong(data.input);
    const answer = await this.api.data.process({ body: { data, options: {} } }, options);
    return { success: answer.success, result: answer.result, requestId: answer.request_id };
  }

  /**
   * Has data processed in the background: on record before this returns, worked on by whichever worker is free, tried
   * again over two hours while the API fails. Its result is kept for EXTERNAL_REQUEST_RETENTION_DAYS.
   * @param options.idempotencyKey a second request under it is the first one
   * @param options.callbackUrl gets the result by a signed POST: https, and not within a private network
   * @throws ValidationError for an unknown format, and for a callback URL that may not be called
   * @throws IdempotencyConflictError when the key was used for something else
   * @throws NotConfiguredError when the API, or the secret that callbacks are signed with, is not configured
   */
  async processLater(
    data: ExternalData,
    options: { readonly callbackUrl?: string; readonly idempotencyKey?: string } = {},
  ): Promise<ExternalStatus> {
    this.refuseUnknownFormat(data);
    this.runtime.api.requireAccount(ABOUT.operation, {});
    if (options.callbackUrl !== undefined) {
      await this.checkCallbackUrl(options.callbackUrl);
      this.requireSecret();
    }
    this.references.noteAmong(data.input);
    return this.requests.accept(data, options);
  }

  /**
   * Where a request stands: one of {@link processLater}'s by our record of it, any other by asking the API.
   * @throws NotFoundError when neither knows it
   */
  async status(requestId: string, options: CallOptions = {}): Promise<ExternalStatus> {
    const own = await this.requests.find(requestId);
    if (own) return own;
    const answer = await this.api.status.get({ id: requestId }, options);
    return {
      requestId: answer.request_id,
      status: answer.status,
      result: answer.result ?? null,
      createdAt: answer.created_at,
      completedAt: answer.completed_at ?? null,
    };
  }

  /**
   * Refuses an address that no callback may go to.
   * @throws ValidationError when it is not https, or leads into a private network
   */
  checkCallbackUrl(url: string): Promise<void> {
    return this.callbackUrls.check(url);
  }

  /** A callback is never sent unsigned. */
  private requireSecret(): void {
    if (this.config.callbackSecrets.length > 0) return;
    const message =
      'Callbacks are signed, and there is no secret to sign them with. Set EXTERNAL_CALLBACK_SECRETS to whsec_ and 32 random bytes in base64.';
    throw new NotConfiguredError(message, ABOUT);
  }

  private refuseUnknownFormat({ format }: ExternalData): void {
    const { formats } = this.config;
    if (formats.includes(format)) return;
    throw new ValidationError(`The format of the data is not one that the external API knows.`, ABOUT, [
      { field: 'data.format', issue: `must be one of ${formats.join(', ')} (EXTERNAL_API_FORMATS)` },
    ]);
  }
}
