/** A webhook as it came over the wire: header names in lower case, the body byte for byte. */
export interface WebhookRequest {
  headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  rawBody: Uint8Array;
  /** When it arrived; the clock for the age of its signature. */
  receivedAt: Date;
}

/** One event out of a verified request. One request may carry many. */
export interface WebhookEnvelope {
  /** The provider's id of the event, by which a repeat is recognised. 1 to 255 printable ASCII characters. */
  externalId: string;
  /** The provider's name of the event: `payment_intent.succeeded`. 1 to 255 printable ASCII characters. */
  type: string;
  /** When it happened, by the provider's clock. */
  occurredAt: Date | undefined;
  /** The bytes of this event: the whole body, or its share where one request carries many. */
  rawBody: Uint8Array;
}

/** A provider's side of the road in, marked by `@WebhookSourceFacet`. */
export interface WebhookSource {
  /** The variable that holds the secrets, to be named when one is missing. */
  readonly secretVariable: string;
  /** Whether a secret is set, so that requests can be verified. */
  readonly configured: boolean;
  /**
   * Checks who sent the request and when, then reads it. Called with untrusted bytes.
   * @throws InvalidSignatureError when the request is not the provider's, or too old or too new
   * @throws MalformedWebhookError when it is the provider's, but cannot be read
   */
  verify(request: WebhookRequest): readonly WebhookEnvelope[];
  /** The payload for handlers, from the stored bytes of a verified event. */
  parse(rawBody: Uint8Array): unknown;
}

/** Why a request was not believed. */
export type SignatureFault = 'missing' | 'malformed' | 'stale' | 'mismatch';

/** The request is not the provider's, or not from now. Answered 401; nothing is stored. */
export class InvalidSignatureError extends Error {
  override readonly name = 'InvalidSignatureError';

  constructor(
    readonly fault: SignatureFault,
    message: string,
  ) {
    super(message);
  }
}

/** The signature is good, but the body is not an event. Answered 400; nothing is stored. */
export class MalformedWebhookError extends Error {
  override readonly name = 'MalformedWebhookError';

  constructor(
    readonly code: 'MALFORMED_JSON' | 'VALIDATION_ERROR',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * The events that each provider sends, by type. A provider's module adds its own by declaration merging, and
 * `@OnWebhook` completes provider, type and payload from here.
 */
export interface WebhookEventTypes {}

export type WebhookProvider = Extract<keyof WebhookEventTypes, string>;
export type WebhookType<P extends WebhookProvider> = Extract<keyof WebhookEventTypes[P], string>;

/** A stored event as a handler sees it. */
export interface WebhookEvent<P extends WebhookProvider, T extends WebhookType<P>> {
  /** Our id, as in `GET /v1/webhook-events/:id`. */
  id: string;
  provider: P;
  type: T;
  /** The provider's id of the event. */
  externalId: string;
  payload: WebhookEventTypes[P][T];
  occurredAt: Date | undefined;
  receivedAt: Date;
  /** 1 on the first run of this handler. */
  attempt: number;
}
