import { setImmediate } from 'node:timers/promises';
import {
  InvalidSignatureError,
  MalformedWebhookError,
  type WebhookRequest,
  type WebhookSource,
} from '../../contracts/webhooks.js';

/** What the trials of one request may cost in all, in bytes hashed: some 50 ms, so that forgeries cannot keep us busy. */
const MAX_BYTES = 32 * 1024 * 1024;
/** What a trial with one secret costs at least, in bytes. */
const LEAST_BYTES = 4 * 1024;
/** What it costs to write a character of JSON, in bytes hashed. */
const WRITING_COST = 8;

/** Tries what would have made a refused request's signature good. */
export class SignatureTrials {
  private bytesLeft = MAX_BYTES;

  constructor(
    private readonly source: WebhookSource,
    private readonly request: WebhookRequest,
  ) {}

  /**
   * Whether the signature would be good with these secrets, had the request been different in this. `false` also once
   * too much was tried.
   * @throws whatever else the source throws, such as an IntegrationError when it cannot ask its provider
   */
  async isSigned(
    secrets: readonly string[],
    change: Partial<Pick<WebhookRequest, 'rawBody' | 'receivedAt'>> = {},
  ): Promise<boolean> {
    const request = { ...this.request, ...change };
    const cost = secrets.length * Math.max(LEAST_BYTES, request.rawBody.length);
    if (!secrets.length || !this.spend(cost)) return false;
    await setImmediate(); // deliveries come first
    try {
      await this.source.verify(request, secrets);
      return true;
    } catch (error) {
      if (error instanceof MalformedWebhookError) return true; // signed, whatever it holds
      if (error instanceof InvalidSignatureError) return false;
      throw error;
    }
  }

  /** Whether a body of so many characters may be written for a trial. Counts it, before it is there. */
  mayWrite(characters: number): boolean {
    return this.spend(characters * WRITING_COST);
  }

  /** Whether there is so much left; takes it. */
  private spend(cost: number): boolean {
    this.bytesLeft -= cost;
    return this.bytesLeft >= 0;
  }
}
